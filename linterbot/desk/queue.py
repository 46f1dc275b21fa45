"""The findings that wait for a person, one part of the list at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linterbot.ledger import Ledger, findings
from linterbot.ledger.findings import Order, Place, RecordedFinding, State
from linterbot.ledger.selection import Selection, Waiting
from linterbot.ledger.timestamps import before


@dataclass(frozen=True)
class QueueFilter:
    """Which findings somebody wants to see, and in which order."""

    rule: str = ""  # only those of this rule
    title_words: str = ""  # only on pages whose titles contain this, in any case
    days: float | None = None  # only those that are at least this many days old
    older: bool = False  # the backlog instead of the open findings
    author: str = ""  # only those that this person brought in
    sure: float = 0.0  # only those of which the evidence is at least this sure, from 0 to 1
    waits_for: str = ""  # only those that wait for this person's judgement
    order: Order = Order.PAGE

    def selection(self, now: str) -> Selection:
        """Return the same as a question to the ledger."""
        return Selection(
            [State.BACKLOG if self.older else State.OPEN],
            rules=[self.rule] if self.rule else None,
            title_words=self.title_words,
            until=before(now, days=self.days) if self.days is not None else "",
            author=self.author,
            sure=self.sure,
            waiting=Waiting(self.waits_for, now) if self.waits_for else None,
        )


@dataclass(frozen=True)
class QueuePart:
    """A part of the queue."""

    items: Sequence[RecordedFinding]
    total: int  # how many findings there are in all
    next: Place | None  # where the next part begins, None if this is the last one


def queue(ledger: Ledger, wanted: QueueFilter, now: str, limit: int, after: Place | None = None) -> QueuePart:
    """Return up to `limit` findings in the wanted order, beginning after a place."""
    selection = wanted.selection(now)
    items = findings.page_of(ledger, selection, limit + 1, after, wanted.order)
    total = findings.count_by_rule(ledger, selection).total()
    shown = items[:limit]
    return QueuePart(shown, total, findings.place_of(shown[-1]) if len(items) > limit else None)


def next_ones(
    ledger: Ledger, wanted: QueueFilter, now: str, limit: int, after: RecordedFinding | None = None
) -> list[RecordedFinding]:
    """Return the findings that follow one in the queue; after the last one, the first one comes again."""
    selection = wanted.selection(now)
    place = findings.place_of(after) if after is not None else None
    items = findings.page_of(ledger, selection, limit, place, wanted.order)
    if after is None or len(items) == limit:
        return items
    there = {one.id for one in (*items, after)}
    begin = findings.page_of(ledger, selection, limit, order=wanted.order)
    return [*items, *(one for one in begin if one.id not in there)][:limit]


def one_before(ledger: Ledger, wanted: QueueFilter, now: str, one: RecordedFinding) -> RecordedFinding | None:
    """Return the finding before another one in the queue, None if that is the first."""
    place = findings.place_of(one)
    return next(iter(findings.page_of(ledger, wanted.selection(now), 1, place, wanted.order, backwards=True)), None)
