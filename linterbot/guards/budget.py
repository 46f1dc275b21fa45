"""A run may do so many edits and no more; the rest waits for the next."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World
from linterbot.ledger.actions import ActionKind


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold when this run's edits are used up; the report page is always kept up to date."""
    limit = world.settings.edits_per_run
    if intent.kind is ActionKind.REPORT or world.posted < limit:
        return None
    reason = f"this run's {limit} edits are used up; the rest waits for the next run"
    return Hold("budget", reason, everything=True)
