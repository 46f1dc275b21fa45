"""What the bot saw, what it wrote and what was decided: about one finding, or about everything."""

from __future__ import annotations

from linterbot.ledger import Ledger, action_queries, changes, decisions
from linterbot.ledger.actions import Action
from linterbot.ledger.changes import Cause, Change
from linterbot.ledger.decisions import Decision
from linterbot.ledger.findings import RecordedFinding

Event = Action | Decision
_SEEN = (Cause.READ, Cause.REPAIRED, Cause.PAGE_GONE)  # other changes are told by the decisions that caused them


def newest_events(ledger: Ledger, limit: int) -> list[Event]:
    """Return the newest writes and decisions, up to `limit`, newest first."""
    events: list[Event] = [*action_queries.newest(ledger, limit), *decisions.newest(ledger, limit)]
    return sorted(events, key=lambda one: one.at, reverse=True)[:limit]


def events_about(ledger: Ledger, one: RecordedFinding) -> list[Event | Change]:
    """Return what was seen of one finding, the writes about it and the decisions on it, oldest first."""
    events: list[Event | Change] = [
        *(change for change in changes.of_finding(ledger, one.id) if change.cause in _SEEN),
        *decisions.about(ledger, one.title, one.fingerprint),
        *action_queries.about(ledger, one.fingerprint, one.title),
    ]
    return sorted(events, key=lambda each: each.at)
