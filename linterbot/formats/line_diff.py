"""Finds the lines that a fix changes, before and after."""

from __future__ import annotations

from typing import NamedTuple

from linterbot.lint.fixing import apply_edits
from linterbot.model import Edit, Fix, Span


class LineDiff(NamedTuple):
    """The whole lines that a fix changes."""

    row: int  # of the first line, from 1
    before: tuple[str, ...]
    after: tuple[str, ...]


def line_diff(text: str, fix: Fix) -> LineDiff:
    """Return the lines that a fix changes."""
    first = min(edit.span.start for edit in fix.edits)
    last = max(edit.span.end for edit in fix.edits)
    start = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    end = len(text) if end == -1 else end
    moved = [Edit(Span(one.span.start - start, one.span.end - start), one.text) for one in fix.edits]
    before, after = text[start:end].split("\n"), apply_edits(text[start:end], moved).split("\n")
    row = text.count("\n", 0, start) + 1
    while before and after and before[0] == after[0]:
        before, after, row = before[1:], after[1:], row + 1
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return LineDiff(row, tuple(before), tuple(after))
