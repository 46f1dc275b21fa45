"""Takes back what the bot wrote, in one round or by one rule, unless somebody has edited over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import outbox
from linterbot.desk.answer import Answer, answer_to
from linterbot.guards.base import Hold, Intent
from linterbot.ledger import actions, decisions, states
from linterbot.ledger.actions import Action, ActionKind, ActionState
from linterbot.ledger.changes import Cause
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import State


def undo(context: BotContext, undone: Iterable[Action], who: str, why: str, result: RoundResult) -> Iterator[Answer]:
    """Take back some of the bot's own writes; yield an answer for each. Findings whose fix is undone are rejected."""
    for action in undone:
        if action.plan.kind is ActionKind.REPORT or action.revision is None:
            continue
        answer = _undo(context, action, result)
        if answer.done:
            _settle(context, action, who, why)
        yield answer


def _settle(context: BotContext, action: Action, who: str, why: str) -> None:
    ledger, now = context.ledger, context.now
    actions.settle(ledger, action, ActionState.UNDONE, action.revision, f"undone by {who}")
    states.close(ledger, action.title, action.plan.fingerprints, State.REJECTED, now, Cause.UNDONE, who)
    for rule in action.plan.rules:
        decisions.keep(ledger, Decision(who, Verdict.UNDONE, now, rule, action.title, why=why))


def _undo(context: BotContext, action: Action, result: RoundResult) -> Answer:
    about = f"{action.title} (linterbot {action.token})"
    pages = context.wiki.pages([action.title])
    if not pages or pages[0].revision != action.revision:
        return Answer(about, "somebody has edited over it; left as it is", done=False)
    if action.plan.base is None:
        return Answer(about, "the bot created this page; deleting it is a person's decision", done=False)
    history = context.wiki.history(action.title, action.plan.base)
    parent = next((it.parent for it in history if it.revision == action.revision), action.plan.base)
    before = context.wiki.texts([parent])
    if not before:
        return Answer(about, "the text before the edit can no longer be read", done=False)
    rules = frozenset(action.plan.rules)
    intent = Intent(ActionKind.UNDO, action.title, rules, pages[0], before[0].text, approved=True)
    summary = context.texts.say("undo-summary", number=str(action.revision), user=context.settings.user)
    sent = outbox.post(context, intent, summary, result)
    if isinstance(sent, Hold):
        return Answer(about, f"held: {sent.reason}", done=False)
    answer = answer_to(about, sent.outcome)
    return Answer(about, "undone", done=True) if answer.done else answer
