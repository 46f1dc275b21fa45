"""Finds what a wikitext page mentions (templates, links and images), but only when a check asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from linterbot.markup.document import Link, LinkKind, Mentions, Template
from linterbot.markup.namespace_names import Names, file_title, title_form
from linterbot.markup.spans import lines, without_comments
from linterbot.model import Span

_NO_TITLE = re.compile(r"[\n<>{}\[\]]")
# An external link with one bracket too many: what begins with a protocol is never a page to MediaWiki.
_ADDRESS = re.compile(
    r"\s*(?:(?:[a-z][a-z0-9+.-]*:)?//|(?:bitcoin|geo|magnet|mailto|matrix|news|sips?|sms|tel|urn|xmpp):)",
    re.IGNORECASE,
)
_LONE_BRACE = re.compile(r"(?<!\{)\{(?!\{)|(?<!\})\}(?!\})")  # as in program code that is not marked as such
# The end of a parameter whose value is the name of a picture, and then all of it: `|image = Lamp.jpg`.
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)[ \t]*[|}\n]", re.IGNORECASE)
_IMAGE_PARAMETER = re.compile(
    r"[ \t\w-]{0,20}(?:image|img|picture|photo|cover|poster|logo)[ \t\w-]{0,10}=[ \t]*(?:(?:file|image):)?[ \t]*"
    r"([^\[\]{}|<>\n#:=]+)$",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_LONGEST_NAME = 300  # characters; a title has at most 255 bytes


@dataclass(frozen=True)
class WikiMentions(Mentions):
    """What a wikitext page mentions, from the places that its reader found."""

    bare: str  # the text without what is not markup, each character at its offset
    text: str
    names: Names
    calls: list[tuple[int, int]]  # (start, end) of the template calls, in order
    brackets: list[tuple[int, int]]  # (start, end) of what is in double brackets, in order
    galleries: list[Span]

    def templates(self) -> Iterator[Template]:
        """Yield the template calls, in order."""
        for start, end in self.calls:
            span = Span(start, end)
            if name := template_name(self.text, span, self.names):
                yield Template(name, span)

    def links(self) -> Iterator[Link]:
        """Yield the links in order, then the images of galleries."""
        yield from self._named(self.brackets)
        yield from self._gallery_images()
        yield from self._template_images()

    def images(self) -> Iterator[Link]:
        """Yield the links to files, without working out the others."""
        yield from self._into(self.names.file_link, LinkKind.IMAGE)
        yield from self._gallery_images()
        yield from self._template_images()

    def categories(self) -> Iterator[Link]:
        """Yield the links into categories, without working out the others."""
        return self._into(self.names.category_link, LinkKind.CATEGORY)

    def _into(self, link: re.Pattern[str], kind: LinkKind) -> Iterator[Link]:
        starts = [found.start() for found in link.finditer(self.bare)]
        ends = dict(self.brackets) if starts else {}
        links = self._named((start, ends[start]) for start in starts if start in ends)
        return (link for link in links if link.kind is kind)

    def _named(self, places: Iterable[tuple[int, int]]) -> Iterator[Link]:
        """Yield the links at these places; what cannot be a title is not a link."""
        text = self.text
        known: dict[str, tuple[LinkKind, str] | None] = {}
        for start, end in places:
            target, bar, _ = text[start + 2 : min(end - 2, start + _LONGEST_NAME)].partition("|")
            if target not in known:
                known[target] = self._destination(target)
            destination = known[target]
            after = start + 2 + len(target)
            if destination is None or not (bar or after == end - 2):
                continue
            label = Span(after + 1, end - 2) if bar else Span(start + 2, after)
            yield Link(*destination, label, Span(start, end))

    def _destination(self, target: str) -> tuple[LinkKind, str] | None:
        if _NO_TITLE.search(target) or not target.strip() or _ADDRESS.match(target):
            return None
        head, colon, rest = target.partition(":")
        kind = self._kind(head) if colon else LinkKind.PAGE
        if kind is LinkKind.IMAGE:
            return (kind, title) if (title := file_title(rest)) else None
        return kind, title_form(target.lstrip(": ").partition("#")[0] if kind is LinkKind.PAGE else rest)

    def _kind(self, prefix: str) -> LinkKind:
        name = " ".join(prefix.replace("_", " ").split()).lower()
        if name in self.names.files:
            return LinkKind.IMAGE
        return LinkKind.CATEGORY if name in self.names.categories else LinkKind.PAGE

    def _gallery_images(self) -> Iterator[Link]:
        """Yield what galleries show; a line there needs no namespace."""
        for gallery in self.galleries:
            body = Span(self.text.index(">", gallery.start) + 1, self.text.rindex("<", gallery.start, gallery.end))
            words = body.of(self.text)
            for line in lines(words):
                target, bar, _ = line.of(words).partition("|")
                head, colon, rest = target.partition(":")
                known = colon and self._kind(head) is LinkKind.IMAGE
                span = Span(body.start + line.start, body.start + line.start + len(target))
                title = file_title(rest if known else target) if len(target) <= _LONGEST_NAME else ""
                if title and (known or _EXTENSION.search(title)):
                    label = Span(span.end + len(bar), body.start + line.end)
                    yield Link(LinkKind.IMAGE, title, label, span)

    def _template_images(self) -> Iterator[Link]:
        """Yield the files that calls are given by name, as in `{{Infobox|image = Lamp.jpg}}`."""
        if not self.calls or _PICTURE.search(self.bare) is None:
            return
        starts = [start for start, _ in self.calls]
        reach = list(accumulate((end for _, end in self.calls), max))
        for picture in _PICTURE.finditer(self.bare):
            end = picture.end() - 1
            bar = self.bare.rfind("|", max(0, end - _LONGEST_NAME), end)
            found = _IMAGE_PARAMETER.match(self.bare[bar + 1 : end].rstrip()) if bar != -1 else None
            call = bisect_right(starts, end) - 1
            if found and call >= 0 and reach[call] > end and (title := file_title(found[1])):
                span = Span(bar + 1 + found.start(1), bar + 1 + found.end(1))
                yield Link(LinkKind.IMAGE, title, Span(span.end, span.end), span)


def template_name(text: str, call: Span, names: Names) -> str:
    """Return the name of the template called at `call`, "" if no template can have such a name."""
    written = text[call.start + 2 : min(call.end - 2, call.start + _LONGEST_NAME)].partition("|")[0]
    written = without_comments(written)
    if ("{" in written or "}" in written) and _LONE_BRACE.search(written):
        return ""
    return names.template_name(written)
