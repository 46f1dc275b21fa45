"""Everything the ledger knows that may hold a write back."""

from __future__ import annotations

from dataclasses import dataclass

from linterbot.ledger import Ledger, action_queries, pauses
from linterbot.ledger.pauses import Pause
from linterbot.ledger.timestamps import before


@dataclass(frozen=True)
class Spent:
    """How many writes have been sent already, not counting the report page."""

    run: int = 0  # in this round
    minute: int = 0  # in the last minute
    hour: int = 0  # in the last hour
    day: int = 0  # in the last day
    page: int = 0  # to this page, in the last day
    author: int = 0  # about this person's edits, in the last day


@dataclass(frozen=True)
class WriteHistory:
    """What the ledger knows about a write that is about to be sent."""

    pending_write: str  # the token of a write to this page whose answer was lost, "" if there is none
    pauses: tuple[Pause, ...]
    resting: frozenset[str]  # the rules whose work a person undid on this page
    refused: str  # why the wiki refused this before, "" if it did not
    spent: Spent


def write_history(
    ledger: Ledger,
    now: str,
    *,
    title: str,
    fingerprints: frozenset[str],
    base: int | None,
    author: str,
    resting_days: float,
) -> WriteHistory:
    """Return what is known about a write to a page; after a revert, a rule leaves it alone for `resting_days`."""
    return WriteHistory(
        pending_write=action_queries.pending_write_on(ledger, title),
        pauses=tuple(pauses.of_wiki(ledger, now)),
        resting=action_queries.resting(ledger, title, before(now, days=resting_days)),
        refused=action_queries.refused(ledger, title, fingerprints, base, before(now, days=1)),
        spent=_spent(ledger, title, author, now),
    )


def _spent(ledger: Ledger, title: str, author: str, now: str) -> Spent:
    count, day = action_queries.written_since, before(now, days=1)
    return Spent(
        minute=count(ledger, before(now, minutes=1)),
        hour=count(ledger, before(now, hours=1)),
        day=count(ledger, day),
        page=count(ledger, day, title=title),
        author=count(ledger, day, author=author) if author else 0,
    )
