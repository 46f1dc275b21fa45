"""Who wants no messages gets none."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World
from linterbot.ledger.actions import ActionKind


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold a message to a person who stands on the opt-out page."""
    if intent.kind is not ActionKind.MESSAGE or intent.author not in world.opted_out:
        return None
    return Hold("opt-out", f"{intent.author} wants no messages ([[{world.settings.opt_out_page}]])")
