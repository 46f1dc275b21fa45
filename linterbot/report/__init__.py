"""The table of output formats: each turns one checked page into lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from linterbot.report import concise, full, json_lines
from linterbot.report.subject import Subject

FORMATS: Mapping[str, Callable[[Subject, int], Iterator[str]]] = {
    "full": full.render,
    "concise": concise.render,
    "json-lines": json_lines.render,
}
