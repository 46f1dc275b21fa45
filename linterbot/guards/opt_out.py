"""People who want no messages get none."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent
from linterbot.ledger.actions import ActionKind


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold a message to a person whose name is on the opt-out page."""
    if intent.kind is not ActionKind.MESSAGE or intent.author not in inputs.opted_out:
        return None
    return Hold(GuardName.OPT_OUT, inputs.say("held-opt-out", user=intent.author))
