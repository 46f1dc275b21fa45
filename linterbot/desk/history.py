"""What the bot wrote and what was decided: about one finding, or about everything."""

from __future__ import annotations

from linterbot.ledger import Ledger, action_queries, decisions
from linterbot.ledger.actions import Action
from linterbot.ledger.decisions import Decision
from linterbot.ledger.findings import RecordedFinding

Event = Action | Decision


def newest_events(ledger: Ledger, limit: int) -> list[Event]:
    """Return the newest writes and decisions, up to `limit`, newest first."""
    events: list[Event] = [*action_queries.newest(ledger, limit), *decisions.newest(ledger, limit)]
    return sorted(events, key=lambda one: one.at, reverse=True)[:limit]


def events_about(ledger: Ledger, one: RecordedFinding) -> list[Event]:
    """Return the writes and decisions about one finding, oldest first."""
    events: list[Event] = [
        *decisions.about(ledger, one.title, one.fingerprint),
        *action_queries.about(ledger, one.fingerprint, one.title),
    ]
    return sorted(events, key=lambda each: each.at)
