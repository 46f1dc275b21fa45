"""Sends what people approved since the last round, without waiting for the next one."""

from __future__ import annotations

from linterbot.bot.context import BotContext
from linterbot.bot.new_findings import read_again
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing.catch_up import between_rounds
from linterbot.bot.writing.outbox import send_waiting
from linterbot.bot.writing.undone import note_all_undone
from linterbot.ledger.actions import ActionKind

_READ_AGAIN = (ActionKind.FIX, ActionKind.UNDO)  # what changes the pages that findings are on


def send_approved(context: BotContext) -> RoundResult:
    """Send what waits in the outbox as a round would, and record what is on those pages afterwards.

    What a guard holds goes on waiting. Raises WikiError if the wiki cannot be read, WikiBusy if another linterbot has
    been at work on it for too long.
    """
    with between_rounds(context) as context:
        result = RoundResult(context.run)
        send_waiting(context, result)
        note_all_undone(context)
        read_again(context, {one.title for one in result.sent_late if one.plan.kind in _READ_AGAIN})
    return result
