"""Reads TV Tropes' own markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linterbot.markup.document import Document, Link, LinkKind, Mentions
from linterbot.markup.gather import Gatherer
from linterbot.markup.spans import covered, lines, merged, unbroken
from linterbot.model import Markup, Span

_FOLDER = re.compile(r"\s*(\[\[folder:(.*)\]\])\s*$", re.IGNORECASE)
_END_FOLDER = re.compile(r"\s*(\[\[/folder\]\])\s*$", re.IGNORECASE)
_CONTROL = re.compile(r"\[\[foldercontrol\]\]", re.IGNORECASE)
_HEADING = re.compile(r"(!{1,4})(.*)$")
_LABEL = re.compile(r"\[\[AC:([^\[\]]*)\]\]\s*$", re.IGNORECASE)
_MARKER = re.compile(r"[*+]+")
_WORD = r"(?:\{\{[^{}\n]{1,200}\}\}|[A-Z0-9][A-Za-z0-9]*)"
_LINK = re.compile(
    rf"\[\[(?P<pothole>(?:[A-Z][A-Za-z]*/)?{_WORD})\s(?P<label>[^\[\]\n]*)\]\]"
    rf"|(?P<page>\b[A-Z][A-Za-z]+/{_WORD}|\{{\{{[^{{}}\n]{{1,200}}\}}\}}|\b(?:[A-Z][a-z0-9]+){{2,}}\b)"
)
_IMAGE = re.compile(r"\[\[quote(?:right|left):(?:\d+:)?(https?://[^\]\s]+)\]\]", re.IGNORECASE)


def read(text: str) -> Document:
    """Read TV Tropes markup into a document, in time linear in its length."""
    literal = merged(_opaque(text))
    gatherer = Gatherer(text)
    for line in lines(unbroken(text, literal)):
        _line(text, line, gatherer)
    control = _CONTROL.search(covered(text, ((span, " ") for span in literal)))
    return Document(
        text=text,
        markup=Markup.TVTROPES,
        sections=gatherer.sections(),
        examples=gatherer.examples(),
        opaque=tuple(literal),
        strays=tuple(gatherer.strays),
        folder_control=Span(*control.span()) if control else None,
        mentions=_Mentions(text),
    )


def _opaque(text: str) -> Iterator[Span]:
    """Yield `[=literal=]` and `%%` comment lines; an unclosed `[=` is ordinary text."""
    at = 0
    while (at := text.find("[=", at)) != -1:
        end = text.find("=]", at + 2)
        if end == -1:
            break
        yield Span(at, end + 2)
        at = end + 2
    at = 0
    while (at := text.find("%%", at)) != -1:
        end = text.find("\n", at)
        end = len(text) if end == -1 else end
        if at == 0 or text[at - 1] == "\n":
            yield Span(at, end)
        at = max(end, at + 2)


def _line(text: str, line: Span, gatherer: Gatherer) -> None:
    words = line.of(text)
    if not words:
        gatherer.end_item()
    elif found := _FOLDER.match(words):
        gatherer.folder(Span(line.start + found.start(1), line.start + found.end(1)), found[2].strip())
    elif found := _END_FOLDER.match(words):
        gatherer.close_folder(Span(line.start + found.start(1), line.start + found.end(1)))
    elif found := _HEADING.match(words):
        gatherer.heading(line, found[2].strip(), len(found[1]) + 1)
    elif found := _LABEL.match(words):
        gatherer.heading(line, found[1].strip(), 6)
    elif found := _MARKER.match(words):
        gatherer.item(line.start, line.start + found.end(), line.end, found.end())
    elif not words.strip() or words.startswith(("%%", "----", "[[")):
        gatherer.end_item()
    else:
        gatherer.continues(line)


@dataclass(frozen=True)
class _Mentions(Mentions):
    """What a TV Tropes page mentions: potholes, `Namespace/Title`, `{{Word}}`, CamelCase, and quoted images."""

    text: str

    def links(self) -> Iterator[Link]:
        """Yield the links to pages, then the images."""
        for found in _LINK.finditer(self.text):
            target = found["pothole"] or found["page"]
            label = found.span("label" if found["pothole"] else "page")
            yield Link(LinkKind.PAGE, target.replace("{{", "").replace("}}", ""), Span(*label), Span(*found.span()))
        yield from self.images()

    def images(self) -> Iterator[Link]:
        """Yield the images."""
        for found in _IMAGE.finditer(self.text):
            yield Link(LinkKind.IMAGE, found[1], Span(found.end(), found.end()), Span(*found.span()))
