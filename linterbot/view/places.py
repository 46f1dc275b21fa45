"""Looks places up among spans that are in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from linterbot.model import Span

_START = attrgetter("start")


def holds(spans: Sequence[Span], at: int) -> bool:
    """Whether one of some disjoint spans contains an offset."""
    which = bisect_right(spans, at, key=_START) - 1
    return which >= 0 and at < spans[which].end


def covers(spans: Sequence[Span], place: Span) -> bool:
    """Whether one of some disjoint spans contains a place."""
    which = bisect_right(spans, place.start, key=_START) - 1
    return which >= 0 and place.end <= spans[which].end


def within(spans: Sequence[Span], place: Span) -> bool:
    """Whether one of some spans begins inside a place."""
    at = bisect_left(spans, (place.start, 0))
    return at < len(spans) and spans[at].start < place.end
