"""A rule may go only as far as its mode on the wiki allows: shadow, flag, suggest or auto."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent
from linterbot.ledger.actions import ActionKind
from linterbot.model import Mode


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold fixes by rules that are not on `auto`, and anything by rules in `shadow`, unless a person approved it."""
    if intent.approved or intent.kind in (ActionKind.REPORT, ActionKind.COMPLAINT, ActionKind.DIGEST, ActionKind.UNDO):
        return None
    for rule in sorted(intent.rules):
        mode = inputs.settings.mode_of(rule)
        if mode is Mode.SHADOW or (intent.kind is ActionKind.FIX and mode is not Mode.AUTO):
            return Hold(GuardName.MODE, inputs.say("held-mode", rule=rule, mode=str(mode)))
    return None
