"""The number of edits is limited: in a round, a minute, an hour and a day, to one page, and in response to a person."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, GuardInputs, GuardName, Hold, Intent
from linterbot.ledger.actions import ActionKind


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold if a limit is reached; only the one for a minute applies to undoing.

    None applies to the report page, nor to what somebody said there, which must not wait behind the bot's own affairs.
    """
    spent, settings = inputs.spent, inputs.settings
    if intent.kind in (ActionKind.REPORT, ActionKind.COMPLAINT, ActionKind.DIGEST):
        return None
    if spent.minute >= settings.edits.minute:
        return _used_up(inputs, "held-minute", settings.edits.minute)
    if intent.kind is ActionKind.UNDO:
        return None
    if spent.run >= settings.edits_per_run:
        return _used_up(inputs, "held-run", settings.edits_per_run)
    if spent.hour >= settings.edits.hour:
        return _used_up(inputs, "held-hour", settings.edits.hour)
    if spent.day >= settings.edits.day:
        return _used_up(inputs, "held-day", settings.edits.day)
    return _of_one(intent, inputs)


def _of_one(intent: Intent, inputs: GuardInputs) -> Hold | None:
    edits, spent = inputs.settings.edits, inputs.spent
    if intent.kind is ActionKind.MESSAGE and spent.page:
        return Hold(GuardName.BUDGET, inputs.say("held-message-today", user=intent.author))
    if intent.kind not in ON_ARTICLES or intent.approved:
        return None
    if spent.page >= edits.page_day:
        return Hold(GuardName.BUDGET, inputs.say("held-page-today", count=str(spent.page)))
    if intent.author and spent.author >= edits.author_day:
        words = inputs.say("held-author-today", count=str(spent.author), user=intent.author)
        return Hold(GuardName.BUDGET, words)
    return None


def _used_up(inputs: GuardInputs, text: str, limit: int) -> Hold:
    return Hold(GuardName.BUDGET, inputs.say(text, count=str(limit)), stops_round=True)
