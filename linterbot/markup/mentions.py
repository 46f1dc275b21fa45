"""Finds what a wikitext page mentions (templates, links and images), but only when a check asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from linterbot.markup.document import Link, LinkKind, Mentions, Template
from linterbot.markup.namespace_names import Names, title_form
from linterbot.markup.spans import lines
from linterbot.model import Span

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NO_TITLE = re.compile(r"[\n<>{}\[\]]")
# An external link with one bracket too many: what begins with a protocol is never a page to MediaWiki.
_ADDRESS = re.compile(
    r"\s*(?:(?:[a-z][a-z0-9+.-]*:)?//|(?:bitcoin|geo|magnet|mailto|matrix|news|sips?|sms|tel|urn|xmpp):)",
    re.IGNORECASE,
)
_LONE_BRACE = re.compile(r"(?<!\{)\{(?!\{)|(?<!\})\}(?!\})")  # as in program code that is not marked as such
_LONGEST_NAME = 300  # characters; a title has at most 255 bytes


@dataclass(frozen=True)
class WikiMentions(Mentions):
    """What a wikitext page mentions, from the places that its reader found."""

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

    def images(self) -> Iterator[Link]:
        """Yield the links to files, without working out the others."""
        yield from self._into(self.names.files, LinkKind.IMAGE)
        yield from self._gallery_images()

    def categories(self) -> Iterator[Link]:
        """Yield the links into categories, without working out the others."""
        return self._into(self.names.categories, LinkKind.CATEGORY)

    def _into(self, namespaces: frozenset[str], kind: LinkKind) -> Iterator[Link]:
        ends = dict(self.brackets)
        starts = (found.start() for found in _link_into(namespaces).finditer(self.text))
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
        return kind, title_form(target.lstrip(": ").partition("#")[0] if kind is LinkKind.PAGE else rest)

    def _kind(self, prefix: str) -> LinkKind:
        name = " ".join(prefix.replace("_", " ").split()).lower()
        if name in self.names.files:
            return LinkKind.IMAGE
        return LinkKind.CATEGORY if name in self.names.categories else LinkKind.PAGE

    def _gallery_images(self) -> Iterator[Link]:
        for gallery in self.galleries:
            body = Span(self.text.index(">", gallery.start) + 1, self.text.rindex("<", gallery.start, gallery.end))
            words = body.of(self.text)
            for line in lines(words):
                target, bar, _ = line.of(words).partition("|")
                head, _, rest = target.partition(":")
                span = Span(body.start + line.start, body.start + line.start + len(target))
                if len(target) <= _LONGEST_NAME and self._kind(head) is LinkKind.IMAGE and rest.strip():
                    label = Span(span.end + len(bar), body.start + line.end)
                    yield Link(LinkKind.IMAGE, title_form(rest), label, span)


@lru_cache(maxsize=16)
def _link_into(namespaces: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\ ", r"[\s_]") for name in sorted(namespaces))
    return re.compile(rf"\[\[\s*(?:{names})\s*:", re.IGNORECASE)


def template_name(text: str, call: Span, names: Names) -> str:
    """Return the name of the template called at `call`, "" if no template can have such a name."""
    written = text[call.start + 2 : min(call.end - 2, call.start + _LONGEST_NAME)].partition("|")[0]
    if "<!--" in written:
        written = _COMMENT.sub("", written)
    if ("{" in written or "}" in written) and _LONE_BRACE.search(written):
        return ""
    return names.template_name(written)
