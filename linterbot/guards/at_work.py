"""Nobody is addressed while at work on the wiki."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.timestamps import before


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold a message to a person who just edited anything."""
    minutes = inputs.settings.patience.edit_minutes
    if intent.kind is not ActionKind.MESSAGE or not minutes or inputs.at_work <= before(inputs.now, minutes=minutes):
        return None
    return Hold(GuardName.AT_WORK, inputs.say("held-at-work", user=intent.author, count=f"{minutes:g}"))
