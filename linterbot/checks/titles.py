"""Which work an example names, and where; shared by the checks that group examples by work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linterbot.markup.document import Document, Example
from linterbot.model import Markup

_LONGEST = 2_000  # characters of a line in which works are looked for
_ITALIC = re.compile(r"'(?<!'')'(?!')([^'\n]{2,120}(?:'[^'\n]{1,80}){0,2})''")
_RENDERED = re.compile(r"_(?<!\w_)([^_\n]{2,120})_(?!\w)")
_NAMESPACED = re.compile(r"\b[A-Z][A-Za-z]{2,}/(\{\{[^{}\n]{1,80}\}\}|[A-Z]\w*)")
_LEAD = re.compile(r"\W*(?:(?:in|from|on|the|during|at|an?) ){0,3}\W*", re.IGNORECASE)
_MARKS = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?|\]\]|\{\{|\}\}|'{2,}|[_\"“”]")


def works(document: Document, example: Example) -> Iterator[tuple[int, str]]:
    """Yield where on its first line an example names a work, and the work in small letters."""
    start, end = example.line
    text, end = document.text, min(end, start + _LONGEST)
    if document.markup is Markup.TVTROPES:
        for found in _NAMESPACED.finditer(text, start, end):
            yield found.start(), found[1].strip("{}").lower()
    form = _RENDERED if document.markup is Markup.RENDERED else _ITALIC
    for found in form.finditer(text, start, end):
        title = " ".join(_MARKS.sub("", found[1]).split())
        if title[:1].isupper() or title[:1].isdigit():
            yield found.start(), title.lower()


def opening_work(document: Document, example: Example) -> str:
    """Return the work with which an example begins (“In ''Lanternfall'', …”), or an empty text."""
    lead = _LEAD.match(document.text, *example.line)
    reach = lead.end() if lead else example.line.start
    return next((title for at, title in works(document, example) if at <= reach), "")
