"""`full`: each finding with its place, the words underlined, the policy and the fix."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

import click

from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.hyperlink import hyperlink
from linterbot.formats.line_diff import line_diff
from linterbot.formats.look import Look
from linterbot.formats.terminal_escape import terminal_escape, width, window
from linterbot.model import Finding, Safety, Severity, Span

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_INDENT = "  "  # of everything below the first line
_REACH = 2_000  # characters of a line around a finding that may be shown
_HOW = {
    Safety.SAFE: "fix, made by --fix",
    Safety.UNSAFE: "fix, made by --fix --unsafe-fixes",
    Safety.DISPLAY: "suggestion",
}


def render(checked: CheckedPage, look: Look) -> Iterator[tuple[str, ...]]:
    """Yield the lines on each finding, no wider than the terminal if possible; the last one is empty."""
    for finding in checked.lint_result.findings:
        yield tuple(finding_lines(checked, finding, look))


def finding_lines(checked: CheckedPage, finding: Finding, look: Look) -> Iterator[str]:
    """Yield the lines on one finding."""
    yield from _finding(checked, finding, look)
    yield ""


def _finding(checked: CheckedPage, finding: Finding, look: Look) -> Iterator[str]:
    document, columns = checked.document, look.columns
    place = document.position(finding.span.start)
    colour = COLOURS[finding.severity]
    name = click.style(terminal_escape(checked.name), bold=True)
    rule = click.style(f"{finding.code} {finding.name}", fg=colour, bold=True)
    rule = hyperlink(rule, finding.policy) if look.links else rule
    yield f"{name}:{place.row}:{place.column}: {rule} ({finding.severity})"
    room = columns - len(_INDENT)
    yield from (f"{_INDENT}{line}" for line in wrap(terminal_escape(finding.message), room, break_on_hyphens=False))
    quotes = [(finding.span, colour, "^"), *((span, "blue", "-") for span in finding.related)]
    for span, mark_colour, mark in sorted(quotes) if document.text else ():
        yield from _quoted(checked, span, columns, mark_colour, mark)
    if finding.confidence < 1:
        yield f"  confidence: {finding.confidence:.2f}"
    if finding.policy:
        yield f"  policy: {finding.policy}"
    if finding.fix is not None:
        yield f"  {_HOW[finding.fix.safety]}: {finding.fix.description}"
        yield from _change(checked, finding, columns)


def _quoted(checked: CheckedPage, span: Span, columns: int, colour: str, mark: str) -> Iterator[str]:
    rows = checked.document.rows
    words, start = rows.around(span.start, _REACH)
    line = terminal_escape(words)
    shown, start, end = window(line, start, min(start + span.end - span.start, len(line)), columns - 10)
    under = " " * width(shown[:start]) + mark * max(1, width(shown[start:end]))
    yield f"  {rows.position(span.start).row:>5} | {shown}"
    yield f"        | {click.style(under, fg=colour)}"


def _change(checked: CheckedPage, finding: Finding, columns: int) -> Iterator[str]:
    assert finding.fix is not None
    touched = line_diff(checked.document.text, finding.fix)
    at = _first_difference(touched.before, touched.after)
    for sign, colour, lines in (("-", "red", touched.before), ("+", "green", touched.after)):
        for number, line in enumerate(lines):
            words = terminal_escape(line.rstrip("\r"))
            shown, _, _ = window(words, at if number == 0 else 0, len(words), columns - 10)
            yield click.style(f"        {sign} {shown}", fg=colour)


def _first_difference(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    if not before or not after:
        return 0
    pairs = zip(before[0], after[0], strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(before[0]), len(after[0])))
