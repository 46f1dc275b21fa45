"""Reads TV Tropes' own markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linterbot.markup.document import Document, Link, LinkKind, Mentions
from linterbot.markup.gather import Gatherer
from linterbot.markup.spans import LITERAL, NOTHING, covered, lines, merged, unbroken
from linterbot.model import Markup, Span

_FOLDER_MARK = re.compile(
    r"\[\[(?:folder:((?:[^\[\]\n]|\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\](?!\]))*)|/folder)\]\]", re.IGNORECASE
)
_CONTROL = re.compile(r"\[\[foldercontrol\]\]", re.IGNORECASE)
_HEADING = re.compile(r"(!{1,4})(.*)$")
_LABEL = re.compile(r"\[\[AC:([^\[\]]*)\]\]\s*$", re.IGNORECASE)
_NOTE = re.compile(r"\[\[(/?)(?:note|labelnote(?::[^\[\]\n]*)?)\]\]", re.IGNORECASE)
_INDEX = re.compile(r"\[\[(/?)index\]\]", re.IGNORECASE)
_OPAQUE = re.compile(r"\[=|%%")
_MARKER = re.compile(r"[*+]+")
_WORD = r"(?:\{\{[^{}\n]{1,200}\}\}|[A-Z0-9][A-Za-z0-9]*)"
_LINK = re.compile(
    rf"\[\[(?P<pothole>(?:[A-Z][A-Za-z]*/)?{_WORD})\s(?P<label>[^\[\]\n]*)\]\]"
    rf"|(?P<page>\b[A-Z][A-Za-z]+/{_WORD}|\{{\{{[^{{}}\n]{{1,200}}\}}\}}|\b(?:[A-Z][a-z0-9]+){{2,}}\b)"
)
_IMAGE = re.compile(r"\[\[quote(?:right|left):(?:\d+:)?(https?://[^\]\s]+)\]\]", re.IGNORECASE)


def read(text: str) -> Document:
    """Read TV Tropes markup into a document, in time linear in its length."""
    literal = list(_opaque(text))
    bare = covered(text, ((span, NOTHING if span.of(text).startswith("%%") else LITERAL) for span in literal))
    gatherer = Gatherer(text)
    take = _line if _FOLDER_MARK.search(bare) else _words
    for line in lines(unbroken(bare, merged(_between(_NOTE, bare)))):
        if line.start == line.end:
            gatherer.end_item()
        else:
            take(text, bare, line, gatherer)
    control = _CONTROL.search(bare)
    return Document(
        text=text,
        markup=Markup.TVTROPES,
        sections=gatherer.sections(),
        examples=gatherer.examples(),
        opaque=tuple(literal),
        strays=tuple(gatherer.strays),
        indexes=tuple(_between(_INDEX, bare)),
        folder_control=Span(*control.span()) if control else None,
        mentions=_Mentions(bare),
    )


def _opaque(text: str) -> Iterator[Span]:
    """Yield `[=literal=]` and comments, from `%%` to the end of the line; an unclosed `[=` is ordinary text."""
    at, last = 0, text.rfind("=]")
    while found := _OPAQUE.search(text, at):
        at = found.end()
        if found[0] == "%%":
            at = text.find("\n", at) if text.find("\n", at) != -1 else len(text)
            yield Span(found.start(), at)
        elif at <= last:
            at = text.find("=]", at) + 2
            yield Span(found.start(), at)


def _between(mark: re.Pattern[str], bare: str) -> list[Span]:
    """Return the places from each opening mark to its closing mark; one that is never closed opens nothing."""
    found: list[Span] = []
    start: int | None = None
    for one in mark.finditer(bare):
        if not one[1]:
            start = one.start()
        elif start is not None:
            found.append(Span(start, one.end()))
            start = None
    return found


def _line(text: str, bare: str, line: Span, gatherer: Gatherer) -> None:
    """Pass a line to the gatherer, cut at the folder marks on it."""
    at = line.start
    for mark in _FOLDER_MARK.finditer(bare, *line):
        if before := bare[at : mark.start()].rstrip():
            _words(text, bare, Span(at, at + len(before)), gatherer)
        if mark[1] is None:
            gatherer.close_folder(Span(*mark.span()))
        else:
            gatherer.folder(Span(*mark.span()), Span(*mark.span(1)).of(text).strip())
        at = mark.end()
    if at == line.start or bare[at : line.end].strip(f" \t{NOTHING}"):
        _words(text, bare, Span(at, line.end), gatherer)


def _words(text: str, bare: str, line: Span, gatherer: Gatherer) -> None:
    words = line.of(bare)
    shown = words.rstrip(f" \t{NOTHING}")
    if not shown.strip():
        gatherer.end_item()
    elif found := _HEADING.match(shown):
        gatherer.heading(
            line, Span(line.start + found.start(2), line.start + found.end(2)).of(text).strip(), len(found[1]) + 1
        )
    elif found := _LABEL.match(shown):
        gatherer.heading(line, found[1].strip(), 6)
    elif found := _MARKER.match(words):
        gatherer.item(line.start, line.start + found.end(), line.end, found.end())
    elif shown.startswith(("----", "[[")):
        gatherer.end_item()
    else:
        gatherer.continues(line)


@dataclass(frozen=True)
class _Mentions(Mentions):
    """What a TV Tropes page mentions: potholes, `Namespace/Title`, `{{Word}}`, CamelCase, and quoted images."""

    bare: str  # the page without comments and literal text, each character at its offset

    def links(self) -> Iterator[Link]:
        """Yield the links to pages, then the images."""
        for found in _LINK.finditer(self.bare):
            target = found["pothole"] or found["page"]
            label = found.span("label" if found["pothole"] else "page")
            yield Link(LinkKind.PAGE, target.replace("{{", "").replace("}}", ""), Span(*label), Span(*found.span()))
        yield from self.images()

    def images(self) -> Iterator[Link]:
        """Yield the images."""
        for found in _IMAGE.finditer(self.bare):
            yield Link(LinkKind.IMAGE, found[1], Span(found.end(), found.end()), Span(*found.span()))
