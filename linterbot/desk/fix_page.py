"""Saves what a person fixed on a page with `check`, in the same guarded way as the bot's own fixes."""

from __future__ import annotations

from linterbot.bot import fix
from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import outbox
from linterbot.desk.answer import Answer, answer_to
from linterbot.lint.fixing import FixResult
from linterbot.model import Page
from linterbot.wiki.protocol import Later


def save(context: BotContext, page: Page, fixed: FixResult, who: str) -> Answer:
    """Save a fixed page, unless somebody edited it meanwhile or a guard holds it: then the person may try again.

    What the wiki cannot take just now waits, and the daemon sends it, as it does with approvals. `page` is what the
    person saw. The context must hold the wiki, as `between_rounds` makes it.
    """
    found = context.wiki.pages([page.title])
    if [one.revision for one in found] != [page.revision]:
        return Answer(page.title, "was edited meanwhile; check it again", done=False)
    result = RoundResult(context.run)
    intent = fix.intent_of(context, found[0], fixed, approved=True)
    if (held := outbox.hold(context, intent, result)) is not None:
        return Answer(page.title, f"not saved: {held.reason}", done=False)
    action = outbox.plan(context, intent, fix.summary(fixed), approved_by=who)
    sent = outbox.send(context, action, result)
    fix.after_fix(context, found[0], fixed, sent, result)
    if isinstance(sent.outcome, Later):
        return Answer(page.title, f"saved as soon as the wiki takes it: {sent.outcome.reason}", done=False)
    return answer_to(page.title, sent.outcome)
