"""A reverted edit is an answer: the rule rests on that page."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World
from linterbot.ledger.actions import ActionKind


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold a repair by a rule that a person turned away from this page."""
    resting = intent.rules & world.resting
    if intent.kind is not ActionKind.FIX or not resting:
        return None
    return Hold("reverts", f"a person undid {', '.join(sorted(resting))} here before")
