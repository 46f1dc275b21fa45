"""A talk page that is not an ordinary page is left alone, since nothing can be added to it as to others."""

from __future__ import annotations

from linterbot.guards.base import GuardInputs, GuardName, Hold, Intent
from linterbot.ledger.actions import ActionKind


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold what would be written on a redirect, on a board such as Flow's, or where people have message walls."""
    if intent.kind not in (ActionKind.TALK, ActionKind.MESSAGE, ActionKind.ANSWER):
        return None
    if intent.kind is ActionKind.MESSAGE and inputs.walls:
        return Hold(GuardName.TALK_PAGE, inputs.say("held-walls"))
    if intent.page is not None and not intent.page.readable:
        return Hold(GuardName.TALK_PAGE, inputs.say("held-board"))
    if intent.page is not None and intent.page.redirect:
        return Hold(GuardName.TALK_PAGE, inputs.say("held-talk-redirect"))
    return None
