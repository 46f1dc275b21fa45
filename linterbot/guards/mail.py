"""Somebody wrote to the bot: it stops until a person has read that."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent
from linterbot.ledger.actions import ActionKind


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold everything but the answer while the bot's talk page has something that nobody has read."""
    if not inputs.written_to or intent.kind is ActionKind.ANSWER:
        return None
    return Hold(GuardName.MAIL, inputs.say("held-mail"), stops_round=True, needs_person=True)
