"""`github`: workflow commands, which GitHub shows as annotations beside the lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.model import Finding, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}


def render(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """Yield one command per finding."""
    for checked in pages:
        for finding in checked.lint_result.findings:
            yield _command(checked, finding)


def _command(checked: CheckedPage, finding: Finding) -> str:
    start, end = checked.document.position(finding.span.start), checked.document.position(finding.span.end)
    values = {"title": f"linterbot ({finding.code} {finding.name})", "file": checked.name}
    values |= {"line": str(start.row), "endLine": str(end.row)}
    if start.row == end.row:  # GitHub takes no columns for more than one line
        values |= {"col": str(start.column), "endColumn": str(end.column)}
    properties = ",".join(f"{key}={_property(value)}" for key, value in values.items())
    place = f"{checked.name}:{start.row}:{start.column}"
    return f"::{_LEVELS[finding.severity]} {properties}::{_data(f'{place}: {finding.code} {finding.message}')}"


def _data(text: str) -> str:
    return terminal_escape(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
