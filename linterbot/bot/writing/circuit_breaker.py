"""Pauses a rule that people keep reverting."""

from __future__ import annotations

from collections.abc import Iterable

from linterbot.ledger import Ledger, action_queries, decisions, pauses
from linterbot.ledger.actions import ActionState
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.timestamps import before
from linterbot.posts.texts import Texts
from linterbot.wiki.people import person

_REVERTS, _PEOPLE = 3, 2  # a rule is paused after this many reverts by this many people in one day,
_SHARE, _EDITS = 0.02, 200  # or after reverts of more than this share of this many edits, the newest ones


def trip(ledger: Ledger, texts: Texts, rules: Iterable[str], now: str) -> list[tuple[str, str]]:
    """Pause the rules that were reverted too often, until a person resumes them; return each with the reason.

    Reverts from before the rule was last resumed do not count again.
    """
    stopped = []
    paused = {one.rule for one in pauses.of_wiki(ledger, now)}
    for rule in rules:
        if rule not in paused and (reason := _too_often(ledger, texts, rule, now)):
            pauses.until_resumed(ledger, rule, reason, pauses.LINTERBOT, now)
            decisions.keep(ledger, Decision(pauses.LINTERBOT, Verdict.PAUSED, now, rule, why=reason))
            stopped.append((rule, reason))
    return stopped


def _too_often(ledger: Ledger, texts: Texts, rule: str, now: str) -> str:
    reverts = decisions.since_resumed(ledger, rule, Verdict.REVERTED)
    today = [one for one in reverts if one.at >= before(now, days=1)]
    people = {person(one.who) for one in today}
    if len(today) >= _REVERTS and len(people) >= _PEOPLE:
        return texts.plain("stopped-today", count=str(len(today)), people=str(len(people)))
    edits = action_queries.fixes_of(ledger, rule, _EDITS)
    undone = {(one.title, one.fingerprint) for one in reverts}
    reverted = sum(
        (one.title, one.plan.fingerprints[0]) in undone for one in edits if one.state is ActionState.REVERTED
    )
    if reverted > _SHARE * _EDITS:
        return texts.plain("stopped-share", count=str(reverted), size=str(len(edits)))
    return ""
