"""Tells the findings that an edit brought in or touched from those that were there before."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zlib import crc32

from linterbot.markup.row_numbers import Rows
from linterbot.model import Finding, Span

_MOST_LINES = 50_000  # the most that are remembered of a page


class Before(NamedTuple):
    """What is remembered of an earlier revision."""

    lines: str  # its lines, from `digests`
    known: frozenset[str]  # the fingerprints of its findings


NEW_PAGE = Before("", frozenset())


def digests(text: str) -> str:
    """Return the digests of a page's lines, eight characters for each line."""
    return "".join(_digest(line) for line in text.split("\n")[:_MOST_LINES])


def brought_in(text: str, findings: Iterable[Finding], before: Before) -> frozenset[str]:
    """Return the fingerprints of the findings that are new, or that touch a line that is new."""
    rows, fresh = Rows(text), fresh_rows(text, before.lines)
    return frozenset(
        one.fingerprint
        for one in findings
        if one.fingerprint not in before.known or any(_touches(rows, span, fresh) for span in (one.span, *one.related))
    )


def _touches(rows: Rows, span: Span, fresh: Sequence[int]) -> bool:
    first, last = rows.position(span.start).row, rows.position(max(span.start, span.end - 1)).row
    at = bisect_left(fresh, first)
    return at < len(fresh) and fresh[at] <= last


def fresh_rows(text: str, lines: str) -> Sequence[int]:
    """Return the rows, in order, of lines that the earlier text did not have, or had less often.

    `lines` are the digests of the earlier text. Moved lines are not fresh.
    """
    left = Counter(lines[at : at + 8] for at in range(0, len(lines), 8))
    fresh = []
    for row, line in enumerate(text.split("\n")[:_MOST_LINES], 1):
        digest = _digest(line)
        if left[digest]:
            left[digest] -= 1
        else:
            fresh.append(row)
    return fresh


def _digest(line: str) -> str:
    return f"{crc32(line.encode('utf-8', 'surrogatepass')):08x}"
