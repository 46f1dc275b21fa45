"""Answers whoever wrote on the bot's own talk page: that it has stopped, and who starts it again."""

from __future__ import annotations

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing.guard_inputs import talk_of
from linterbot.bot.writing.outbox import post
from linterbot.guards.base import GuardName, Intent
from linterbot.ledger.actions import ActionKind
from linterbot.posts.talk import answer


def update(context: BotContext, result: RoundResult) -> None:
    """Write one answer if somebody's words have just stopped the bot; from then on it waits for a person."""
    if not any(hold.guard is GuardName.MAIL for _, hold in result.held):
        return
    pages = context.wiki.pages([talk_of(context.settings)])
    if not pages or pages[0].user == context.settings.user or pages[0].redirect:
        return
    page, texts = pages[0], context.texts
    text = answer(page.text, page.user, context.settings.operator, texts)
    intent = Intent(ActionKind.ANSWER, page.title, frozenset(), page, text)
    post(context, intent, texts.say("answer-summary"), result)
