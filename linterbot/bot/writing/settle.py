"""Finds out what became of the bot's own writes: whether they were saved, and whether people undid them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import circuit_breaker
from linterbot.guards.base import ON_ARTICLES
from linterbot.ledger import action_queries, actions, decisions, states
from linterbot.ledger.actions import UNSETTLED, Action, ActionState
from linterbot.ledger.changes import Cause
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import State
from linterbot.ledger.timestamps import before
from linterbot.posts.edit_summary import has_token
from linterbot.wiki.protocol import Revision

_SETTLING = timedelta(seconds=60)  # a request without an answer may still be under way; the wiki's lag is added
_LONGEST = timedelta(hours=1)  # the wait doubles with every try, up to this
_MOST_TRIES = 10  # if the answer is lost more often, something about this write must be the cause


def settle_pending(context: BotContext, result: RoundResult) -> None:
    """Look on the wiki for the writes whose answer was lost, by the tokens in their edit summaries.

    A write that is certainly not there goes back into the outbox, to be sent with the same base revision and token.
    """
    unsettled = actions.in_state(context.ledger, UNSETTLED)
    if not unsettled:
        return
    now = context.now
    ours = context.wiki.contributions(before(min(one.at for one in unsettled), minutes=5))
    lag = timedelta(seconds=context.wiki.account_status().lag)
    for action in unsettled:
        patience = min(_SETTLING * 2 ** max(0, action.tries - 1), _LONGEST) + lag
        mine = next((one for one in ours if has_token(one.comment, action.token)), None)
        if mine is not None:
            actions.settle(context.ledger, action, ActionState.DONE, mine.revision, "found on the wiki")
        elif datetime.fromisoformat(now) - datetime.fromisoformat(action.at) < patience:
            continue
        elif action.tries >= _MOST_TRIES:
            reason = f"sent {action.tries} times without an answer that says anything"
            actions.settle(context.ledger, action, ActionState.REFUSED, None, reason)
            result.refused.append((action.title, reason))
        else:
            actions.settle(context.ledger, action, ActionState.PLANNED, None, "not on the wiki; to be sent again")


def notice_reverts(context: BotContext, titles: Iterable[str], result: RoundResult) -> None:
    """Find the edits on these pages that people undid completely: a later text is the same as the one before."""
    for title in action_queries.edited(context.ledger, titles, ON_ARTICLES):
        for action in action_queries.done_on(context.ledger, title, ON_ARTICLES):
            if action.plan.base is None or action.revision is None or not action.plan.fingerprints:
                continue
            by = _undoing(context.wiki.history(title, action.plan.base), action.revision)
            if by is not None and by.user != context.settings.user:
                take_as_answer(context, action, by.user, result)


def notice_faults_put_back(
    context: BotContext, title: str, there: frozenset[str], by: str, result: RoundResult
) -> None:
    """Find the fixes on a page that people undid in part: a fault is there again, whatever else was edited.

    `there` are the fingerprints of the findings that are back, `by` is who saved the revision.
    """
    for action in action_queries.done_on(context.ledger, title):
        if by != context.settings.user and there & set(action.plan.fingerprints):
            take_as_answer(context, action, by, result)


def take_as_answer(context: BotContext, action: Action, by: str, result: RoundResult) -> None:
    """Dismiss the findings of an undone edit for good, and pause its rules if that happened too often."""
    ledger, plan, now = context.ledger, action.plan, context.now
    actions.settle(ledger, action, ActionState.REVERTED, action.revision, f"undone by {by}")
    states.close(ledger, plan.title, plan.fingerprints, State.REJECTED, now, Cause.UNDONE, by)
    for rule in plan.rules:
        decisions.keep(ledger, Decision(by, Verdict.REVERTED, now, rule, plan.title, plan.fingerprints[0]))
    result.reverted.append(action)
    result.stopped += circuit_breaker.trip(ledger, context.texts, plan.rules, now)


def _undoing(history: list[Revision], ours: int) -> Revision | None:
    """Return the first revision after ours with the same text as the one before ours, None if there is none."""
    texts = {one.revision: one.sha1 for one in history}
    before_ours = next((texts.get(one.parent, "") for one in history if one.revision == ours), "")
    later = (one for one in history if one.revision > ours)
    return next((one for one in later if before_ours and one.sha1 == before_ours), None)
