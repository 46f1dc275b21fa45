"""Which work an example names, and where; shared by the checks that group examples by work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linterbot.markup.document import Document, Example
from linterbot.model import Markup

_LONGEST = 2_000  # characters of a line in which works are looked for
_IN_ITALICS = r"'(?!')([^'\n]{2,120}(?:'[^'\n]{1,80}){0,2})''"
_IN_UNDERSCORES = r"([^_\n]{2,120})_(?!\w)"
_AFTER_NAMESPACE = r"[A-Z][A-Za-z]{2,}/(\{\{[^{}\n]{1,80}\}\}|[A-Z]\w*)"
_LEAD = r"\s*[\"“]?(?:(?i:in|from|on|the|during|at|an?) ){0,3}"
_ITALIC, _FIRST_ITALIC = re.compile("'(?<!'')" + _IN_ITALICS), re.compile(f"{_LEAD}[\"“]?'" + _IN_ITALICS)
_RENDERED, _FIRST_RENDERED = re.compile(rf"_(?<!\w_){_IN_UNDERSCORES}"), re.compile(f"{_LEAD}_{_IN_UNDERSCORES}")
_NAMESPACED = re.compile(rf"\b{_AFTER_NAMESPACE}")
_FIRST_NAMESPACED = re.compile(rf"{_LEAD}['\"“\[]*{_AFTER_NAMESPACE}")
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
        if title := _title(found[1]):
            yield found.start(), title


def opening_work(document: Document, example: Example) -> str:
    """Return the work with which an example begins (“In ''Lanternfall'', …”), or an empty text."""
    start, end = example.line
    text, end = document.text, min(end, start + _LONGEST)
    if document.markup is Markup.TVTROPES and (found := _FIRST_NAMESPACED.match(text, start, end)) is not None:
        return found[1].strip("{}").lower()
    form = _FIRST_RENDERED if document.markup is Markup.RENDERED else _FIRST_ITALIC
    found = form.match(text, start, end)
    return _title(found[1]) if found else ""


def _title(words: str) -> str:
    title = " ".join(_MARKS.sub("", words).split())
    return title.lower() if title[:1].isupper() or title[:1].isdigit() else ""
