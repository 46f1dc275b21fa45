"""`full`: each finding with its place, the words underlined, the policy and the repair."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

import click

from linterbot.model import Finding, Safety, Severity, Span
from linterbot.report.change import change
from linterbot.report.subject import Subject
from linterbot.report.visible import visible, width, window

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_REACH = 2_000  # characters of a line around a finding that could be shown
_HOW = {
    Safety.SAFE: "repair, done by --fix",
    Safety.UNSAFE: "repair, done by --fix --unsafe-fixes",
    Safety.DISPLAY: "suggestion",
}


def render(subject: Subject, columns: int) -> Iterator[str]:
    """Yield the lines of the report on one page, at most `columns` wide where the words allow."""
    for finding in subject.judgement.findings:
        yield from _finding(subject, finding, columns)
        yield ""


def _finding(subject: Subject, finding: Finding, columns: int) -> Iterator[str]:
    document = subject.document
    place = document.position(finding.span.start)
    colour = _COLOURS[finding.severity]
    title = click.style(f"{finding.code} {finding.name}", fg=colour, bold=True)
    yield f"{click.style(visible(subject.name), bold=True)}:{place.row}:{place.column}: {title} ({finding.severity})"
    yield from wrap(visible(finding.message), columns, initial_indent="  ", subsequent_indent="  ")
    quotes = [(finding.span, colour, "^"), *((span, "blue", "-") for span in finding.related)]
    for span, mark_colour, mark in sorted(quotes) if document.text else ():
        yield from _quoted(subject, span, columns, mark_colour, mark)
    if finding.confidence < 1:
        yield f"  confidence: {finding.confidence:.2f}"
    if finding.policy:
        yield f"  policy: {finding.policy}"
    if finding.fix is not None:
        yield f"  {_HOW[finding.fix.safety]}: {finding.fix.description}"
        yield from _change(subject, finding, columns)


def _quoted(subject: Subject, span: Span, columns: int, colour: str, mark: str) -> Iterator[str]:
    rows = subject.document.rows
    words, start = rows.around(span.start, _REACH)
    line = visible(words)
    shown, start, end = window(line, start, min(start + span.end - span.start, len(line)), columns - 10)
    under = " " * width(shown[:start]) + mark * max(1, width(shown[start:end]))
    yield f"  {rows.position(span.start).row:>5} | {shown}"
    yield f"        | {click.style(under, fg=colour)}"


def _change(subject: Subject, finding: Finding, columns: int) -> Iterator[str]:
    assert finding.fix is not None
    touched = change(subject.document.text, finding.fix)
    at = _first_difference(touched.before, touched.after)
    for sign, colour, lines in (("-", "red", touched.before), ("+", "green", touched.after)):
        for number, line in enumerate(lines):
            words = visible(line.rstrip("\r"))
            shown, _, _ = window(words, at if number == 0 else 0, len(words), columns - 10)
            yield click.style(f"        {sign} {shown}", fg=colour)


def _first_difference(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    if not before or not after:
        return 0
    pairs = zip(before[0], after[0], strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(before[0]), len(after[0])))
