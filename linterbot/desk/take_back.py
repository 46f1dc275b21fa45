"""Takes back what somebody said of a finding: the last thing, or any one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from linterbot.bot import verdicts
from linterbot.bot.context import BotContext
from linterbot.desk.answer import Answer, about
from linterbot.desk.give_verdict import By
from linterbot.desk.undo import note_undo
from linterbot.ledger import Ledger, action_queries, decisions, findings, put_off, states
from linterbot.ledger.actions import UNSETTLED, WAITING, Action, ActionKind, ActionState
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import RecordedFinding

_LOOKED_THROUGH = 200  # of a person's newest decisions
_AT_ONCE = 20  # of them, which may be of the same second
_LATER = "later"
_SAID = (Verdict.APPROVED, Verdict.REJECTED, Verdict.IGNORED)


@dataclass(frozen=True)
class Said:
    """What a person said of a finding, and has not taken back."""

    finding: RecordedFinding
    verdict: str  # one of `Verdict`, or "later"
    at: str
    why: str = ""


def last_of(ledger: Ledger, who: str, since: str, now: str, about: int = 0) -> Said | None:
    """Return the last thing that somebody said since a time, None if there is none.

    `about` is the number of the finding that they judged a moment ago, if that is known: times are in whole seconds.
    """
    some = said_by(ledger, who, _AT_ONCE, since)
    said = next((one for one in some if one.finding.id == about), some[0] if some else None)
    later = put_off.newest(ledger, who, now, about)
    if said is not None and said.finding.id == about:
        return said
    if later is None or later.since < since:
        return said
    if later.finding == about or said is None or later.since >= said.at:
        one = findings.numbered(ledger, later.finding)
        return Said(one, _LATER, later.since) if one is not None else said
    return said


def all_said_since(ledger: Ledger, who: str, since: str) -> list[Said]:
    """Return everything that a person said of findings since a time and has not taken back, newest first."""
    return _said(ledger, decisions.by_person(ledger, who, None, since))


def said_by(ledger: Ledger, who: str, limit: int, since: str = "") -> list[Said]:
    """Return the newest that a person said of findings and has not taken back, newest first."""
    return _said(ledger, decisions.by_person(ledger, who, _LOOKED_THROUGH, since))[:limit]


def _said(ledger: Ledger, kept: Iterable[Decision]) -> list[Said]:
    out: list[Said] = []
    known: set[tuple[str, str]] = set()
    for one in kept:
        key = (one.title, one.fingerprint)
        if one.verdict not in (*_SAID, Verdict.REOPENED) or key in known:
            continue
        known.add(key)
        if one.verdict in _SAID and (found := _finding(ledger, one)) is not None:
            out.append(Said(found, one.verdict, one.at, one.why))
    return out


def put_off_by(ledger: Ledger, who: str, now: str) -> list[Said]:
    """Return what a person put off and is not yet in their queue again, newest first."""
    found = [(findings.numbered(ledger, one.finding), one.since) for one in put_off.all_of(ledger, who, now)]
    return [Said(one, _LATER, since) for one, since in found if one is not None]


def take_back(context: BotContext, one: RecordedFinding, by: By, of: str | None = None) -> Answer:
    """Take back the last thing that was said of a finding, if it was said by one person; None stands for anybody."""
    ledger = context.ledger
    if put_off.take_back(ledger, by.who, one.id, by.now):
        return Answer(about(one), "is in your queue again", done=True)
    said = decisions.about(ledger, one.title, one.fingerprint)
    last = said[-1] if said else None
    if last is None or last.verdict is Verdict.REOPENED:
        return Answer(about(one), "there is nothing to take back", done=False)
    if last.who != by.who and one.author == by.who:
        return Answer(about(one), "came with an edit of your own, so somebody else has to take it back", done=False)
    if of is not None and last.who != of:
        return Answer(about(one), "was decided by somebody else, who can take it back", done=False)
    if last.verdict is Verdict.APPROVED:
        # What is taken back is the word of whoever gave it, unless somebody else disagrees with it.
        return _approval(context, one, by, by.who if of is None else last.who)
    state = verdicts.reopen(ledger, one, by.who, "", by.now, by.origin)
    if state is None:
        return Answer(about(one), f"is {one.state} by now", done=False)
    return Answer(about(one), f"taken back; it is {state} again", done=True)


def _approval(context: BotContext, one: RecordedFinding, by: By, wish_of: str) -> Answer:
    """Withdraw a fix that waits, or have the bot take back its edit by somebody's wish."""
    decision = verdicts.decision(one, Verdict.REOPENED, by.who, "", by.now, by.origin)
    if states.withdraw(context.ledger, one, decision):
        return Answer(about(one), "taken back before it was sent", done=True)
    action = _fix_of(context.ledger, one)
    if action is None or action.state in (*WAITING, *UNSETTLED):
        return Answer(about(one), "is being sent at this moment; try again", done=False)
    if action.state is not ActionState.DONE:
        decisions.keep(context.ledger, decision)
        return Answer(about(one), f"taken back; the fix was not made ({action.state})", done=True)
    answer = note_undo(context, action, wish_of)
    if answer.done:
        decisions.keep(context.ledger, decision)
    return Answer(about(one), answer.words, answer.done)


def _fix_of(ledger: Ledger, one: RecordedFinding) -> Action | None:
    writes = action_queries.about(ledger, one.fingerprint, one.title)
    return next((it for it in reversed(writes) if it.plan.kind is ActionKind.FIX), None)


def _finding(ledger: Ledger, decision: Decision) -> RecordedFinding | None:
    return findings.by_fingerprint(ledger, decision.title, decision.fingerprint)
