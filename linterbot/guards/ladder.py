"""A rule goes only as far as the wiki lets it: shadow, flag, suggest, auto."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent, World
from linterbot.ledger.actions import ActionKind
from linterbot.model import Mode


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold a repair by a rule that is not on `auto`, unless a person approved it, and any word of a shadowed rule."""
    if intent.approved or intent.kind in (ActionKind.REPORT, ActionKind.UNDO):
        return None
    for rule in sorted(intent.rules):
        mode = world.settings.mode_of(rule)
        if mode is Mode.SHADOW or (intent.kind is ActionKind.FIX and mode is not Mode.AUTO):
            return Hold("ladder", f"{rule} is on {mode}")
    return None
