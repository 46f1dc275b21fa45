"""The findings that wait for a person, one part of the list at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linterbot.ledger import Ledger, findings
from linterbot.ledger.findings import Place, RecordedFinding, State
from linterbot.ledger.selection import Selection
from linterbot.ledger.timestamps import before


@dataclass(frozen=True)
class QueueFilter:
    """Which findings somebody wants to see."""

    rule: str = ""  # only those of this rule
    title_words: str = ""  # only on pages whose titles contain this, in any case
    days: float | None = None  # only those that are at least this many days old
    older: bool = False  # the backlog instead of the open findings


@dataclass(frozen=True)
class QueuePart:
    """A part of the queue."""

    items: Sequence[RecordedFinding]
    total: int  # how many findings there are in all
    next: Place | None  # where the next part begins, None if this is the last one


def queue(ledger: Ledger, wanted: QueueFilter, now: str, limit: int, after: Place | None = None) -> QueuePart:
    """Return up to `limit` findings, sorted by title and row, beginning after a place."""
    selection = Selection(
        [State.BACKLOG if wanted.older else State.OPEN],
        rules=[wanted.rule] if wanted.rule else None,
        title_words=wanted.title_words,
        until=before(now, days=wanted.days) if wanted.days is not None else "",
    )
    items = findings.page_of(ledger, selection, limit, after)
    more = len(items) == limit and bool(findings.page_of(ledger, selection, 1, findings.place_of(items[-1])))
    total = findings.count_by_rule(ledger, selection).total()
    return QueuePart(items, total, findings.place_of(items[-1]) if more else None)
