"""Pauses a rule that people keep reverting, and the second reader if they keep saying that it is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from linterbot.ledger import Ledger, action_queries, decisions, findings, pauses
from linterbot.ledger.actions import ActionState
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from linterbot.ledger.timestamps import before
from linterbot.model import SECOND_READING
from linterbot.posts.texts import Texts
from linterbot.wiki.people import person

_REVERTS, _PEOPLE = 3, 2  # a rule is paused after this many reverts by this many people in one day,
_SHARE, _EDITS = 0.02, 200  # or after reverts of more than this share of this many edits, the newest ones
_WRONG = 10  # of its findings that people call no fault; from then on the second reader must be right at least as often


def trip(ledger: Ledger, texts: Texts, rules: Iterable[str], now: str) -> list[tuple[str, str]]:
    """Pause the rules that were reverted too often, until a person resumes them; return each with the reason.

    Reverts from before the rule was last resumed do not count again.
    """
    stopped = []
    paused = {one.rule for one in pauses.of_wiki(ledger, now)}
    for rule in rules:
        if rule not in paused and (reason := _too_often(ledger, texts, rule, now)):
            stopped.append(_pause(ledger, rule, reason, now))
    return stopped


def trip_second_reader(ledger: Ledger, texts: Texts, now: str) -> list[tuple[str, str]]:
    """Pause the second reader, which makes no edits, if people called too many of its findings no fault.

    Of the findings it was right about, the ledger knows those that somebody has settled on the page.
    """
    if any(one.rule == SECOND_READING for one in pauses.of_wiki(ledger, now)):
        return []
    wrong = len(decisions.since_resumed(ledger, SECOND_READING, Verdict.REJECTED))
    if wrong < _WRONG:
        return []
    right = findings.count_by_rule(ledger, Selection([State.RESOLVED], rules=[SECOND_READING])).total()
    if right >= wrong:
        return []
    return [_pause(ledger, SECOND_READING, texts.plain("stopped-wrong", count=str(wrong)), now)]


def _pause(ledger: Ledger, rule: str, reason: str, now: str) -> tuple[str, str]:
    pauses.until_resumed(ledger, rule, reason, pauses.LINTERBOT, now)
    decisions.keep(ledger, Decision(pauses.LINTERBOT, Verdict.PAUSED, now, rule, why=reason))
    return rule, reason


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
