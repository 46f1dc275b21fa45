"""The values that a configuration may have, each with what is wrong with any other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from linterbot.rulebook import packs
from linterbot.view.page_kind import KINDS
from linterbot.yaml_text import near

_LONGEST_TITLE = 255  # bytes
_WIKI = re.compile(r"\w[\w-]{0,59}")
_STEPS = re.compile(r"(?P<range>\*|\w+(?:-\w+)?)(?:/(?P<steps>\d{1,3}))?")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class _Part(NamedTuple):
    """What one part of a schedule may be."""

    least: int
    most: int
    names: tuple[str, ...] = ()  # words for the numbers from the least on

    def number(self, word: str) -> int | None:
        """Return the number that a word stands for, None if it stands for none."""
        if word in self.names:
            return self.least + self.names.index(word)
        return int(word) if word.isascii() and word.isdigit() and len(word) < 4 else None


_PARTS = (_Part(0, 59), _Part(0, 23), _Part(1, 31), _Part(1, 12, _MONTHS), _Part(0, 6, _DAYS))


def _cron(text: str) -> str:
    parts = text.split()
    if len(parts) != len(_PARTS) or not all(map(_is_part, parts, _PARTS)):
        raise ValueError('a schedule has five parts: minute hour day month weekday, as in "*/10 * * * *"')
    return text


def _is_part(text: str, part: _Part) -> bool:
    """Whether a text may be one part of a schedule: `*`, a number, a name, a range, with steps, or a list of such."""
    for one in text.lower().split(","):
        form = _STEPS.fullmatch(one)
        if form is None or form["steps"] == "0":
            return False
        ends = [] if form["range"] == "*" else [part.number(word) for word in form["range"].split("-")]
        if not all(end is not None and part.least <= end <= part.most for end in ends):
            return False
    return True


def _file_path(value: Any) -> Any:
    if isinstance(value, str) and (not value.strip() or "\x00" in value):
        raise PydanticCustomError("path_type", "no path")
    return value


def wiki_name(name: str) -> str:
    """Return the name of a wiki; raises ValueError if no wiki can be called that."""
    if not _WIKI.fullmatch(name):
        raise ValueError(f'no wiki can be called "{name[:40]}"; use letters and hyphens')  # it names a folder as well
    return name


def _title(text: str) -> str:
    if not text.strip() or len(text.encode()) > _LONGEST_TITLE or any(char in "[]{}|<>#" for char in text):
        raise ValueError("no page can have this title")  # it would never be found, and a stop page never heard
    return text


def _kind_of_page(name: str) -> str:
    if name not in KINDS:
        raise ValueError(f'unknown kind of page "{name}"; {near(name, KINDS)}')
    return name


def _pack(name: str) -> str:
    if name not in packs.names():
        raise ValueError(f'unknown pack "{name}"; {near(name, packs.names())}')
    return name


FilePath = Annotated[Path, BeforeValidator(_file_path)]  # of a file or folder
WikiName = Annotated[str, AfterValidator(wiki_name)]  # what a wiki is called in the configuration
Cron = Annotated[str, AfterValidator(_cron)]  # when a job runs
Pack = Annotated[str, AfterValidator(_pack)]  # whose rules apply
Title = Annotated[str, AfterValidator(_title)]  # of a page
KindOfPage = Annotated[str, AfterValidator(_kind_of_page)]  # one of `KINDS`
