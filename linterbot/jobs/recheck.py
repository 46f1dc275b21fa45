"""Learns what became of the bot's own edits: were they done, and did people undo them?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from linterbot.jobs.tools import Tools
from linterbot.ledger import actions, findings
from linterbot.ledger.actions import Action, ActionState
from linterbot.wiki.gateway import Revision

_SETTLING = timedelta(seconds=60)  # a wiki's replicas may lag behind its answer


def settle_unknown(tools: Tools, now: str) -> None:
    """Read back the writes whose answer was lost: the token in the edit summary tells."""
    for action in actions.unsettled(tools.ledger):
        history = tools.wiki.history(action.title, action.base or 0)
        mine = next((one for one in history if f"linterbot {action.token}]" in one.comment), None)
        if mine is not None:
            actions.settle(tools.ledger, action, ActionState.DONE, mine.revision, "found on the wiki")
        elif datetime.fromisoformat(now) - datetime.fromisoformat(action.at) >= _SETTLING:
            actions.settle(tools.ledger, action, ActionState.NOT_DONE, None, "not found on the wiki")


def notice_reverts(tools: Tools, titles: Iterable[str], now: str) -> list[Action]:
    """Return the repairs that people undid on these pages, and close their findings for good.

    A page that came back to the very text from before the repair was reverted, by whatever means.
    """
    undone = []
    for title in titles:
        for action in actions.done_on(tools.ledger, title):
            if action.base is None or action.revision is None:
                continue
            history = tools.wiki.history(title, action.base)
            by = _undoing(history, action.revision)
            if by is not None:
                actions.settle(tools.ledger, action, ActionState.REVERTED, action.revision, f"undone by {by.user}")
                findings.reject(tools.ledger, title, action.fingerprints, now)
                undone.append(action)
    return undone


def _undoing(history: list[Revision], ours: int) -> Revision | None:
    """Return the revision after ours that has the very text from before ours, None where there is none."""
    texts = {one.revision: one.sha1 for one in history}
    before = next((texts.get(one.parent, "") for one in history if one.revision == ours), "")
    later = (one for one in history if one.revision > ours)
    return next((one for one in later if before and one.sha1 == before), None)
