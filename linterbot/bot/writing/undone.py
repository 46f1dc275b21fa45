"""Notes which of the bot's edits people had it take back, and dismisses what those were about."""

from __future__ import annotations

from linterbot.bot.context import BotContext
from linterbot.ledger import action_queries, actions, decisions, states
from linterbot.ledger.actions import Action, ActionState
from linterbot.ledger.changes import Cause
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import State


def note_undone(context: BotContext, action: Action, who: str, why: str) -> None:
    """Note that an edit was taken back by somebody's wish; its findings are rejected."""
    ledger, now = context.ledger, context.now
    actions.settle(ledger, action, ActionState.UNDONE, action.revision, f"undone by {who}")
    states.close(ledger, action.title, action.plan.fingerprints, State.REJECTED, now, Cause.UNDONE, who)
    for rule in action.plan.rules:
        decisions.keep(ledger, Decision(who, Verdict.UNDONE, now, rule, action.title, why=why))


def note_all_undone(context: BotContext) -> None:
    """Note it of each edit that was taken back from the outbox since this was last done.

    Whoever takes back what they approved themselves made a slip: nothing is rejected, and the fault is open again.
    """
    for action, who in action_queries.taken_back(context.ledger):
        if who == action.plan.approved_by:
            actions.settle(context.ledger, action, ActionState.TAKEN_BACK, action.revision, f"taken back by {who}")
        else:
            note_undone(context, action, who, "")
