"""The table of guards: each names one reason why an action may not be posted now."""

from __future__ import annotations

from linterbot.guards import budget, exclusion, namespace, protection, refusal, reverts, stop
from linterbot.guards.base import Hold, Intent, World

GUARDS = (stop.hold, namespace.hold, exclusion.hold, protection.hold, reverts.hold, refusal.hold, budget.hold)


def first_hold(intent: Intent, world: World) -> Hold | None:
    """Ask every guard; return the first reason to hold, None where the action may go."""
    for guard in GUARDS:
        if (hold := guard(intent, world)) is not None:
            return hold
    return None
