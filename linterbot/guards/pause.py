"""A paused wiki gets no writes, and a paused rule makes none."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.pauses import Pause


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold while the wiki is paused, or one of the rules; what a paused rule did may still be undone.

    An answer to whoever stopped the bot is the one thing that it still says.
    """
    if intent.kind is ActionKind.ANSWER:
        return None
    for pause in inputs.pauses:
        if not pause.rule:
            return Hold(GuardName.PAUSE, _words(pause, inputs), stops_round=True)
        if pause.rule in intent.rules and intent.kind is not ActionKind.UNDO:
            return Hold(GuardName.PAUSE, _words(pause, inputs))
    return None


def _words(pause: Pause, inputs: GuardInputs) -> str:
    until = inputs.say("until-time", time=pause.until) if pause.until else inputs.say("until-resumed")
    if pause.rule:
        return inputs.say("held-rule-paused", rule=pause.rule, until=until, reason=pause.reason)
    return inputs.say("held-wiki-paused", until=until, reason=pause.reason)
