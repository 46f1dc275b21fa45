"""Reads the text of a rendered page: bulleted text, or the same turned into Markdown."""

from __future__ import annotations

import re

from linterbot.markup.document import Document
from linterbot.markup.gather import Gatherer
from linterbot.markup.spans import lines
from linterbot.model import Markup, Span

_ITEM = re.compile(r"([ \t\xa0]*)([•◦▪‣*-])[ \t\xa0]+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"\s*([_*-])\1{2,}\s*$")
_CONTROL = re.compile(r"\s*open/close all folders\s*$", re.IGNORECASE)
_LONGEST_TITLE = 60


def read(text: str) -> Document:
    """Read rendered text into a document, in time linear in its length.

    Markup is gone from such a text, so sections are told by layout: a short line on its own before a list is a
    heading, an indented one a folder. A list that opens a page which goes on with prose is the site's notice,
    not examples.
    """
    rows = list(lines(text))
    gatherer = Gatherer(text)
    control = _gather(text, rows, gatherer)
    return Document(
        text=text,
        markup=Markup.RENDERED,
        sections=gatherer.sections(),
        examples=gatherer.examples(),
        folder_control=control,
    )


def _gather(text: str, rows: list[Span], gatherer: Gatherer) -> Span | None:
    control = None
    indents: list[int] = []  # indents of the open items, shallowest first
    after = _next_words(text, rows)
    first = _after_notice(text, rows, after)
    for number in range(first, len(rows)):
        line, words = rows[number], rows[number].of(text)
        if _CONTROL.match(words):
            control = line
            gatherer.end_lists()
        elif item := _ITEM.match(words):
            _item(line, item, indents, gatherer)
        elif not words.strip():
            continue
        elif found := _MARKDOWN_HEADING.match(words):
            gatherer.heading(line, found[2], len(found[1]))
        elif _is_title(text, rows, number, after):
            indents.clear()
            if words[0].isspace():
                gatherer.rendered_folder(line, words.strip())
            else:
                gatherer.heading(line, words.strip(), 2)
        elif indents and _indent(words) > indents[-1]:
            gatherer.continues(line)
        else:
            gatherer.end_item()
            if _RULE.match(words):
                gatherer.end_lists()
    return control


def _item(line: Span, item: re.Match[str], indents: list[int], gatherer: Gatherer) -> None:
    indent = _indent(item[1])
    while indents and indents[-1] >= indent:
        indents.pop()
    indents.append(indent)
    gatherer.item(line.start + item.start(2), line.start + item.end(), line.end, len(indents))


def _indent(words: str) -> int:
    expanded = words.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _next_words(text: str, rows: list[Span]) -> list[int]:
    """For each row, the next row that is not blank (or one past the end)."""
    out, coming = [0] * len(rows), len(rows)
    for number in range(len(rows) - 1, -1, -1):
        out[number] = coming
        if rows[number].of(text).strip():
            coming = number
    return out


def _is_title(text: str, rows: list[Span], number: int, after: list[int]) -> bool:
    """Whether a line stands alone above a list and looks like a name, not like a sentence or a quotation."""
    words = rows[number].of(text)
    title = words.strip()
    if len(title) > _LONGEST_TITLE or not (title[0].isupper() or title[0].isdigit()) or title[-1] in ".,:;!?\"”')*_":
        return False
    if number and rows[number - 1].of(text) != "":
        return False
    coming = after[number]
    if coming == number + 1 or coming >= len(rows):
        return False
    item = _ITEM.match(rows[coming].of(text))
    return item is not None and (not words[0].isspace() or _indent(item[1]) < _indent(words))


def _after_notice(text: str, rows: list[Span], after: list[int]) -> int:
    """Return the first row after the site's notice, or the first row where there is none."""
    number = 0
    while number < len(rows) and not rows[number].of(text).strip():
        number += 1
    if number == len(rows) or not _ITEM.match(rows[number].of(text)):
        return 0
    while number < len(rows) and (_ITEM.match(rows[number].of(text)) or not rows[number].of(text).strip()):
        number += 1
    if number >= len(rows) or rows[number].of(text)[0].isspace() or _is_title(text, rows, number, after):
        return 0
    prose = after[number]
    goes_on = prose < len(rows) and not _ITEM.match(rows[prose].of(text))
    return number if goes_on else 0
