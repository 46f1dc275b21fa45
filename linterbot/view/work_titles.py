"""The works that an example names, and where; shared by the checks that group examples by work."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from linterbot.model import Markup
from linterbot.view.language import Language, one_of

_LONGEST = 2_000  # characters of a line that are searched for works
_LATEST = 60  # characters within which a title begins that a line begins with
_IN_ITALICS = r"'(?!')([^'\n]{2,120}(?:'[^'\n]{1,80}){0,2})''"
_IN_UNDERSCORES = r"([^_\n]{2,120})_(?!\w)"
_NAMESPACED_TITLE = r"(?P<namespace>[A-Z][A-Za-z]{2,})/(?P<title>\{\{[^{}\n]{1,80}\}\}|[A-Z]\w*)"
_ITALIC = re.compile("'(?<!'')" + _IN_ITALICS)
_RENDERED = re.compile(rf"_(?<!\w_){_IN_UNDERSCORES}")
_NAMESPACED = re.compile(rf"\b{_NAMESPACED_TITLE}")
_LINKED = re.compile(r"\[\[([^\[\]|\n]+)(?:\||\]\])")
_YEAR = re.compile(r"['_\]]*\s?\(?(?:the )?((?:18|19|20)\d\d)\b")
_MARKS = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?|\]\]|\{\{|\}\}|'{2,}|[_\"“”]")


def names_work(line: str, markup: Markup) -> bool:
    """Whether a line of markup names a work: in italics, or by a link that has a namespace."""
    line = line[:_LONGEST]
    if markup is Markup.TVTROPES and _NAMESPACED.search(line):
        return True
    form = _RENDERED if markup is Markup.RENDERED else _ITALIC
    return any(_title(found[1]) for found in form.finditer(line))


class _First(NamedTuple):
    """The patterns of a title at the beginning of an entry."""

    italic: re.Pattern[str]  # ''Lanternfall''
    rendered: re.Pattern[str]  # _Lanternfall_
    namespaced: re.Pattern[str]  # Literature/Lanternfall


@lru_cache(maxsize=16)
def _first(language: Language) -> _First:
    lead = rf"\s*[\"“]?(?:(?i:{one_of(language.title_leads)}) ){{0,3}}"
    return _First(
        italic=re.compile(f"{lead}[\"“]?'" + _IN_ITALICS),
        rendered=re.compile(f"{lead}_{_IN_UNDERSCORES}"),
        namespaced=re.compile(rf"{lead}['\"“\[]*{_NAMESPACED_TITLE}"),
    )


class OpeningWork(NamedTuple):
    """The work that an entry begins with."""

    title: str  # in lower case
    key: str  # what tells works of one title apart: the namespace or page that is linked, and a year


def opening_work(line: str, markup: Markup, language: Language) -> OpeningWork | None:
    """Return the work that a line of markup begins with (“In ''Lanternfall'', …”), None if there is none."""
    line = line[:_LONGEST]
    first = _first(language)
    if markup is Markup.TVTROPES and (found := first.namespaced.match(line)) is not None:
        title = found["title"].strip("{}").lower()
        return _with_year(title, f"{found['namespace'].lower()}/{title}", line, found.end())
    if markup is not Markup.RENDERED and "''" not in line[:_LATEST]:
        return None
    found = (first.rendered if markup is Markup.RENDERED else first.italic).match(line)
    if found is None or not (title := _title(found[1])):
        return None
    link = _LINKED.match(found[1])
    return _with_year(title, link[1].partition("#")[0].strip().lower() if link else title, line, found.end())


def _with_year(title: str, key: str, text: str, end: int) -> OpeningWork:
    year = _YEAR.match(text, end)
    return OpeningWork(title, f"{key} {year[1]}" if year else key)


def _title(words: str) -> str:
    title = " ".join(_MARKS.sub("", words).split())
    return title.lower() if title[:1].isupper() or title[:1].isdigit() else ""
