"""The values that a configuration may have, each with what is wrong with any other."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from linterbot.rulebook import packs
from linterbot.view.page_kind import KINDS
from linterbot.yaml_text import near

_LONGEST_TITLE = 255  # bytes


def _cron(text: str) -> str:
    if len(text.split()) != 5:
        raise ValueError('a schedule has five parts: minute hour day month weekday, as in "*/10 * * * *"')
    return text


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


Cron = Annotated[str, AfterValidator(_cron)]  # when a job runs
Pack = Annotated[str, AfterValidator(_pack)]  # whose rules apply
Title = Annotated[str, AfterValidator(_title)]  # of a page
KindOfPage = Annotated[str, AfterValidator(_kind_of_page)]  # one of `KINDS`
