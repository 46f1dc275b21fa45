"""Stops a rule that people keep reverting."""

from __future__ import annotations

from collections.abc import Iterable

from linterbot.bot.context import BotContext
from linterbot.ledger import action_queries, decisions, pauses
from linterbot.ledger.actions import ActionState
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.timestamps import before

_REVERTS, _PEOPLE = 3, 2  # so many reverts, by so many people, in one day
_SHARE, _EDITS = 0.02, 200  # or more than this share of so many newest edits


def trip(context: BotContext, rules: Iterable[str]) -> list[tuple[str, str]]:
    """Pause those of the rules that were reverted too often, until a person resumes them; return them, with reasons.

    What was reverted before the rule was last resumed does not count again.
    """
    ledger, now = context.ledger, context.now
    stopped = []
    paused = {one.rule for one in pauses.of_wiki(ledger, now)}
    for rule in rules:
        if rule not in paused and (reason := _too_often(context, rule)):
            pauses.until_resumed(ledger, rule, reason, pauses.LINTERBOT, now)
            decisions.keep(ledger, Decision(pauses.LINTERBOT, Verdict.PAUSED, now, rule, why=reason))
            stopped.append((rule, reason))
    return stopped


def _too_often(context: BotContext, rule: str) -> str:
    reverts = decisions.since_resumed(context.ledger, rule, Verdict.REVERTED)
    today = [one for one in reverts if one.at >= before(context.now, days=1)]
    people = {one.who for one in today}
    if len(today) >= _REVERTS and len(people) >= _PEOPLE:
        return context.texts.plain("stopped-today", count=str(len(today)), people=str(len(people)))
    edits = action_queries.fixes_of(context.ledger, rule, _EDITS)
    undone = {(one.title, one.fingerprint) for one in reverts}
    reverted = sum(
        (one.title, one.plan.fingerprints[0]) in undone for one in edits if one.state is ActionState.REVERTED
    )
    if reverted > _SHARE * _EDITS:
        return context.texts.plain("stopped-share", count=str(reverted), size=str(len(edits)))
    return ""
