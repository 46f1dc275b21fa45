"""The table of output formats, each of which turns one checked page into lines."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linterbot.formats.checked_page import CheckedPage

FORMATS = ("full", "concise", "json-lines")


def render(name: str, checked: CheckedPage, columns: int = 0) -> Iterator[tuple[str, ...]]:
    """Yield the lines on each finding of a page in one of the formats, whose module is loaded on first use."""
    module = import_module(f"linterbot.formats.{name.replace('-', '_')}")
    blocks: Iterator[tuple[str, ...]] = module.render(checked, columns)
    return blocks
