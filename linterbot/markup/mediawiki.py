"""Reads MediaWiki wikitext: where the sections, examples, template calls and links are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linterbot.markup.braces import calls_and_links, opaque, tables
from linterbot.markup.document import Document
from linterbot.markup.gather import Gatherer
from linterbot.markup.mentions import WikiMentions, template_name
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.markup.spans import COMMENT, LITERAL, covered, merged, unbroken
from linterbot.model import Markup, Span

# One match for each line that matters, with the line break before it: an item, a heading, a call that may be a folder.
_LINE = re.compile(r"\n\x7f*+(?:([*#:;]+)|(=)|[ \t\x7f]*+(\{\{)).*")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_COMMENT_LINES = re.compile(r"(?:\n[ \t]*+\x7f[ \t\x7f\r]*+)++")  # MediaWiki drops such lines
_REFERENCE = re.compile(r"<(/?)ref\b[^<>]*?(/?)>", re.IGNORECASE)
_FOLDER_END = frozenset({"/folder", "Endfolder", "Folder end", "End folder"})


def read(text: str, names: Names = MEDIAWIKI_NAMES) -> Document:
    """Read wikitext into a document, in time linear in its length."""
    literal = list(opaque(text))
    bare = covered(text, ((span, COMMENT if kind == "comment" else LITERAL) for kind, span in literal))
    calls, links = calls_and_links(bare)
    gatherer = Gatherer(text)
    _gather(text, _logical_lines(bare, calls), dict(calls), names, gatherer)
    return Document(
        text=text,
        markup=Markup.MEDIAWIKI,
        sections=gatherer.sections(),
        examples=gatherer.examples(),
        opaque=tuple(span for kind, span in literal if kind != "gallery"),
        strays=tuple(gatherer.strays),
        redirect=names.redirect(text),
        mentions=WikiMentions(text, names, calls, links, [span for kind, span in literal if kind == "gallery"]),
    )


def _logical_lines(bare: str, calls: list[tuple[int, int]]) -> str:
    """Return the text with its lines as MediaWiki sees them: a call, table or reference that spans several is one."""
    outer = list(_outermost(calls))
    more = tables(covered(bare, ((call, LITERAL) for call in outer))) if "{|" in bare else []
    if "</ref" in bare:
        more += _references(bare)
    return unbroken(bare, merged([*outer, *more]) if more else outer)


def _outermost(calls: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reach = 0
    for call in calls:
        if call[0] >= reach:
            yield call
            reach = call[1]


def _references(bare: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start: int | None = None
    for tag in _REFERENCE.finditer(bare):
        if tag[1] and start is not None:
            found.append((start, tag.end()))
            start = None
        elif not tag[1] and not tag[2] and start is None:
            start = tag.start()
    return found


def _gather(text: str, lines: str, calls: dict[int, int], names: Names, gatherer: Gatherer) -> None:
    padded = "\n" + lines  # so that every line has a break before it; offsets in it are one too high
    returns = "\r\n" in text
    expected = 0
    for found in _LINE.finditer(padded):
        start, after = found.span()
        end = after - 1
        if returns and text[end - 1] == "\r":
            end -= 1
        if start != expected and not _COMMENT_LINES.fullmatch(padded, expected, start):
            gatherer.end_item()
        expected = after
        if marker := found[1]:
            words = found.end(1) - 1
            if "*" in marker and marker[-1] != ":":
                gatherer.item(words - len(marker), words, end, marker.count("*") + marker.count("#"))
            elif marker[-1] == ":":
                gatherer.continues(Span(words - len(marker), end))
            else:
                gatherer.end_item()
        elif found[2]:
            _heading(text, lines, Span(start, end), gatherer)
        else:
            _call(text, found.start(3) - 1, calls, names, gatherer)


def _heading(text: str, lines: str, line: Span, gatherer: Gatherer) -> None:
    """Add a heading, whose level is the number of signs on both sides; of a line of only signs, some are the title."""
    words = line.of(lines).strip(" \t\x7f")
    signs = min(len(words) - len(words.lstrip("=")), len(words) - len(words.rstrip("=")), 6, (len(words) - 1) // 2)
    if signs < 1:
        gatherer.end_item()
        return
    written = line.of(text)
    if COMMENT in line.of(lines):
        written = _COMMENT.sub("", written)
    gatherer.heading(line, written.strip()[signs:-signs].strip(), signs)


def _call(text: str, start: int, calls: dict[int, int], names: Names, gatherer: Gatherer) -> None:
    """Add a line that begins with a template call, which may open or close a folder."""
    call = Span(start, calls.get(start, start))
    name = template_name(text, call, names) if call.end > start else ""
    if name == "Folder":
        gatherer.folder(call, call.of(text)[2:-2].partition("|")[2].partition("|")[0].strip())
    elif name in _FOLDER_END:
        gatherer.close_folder(call)
    else:
        gatherer.end_item()
