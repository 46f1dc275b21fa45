"""A blocked bot, a bot that people wrote to, and a wiki that takes no edits: each stops the whole round."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold while the bot is blocked, has mail, or the wiki is read-only."""
    status = inputs.account_status
    if status.blocked:
        words = inputs.say("held-blocked", reason=status.blocked)
        return Hold(GuardName.ACCOUNT_STATUS, words, stops_round=True, needs_person=True)
    if inputs.written_to:
        return Hold(GuardName.ACCOUNT_STATUS, inputs.say("held-mail"), stops_round=True, needs_person=True)
    if status.read_only:
        return Hold(GuardName.ACCOUNT_STATUS, inputs.say("held-read-only", reason=status.read_only), stops_round=True)
    return None
