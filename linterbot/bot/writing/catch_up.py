"""Learns what became of the bot's own writes before anything else is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing.guard_inputs import remember_talk_page
from linterbot.bot.writing.remember import remember
from linterbot.bot.writing.settle import settle_pending
from linterbot.bot.writing.undone import note_all_undone

_PATIENCE = 60  # seconds that whoever writes between two rounds waits for a round to end


def catch_up(context: BotContext, result: RoundResult) -> None:
    """Learn what a new ledger does not know, and settle the writes whose answer was lost; raises WikiError."""
    remember(context, result)
    remember_talk_page(context)
    settle_pending(context, result)
    note_all_undone(context)


@contextmanager
def between_rounds(context: BotContext) -> Iterator[BotContext]:
    """Yield a context that may write, after waiting for the end of a round that is under way.

    Raises WikiBusy if that takes too long, and WikiError if the wiki cannot be read.
    """
    with context.new_round().holding_the_wiki(_PATIENCE) as context:
        catch_up(context, RoundResult(context.run))
        yield context
