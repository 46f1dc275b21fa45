"""The table of output formats, each of which turns checked pages into lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any

from linterbot.formats.look import PLAIN, Look

if TYPE_CHECKING:
    from linterbot.formats.checked_page import CheckedPage

BY_FINDING = ("full", "concise", "json-lines")  # those that show each finding for itself, as soon as it is found
FORMATS = (*BY_FINDING, "grouped", "json", "sarif", "github", "gitlab", "junit", "rdjson", "html", "wikitext")
_MODULES = {"json": "json_array", "html": "html_page", "wikitext": "wikitext_table"}  # the others have their own names
FOR_PEOPLE = ("full", "concise", "grouped")  # those that a summary follows


def blocks(name: str, checked: CheckedPage, look: Look = PLAIN) -> Iterator[tuple[str, ...]]:
    """Yield the lines on each finding of a page, in one of the formats `BY_FINDING`."""
    found: Iterator[tuple[str, ...]] = _module(name).render(checked, look)
    return found


def render(name: str, pages: Iterable[CheckedPage], look: Look = PLAIN) -> Iterator[str]:
    """Yield the lines on some pages in one of the formats, whose module is loaded on first use."""
    if name in BY_FINDING:
        return (line for checked in pages for line in chain.from_iterable(blocks(name, checked, look)))
    wide = (pages, look) if name in FOR_PEOPLE else (pages,)
    lines: Iterator[str] = _module(name).render(*wide)
    return lines


def _module(name: str) -> Any:
    return import_module(f"linterbot.formats.{_MODULES.get(name, name.replace('-', '_'))}")
