"""Reads MediaWiki wikitext: where the sections, examples, template calls and links are."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from linterbot.markup.braces import calls_and_links, opaque, tables
from linterbot.markup.document import Document
from linterbot.markup.gather import Gatherer
from linterbot.markup.mentions import WikiMentions, template_name
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.markup.spans import LITERAL, NOTHING, covered, merged, unbroken
from linterbot.markup.unseen import joined, open_pre, silent, without_tags
from linterbot.model import Markup, Span

# One match for each line that matters, with the line break before it: an item or a heading.
_LINE = re.compile(r"\n\x7f*+(?:([*#:;][*#:;\x7f]*+)|(=)).*")
_COMMENT_LINES = re.compile(r"(?:\n[ \t]*+[\x7f\x1d]+[ \t\x7f\x1d\r]*+)++")  # MediaWiki drops such lines
_FOLDER_MARK = re.compile(r"\{\{\s*(?:/?folder|end[ _]?folder|folder[ _]end)\s*[|}]", re.IGNORECASE)
_FOLDER_END = frozenset({"/folder", "Endfolder", "Folder end", "End folder"})
_DROPPED = frozenset({"comment", "includeonly"})  # what leaves nothing behind on the page


class _Mark(NamedTuple):
    """A call that opens or closes a folder."""

    span: Span
    title: str | None  # None for one that closes


def read(text: str, names: Names = MEDIAWIKI_NAMES) -> Document:
    """Read wikitext into a document, in time linear in its length."""
    literal = list(opaque(text))
    bare = covered(text, ((span, NOTHING if kind in _DROPPED else LITERAL) for kind, span in literal))
    bare = without_tags(bare)
    calls, links = calls_and_links(bare)
    gatherer = Gatherer(text)
    _Lines(text, _logical_lines(bare, calls, links, names), calls, names, gatherer).gather()
    return Document(
        text=text,
        markup=Markup.MEDIAWIKI,
        sections=gatherer.sections(),
        examples=gatherer.examples(),
        opaque=tuple(span for kind, span in literal if kind != "gallery"),
        strays=tuple(gatherer.strays),
        redirect=names.redirect(text),
        mentions=WikiMentions(bare, text, names, calls, links, [span for kind, span in literal if kind == "gallery"]),
    )


def _logical_lines(bare: str, calls: list[tuple[int, int]], links: list[tuple[int, int]], names: Names) -> str:
    """Return the text with its lines as MediaWiki sees them: a call, table, link or tag that spans several is one."""
    outer = list(_outermost(calls))
    more = tables(covered(bare, ((call, LITERAL) for call in outer))) if "{|" in bare else []
    more += joined(bare, links, names)
    lines = unbroken(bare, merged([*outer, *more]) if more else outer)
    return covered(lines, silent(bare, calls, links, names))


def _outermost(calls: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reach = 0
    for call in calls:
        if call[0] >= reach:
            yield call
            reach = call[1]


class _Lines:
    """Passes the lines of a page to the gatherer, each as what it is."""

    def __init__(self, text: str, lines: str, calls: list[tuple[int, int]], names: Names, gatherer: Gatherer) -> None:
        self._text, self._lines, self._gatherer = text, lines, gatherer
        self._pre = open_pre(lines)
        # The first sign of a redirect is no marker.
        self._first = text.find("#") + 1 if names.redirect(text) else 0
        self._marks = deque(_folder_marks(text, lines, dict(calls), names) if "older" in lines else ())

    def gather(self) -> None:
        """Go through the lines that matter; what is between them only ends an example."""
        padded = "\n" + self._lines  # so that every line has a break before it; offsets in it are one too high
        returns = "\r\n" in self._text
        expected = 0
        for found in _LINE.finditer(padded):
            start, after = found.span()
            end = after - 1
            if self._marks:
                self._folders(start)
                end = self._cut(start, end)
            if start != expected and not _COMMENT_LINES.fullmatch(padded, expected, start):
                self._gatherer.end_item()
            expected = after
            if returns and self._text[end - 1] == "\r":
                end -= 1
            if marker := found[1]:
                self._item(marker, found.start(1) - 1, end)
            else:
                self._heading(Span(start, end))
            if self._marks:
                self._folders(after - 1)
        self._folders(len(self._text))

    def _cut(self, start: int, end: int) -> int:
        """Return where the words of a line end if a folder mark is on it: before the mark."""
        return self._marks[0].span.start if self._marks and start < self._marks[0].span.start < end else end

    def _item(self, marker: str, start: int, end: int) -> None:
        if start >= self._pre or start < self._first:
            return
        if NOTHING in marker:
            marker = marker.rstrip(NOTHING)
        words = start + len(marker)
        if marker[-1] == ":":
            self._gatherer.continues(Span(start, end))
        elif depth := marker.count("*") + marker.count("#"):
            self._gatherer.item(start, words, end, depth)
        else:
            self._gatherer.end_item()

    def _heading(self, line: Span) -> None:
        """Add a heading, whose level is the number of signs on both sides; of only signs, some are the title."""
        words = line.of(self._lines).strip(" \t\x7f")
        signs = min(len(words) - len(words.lstrip("=")), len(words) - len(words.rstrip("=")), 6, (len(words) - 1) // 2)
        if signs < 1:
            self._gatherer.end_item()
            return
        if NOTHING in line.of(self._lines):
            shown = zip(line.of(self._text), line.of(self._lines), strict=True)
            words = "".join(written for written, cover in shown if cover != NOTHING).strip()
        else:
            words = line.of(self._text).strip()
        self._gatherer.heading(line, words[signs:-signs].strip(), signs)

    def _folders(self, before: int) -> None:
        """Add the folder marks before an offset."""
        while self._marks and self._marks[0].span.start < before:
            mark = self._marks.popleft()
            if mark.title is None:
                self._gatherer.close_folder(mark.span)
            else:
                self._gatherer.folder(mark.span, mark.title)


def _folder_marks(text: str, lines: str, calls: dict[int, int], names: Names) -> Iterator[_Mark]:
    """Yield the calls that open or close a folder, in order."""
    for found in _FOLDER_MARK.finditer(lines):
        if found.start() in calls:
            call = Span(found.start(), calls[found.start()])
            name = template_name(text, call, names)
            if name == "Folder":
                yield _Mark(call, call.of(text)[2:-2].partition("|")[2].partition("|")[0].strip())
            elif name in _FOLDER_END:
                yield _Mark(call, None)
