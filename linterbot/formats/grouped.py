"""`grouped`: the findings of each page under its name, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

import click

from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.full import COLOURS
from linterbot.formats.look import Look
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.model import Finding, Safety

_INDENT = 2
_NARROWEST = 40  # columns for a message
_MARKS = {Safety.SAFE: "[*] "}


def render(pages: Iterable[CheckedPage], look: Look) -> Iterator[str]:
    """Yield each page that has findings, with a line for each of them."""
    for checked in pages:
        findings = checked.lint_result.findings
        if not findings:
            continue
        yield f"{click.style(terminal_escape(checked.name), bold=True)}:"
        places = [checked.document.position(one.span.start) for one in findings]
        wide = max(len(f"{place.row}:{place.column}") for place in places)
        for place, finding in zip(places, findings, strict=True):
            yield from _lines(f"{place.row}:{place.column}".ljust(wide), finding, look.columns)
        yield ""


def _lines(place: str, finding: Finding, columns: int) -> Iterator[str]:
    rule = f"{finding.code} {finding.name}"
    mark = _MARKS.get(finding.fix.safety, "") if finding.fix else ""
    room = max(_NARROWEST, columns - _INDENT - len(place) - 2)
    first, *rest = wrap(f"{rule}: {mark}{terminal_escape(finding.message)}", room, break_on_hyphens=False) or [rule]
    shown = first.replace(rule, click.style(rule, fg=COLOURS[finding.severity]), 1)
    yield f"{' ' * _INDENT}{place}  {shown}"
    yield from (f"{' ' * (_INDENT + len(place) + 2)}{line}" for line in rest)
