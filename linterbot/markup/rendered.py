"""Reads the text of a rendered page, copied as bulleted text or turned into Markdown."""

from __future__ import annotations

import re

from linterbot.markup.document import Document
from linterbot.markup.gather import Gatherer
from linterbot.markup.spans import lines
from linterbot.model import Markup, Span

_ITEM = re.compile(r"([ \t\xa0]*)([•◦▪‣*-])[ \t\xa0]+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s")
_RULE = re.compile(r"\s*([_*-])\1{2,}\s*$")
_CONTROL = re.compile(r"\s*open/close all folders\s*$", re.IGNORECASE)
_ADVERTISEMENT = re.compile(r"advertisement:?\s*$", re.IGNORECASE)
_EDIT_LINK = re.compile(r"\[(?:edit(?: ?\| ?edit source)?)?\]$", re.IGNORECASE)  # what is left of it behind a title
_LONGEST_LINK = 20  # characters of what is left of it
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]+)(?<=\S)\1$")
_LONGEST_TITLE = 60  # characters


def read(text: str) -> Document:
    """Read rendered text into a document, in time linear in its length.

    Such a text has no markup, so sections are recognised by layout: a short line by itself above a list is a heading,
    an indented one a folder; below the button that opens all folders, an indented line needs no list right under it. A
    list at the top of a page that continues with prose is the site's notice, and its items are not examples. Neither
    are the site's advertisements.
    """
    rows = [line for line in lines(text) if not _blank(line.of(text))]
    gatherer = Gatherer(text)
    control = _gather(text, rows, gatherer)
    return Document(
        text=text,
        markup=Markup.RENDERED,
        sections=gatherer.sections(),
        examples=gatherer.examples(),
        folder_control=control,
    )


def _blank(words: str) -> bool:
    return not words or words.isspace()


def _gather(text: str, rows: list[Span], gatherer: Gatherer) -> Span | None:
    """Pass each line that is not blank to the gatherer; return the button that opens all folders, if there is one."""
    control = None
    indents: list[int] = []  # indents of the open items, shallowest first
    for number in range(_after_notice(text, rows), len(rows)):
        line, words = rows[number], rows[number].of(text)
        if _CONTROL.match(words):
            control = line
            gatherer.end_lists()
        elif item := _ITEM.match(words):
            if not _ADVERTISEMENT.match(words, item.end()):
                _item(line, item, indents, gatherer)
        elif found := _MARKDOWN_HEADING.match(words):
            indents.clear()
            gatherer.heading(line, _title(words[found.end() :].strip().rstrip("#")), len(found[1]))
        elif _is_title(text, rows, number) or (control and _is_folder(text, rows, number)):
            indents.clear()
            if words[0].isspace():
                gatherer.rendered_folder(line, _title(words))
            else:
                gatherer.heading(line, _title(words), 2)
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


def _title(words: str) -> str:
    """Return a title without the remains of an edit link and without bold marks."""
    title = words.strip()
    if title.endswith("]") and (link := _EDIT_LINK.search(title, max(0, len(title) - _LONGEST_LINK))):
        title = title[: link.start()].rstrip()
    bold = _BOLD.match(title)
    return bold[2] if bold else title


def _is_name(title: str) -> bool:
    """Whether a line looks like a name, not like a sentence or a quotation."""
    title = _title(title)
    if not title or len(title) > _LONGEST_TITLE or title[-1] in ".,:;!?\"”')*_":
        return False
    return title[0].isupper() or title[0].isdigit()


def _is_folder(text: str, rows: list[Span], number: int) -> bool:
    """Whether a line is indented, by itself, and looks like the name of a folder that begins with prose."""
    line = rows[number]
    words = line.of(text)
    if not words.startswith("    ") or not _is_name(words) or number + 1 == len(rows):
        return False
    coming = rows[number + 1].of(text)
    return _empty_above(text, line.start) and (_indent(coming) < _indent(words) or _ITEM.match(coming) is not None)


def _is_title(text: str, rows: list[Span], number: int) -> bool:
    """Whether a line is by itself above a list, and looks like a name."""
    line = rows[number]
    words = line.of(text)
    if not _is_name(words):
        return False
    if not _empty_above(text, line.start) or number + 1 == len(rows):
        return False
    coming = rows[number + 1]
    item = _ITEM.match(coming.of(text))
    if item is None or not _blank_between(text, line, coming):
        return False
    return not words[0].isspace() or _indent(item[1]) < _indent(words)


def _empty_above(text: str, start: int) -> bool:
    """Whether the line above one that starts here is empty, or there is none."""
    end = start - 1 if start < 2 or text[start - 2] != "\r" else start - 2
    return end <= 0 or text[end - 1] == "\n"


def _blank_between(text: str, line: Span, coming: Span) -> bool:
    return text.find("\n", text.find("\n", line.end) + 1, coming.start) != -1


def _after_notice(text: str, rows: list[Span]) -> int:
    """Return the index of the first row after the site's notice, 0 if there is no notice."""
    number = 0
    while number < len(rows) and _ITEM.match(rows[number].of(text)):
        number += 1
    if number in (0, len(rows)) or rows[number].of(text)[0].isspace() or _is_title(text, rows, number):
        return 0
    goes_on = number + 1 < len(rows) and not _ITEM.match(rows[number + 1].of(text))
    return number if goes_on else 0
