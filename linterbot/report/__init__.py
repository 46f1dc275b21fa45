"""The table of output formats: each turns one checked page into lines."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linterbot.report.subject import Subject

FORMATS = ("full", "concise", "json-lines")


def render(form: str, subject: Subject, columns: int = 0) -> Iterator[str]:
    """Yield the lines on one page in one of the formats; its module is loaded when it is first used."""
    lines: Iterator[str] = import_module(f"linterbot.report.{form.replace('-', '_')}").render(subject, columns)
    return lines
