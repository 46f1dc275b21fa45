"""Takes back what the bot wrote, in one round or by one rule, unless somebody has edited over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import outbox
from linterbot.bot.writing.undone import note_undone
from linterbot.desk.answer import Answer, answer_to
from linterbot.guards.base import Hold, Intent
from linterbot.ledger import actions
from linterbot.ledger.actions import Action, ActionKind


def undo(context: BotContext, undone: Iterable[Action], who: str, why: str, result: RoundResult) -> Iterator[Answer]:
    """Take back some of the bot's own writes; yield an answer for each. Findings whose fix is undone are rejected."""
    for action in undone:
        if action.plan.kind is ActionKind.REPORT or action.revision is None:
            continue
        answer = _undo(context, action, result)
        if answer.done:
            note_undone(context, action, who, why)
        yield answer


def _undo(context: BotContext, action: Action, result: RoundResult) -> Answer:
    intent = _intent(context, action)
    if isinstance(intent, Answer):
        return intent
    sent = outbox.post(context, intent, _summary(context, action), result)
    if isinstance(sent, Hold):
        return Answer(_about(action), f"held: {sent.reason}", done=False)
    answer = answer_to(_about(action), sent.outcome)
    return Answer(answer.about, "undone", done=True) if answer.done else answer


def note_undo(context: BotContext, action: Action, who: str) -> Answer:
    """Put into the outbox that an edit is to be taken back; whoever holds the wiki sends it.

    Like an approval, it needs neither an account nor the lease, and twice noted is sent once.
    """
    intent = _intent(context, action)
    if isinstance(intent, Answer):
        return intent
    token = actions.token_of("undo", action.token)
    outbox.plan_undo(context, intent, _summary(context, action), who, token)
    return Answer(_about(action), "is being taken back", done=True)


def _intent(context: BotContext, action: Action) -> Intent | Answer:
    """Return what would take back an edit, or why that is impossible."""
    pages = context.wiki.pages([action.title])
    if not pages or pages[0].revision != action.revision:
        return Answer(_about(action), "somebody has edited over it; left as it is", done=False)
    if action.plan.base is None:
        return Answer(_about(action), "the bot created this page; deleting it is a person's decision", done=False)
    history = context.wiki.history(action.title, action.plan.base)
    parent = next((it.parent for it in history if it.revision == action.revision), action.plan.base)
    before = context.wiki.texts([parent])
    if not before:
        return Answer(_about(action), "the text before the edit can no longer be read", done=False)
    rules = frozenset(action.plan.rules)
    return Intent(ActionKind.UNDO, action.title, rules, pages[0], before[0].text, approved=True)


def _summary(context: BotContext, action: Action) -> str:
    return context.texts.say("undo-summary", number=str(action.revision), user=context.settings.user)


def _about(action: Action) -> str:
    return f"{action.title} (linterbot {action.token})"
