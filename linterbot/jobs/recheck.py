"""Learns what became of the bot's own writes: were they done, and did people undo them?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from linterbot.guards.base import ON_ARTICLES
from linterbot.jobs import breaker
from linterbot.jobs.tools import Round, Tools
from linterbot.ledger import actions, decisions, deeds, findings
from linterbot.ledger.actions import UNCLEAR, Action, ActionState
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import State
from linterbot.ledger.stamps import before
from linterbot.report.wikitext import carries
from linterbot.wiki.gateway import Revision

_SETTLING = timedelta(seconds=60)  # a request that lost its answer may still be under way; the wiki's lag comes on top
_LONGEST = timedelta(hours=1)  # the wait doubles with every try up to this
_MOST_TRIES = 10  # an answer that is lost so often is lost by something on this page


def settle_unclear(tools: Tools, so_far: Round) -> None:
    """Read back the writes whose answer was lost: the token in the edit summary tells.

    What is surely not on the wiki goes back into the outbox, to be sent with the same base revision and token.
    """
    unclear = actions.in_state(tools.ledger, UNCLEAR)
    if not unclear:
        return
    now = so_far.now
    since = before(min(one.at for one in unclear), minutes=5)
    ours = tools.wiki.contributions(since)
    lag = timedelta(seconds=tools.wiki.standing().lag)
    for action in unclear:
        patience = min(_SETTLING * 2 ** max(0, action.tries - 1), _LONGEST) + lag
        mine = next((one for one in ours if carries(one.comment, action.token)), None)
        if mine is not None:
            actions.settle(tools.ledger, action, ActionState.DONE, mine.revision, "found on the wiki")
        elif datetime.fromisoformat(now) - datetime.fromisoformat(action.at) < patience:
            continue
        elif action.tries >= _MOST_TRIES:
            reason = f"{action.tries} times no answer that says anything"
            actions.settle(tools.ledger, action, ActionState.REFUSED, None, reason)
            so_far.refused.append((action.title, reason))
        else:
            actions.settle(tools.ledger, action, ActionState.PLANNED, None, "not on the wiki; to be sent again")


def notice_reverts(tools: Tools, titles: Iterable[str], so_far: Round) -> None:
    """Find the edits that people undid on these pages whole: the text is the one from before, by whatever means."""
    for title in deeds.edited(tools.ledger, titles, ON_ARTICLES):
        for action in deeds.done_on(tools.ledger, title, ON_ARTICLES):
            if action.plan.base is None or action.revision is None or not action.plan.fingerprints:
                continue
            by = _undoing(tools.wiki.history(title, action.plan.base), action.revision)
            if by is not None and by.user != tools.settings.user:
                take_as_answer(tools, action, by.user, so_far)


def notice_faults_put_back(tools: Tools, title: str, there: frozenset[str], by: str, so_far: Round) -> None:
    """Find the repairs on a page whose fault stands there again, whatever else was edited: an undoing in part."""
    for action in deeds.done_on(tools.ledger, title):
        if by != tools.settings.user and there & set(action.plan.fingerprints):
            take_as_answer(tools, action, by, so_far)


def take_as_answer(tools: Tools, action: Action, by: str, so_far: Round) -> None:
    """Close the findings of an undone edit for good, and stop its rules where that happened too often."""
    plan, now = action.plan, so_far.now
    actions.settle(tools.ledger, action, ActionState.REVERTED, action.revision, f"undone by {by}")
    findings.close(tools.ledger, plan.title, plan.fingerprints, State.REJECTED, now)
    for rule in plan.rules:
        decisions.keep(tools.ledger, Decision(by, Verdict.REVERTED, now, rule, plan.title, plan.fingerprints[0]))
    so_far.reverted.append(action)
    so_far.stopped += breaker.trip(tools.ledger, plan.rules, now)


def _undoing(history: list[Revision], ours: int) -> Revision | None:
    """Return the revision after ours that has the very text from before ours, None where there is none."""
    texts = {one.revision: one.sha1 for one in history}
    before_ours = next((texts.get(one.parent, "") for one in history if one.revision == ours), "")
    later = (one for one in history if one.revision > ours)
    return next((one for one in later if before_ours and one.sha1 == before_ours), None)
