"""What people say of findings on the web: a verdict on what they saw, and no verdict on anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from linterbot.bot import verdicts
from linterbot.bot.context import BotContext
from linterbot.desk import approvals
from linterbot.desk.answer import Answer, Stale, about
from linterbot.ledger import Ledger, action_queries, findings, put_off
from linterbot.ledger.actions import UNSETTLED, WAITING
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import UNDECIDED, RecordedFinding
from linterbot.ledger.timestamps import after

MOST_AT_ONCE = 50  # findings that one decision may be about
_LATER_HOURS = 24  # that a finding is put off for


class Word(StrEnum):
    """What somebody can say of a finding."""

    REPAIR = "repair"  # the bot should fix it as shown
    NO_FAULT = "no-fault"  # the rule is wrong here
    MAY_STAY = "may-stay"  # it is a fault, and stays
    LATER = "later"  # not now; others still have it in their queues


_VERDICTS = {Word.NO_FAULT: Verdict.REJECTED, Word.MAY_STAY: Verdict.IGNORED}


@dataclass(frozen=True)
class By:
    """Who says it, when, and from where."""

    who: str
    now: str
    origin: str = ""  # a digest of their address


@dataclass(frozen=True)
class Seen:
    """What somebody had before their eyes."""

    finding: str  # the digest of the finding, as `digest_of` returns it
    change: str = ""  # the digest of the change that they approve, as `changed_lines.digest` returns it


def digest_of(one: RecordedFinding) -> str:
    """Return what identifies what people judge of a finding; edits elsewhere on its page do not change it."""
    return sha256("\n".join([one.state, one.words, one.message]).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def give_verdict(context: BotContext, one: RecordedFinding, word: Word, by: By, seen: Seen, why: str = "") -> Answer:
    """Carry out what somebody says of a finding; a repair is noted, and sent by whoever holds the wiki."""
    refused = _refused(context.ledger, one, by, seen)
    if refused is not None:
        return refused
    if word is Word.LATER:
        put_off.add(context.ledger, by.who, one.id, by.now, after(by.now, hours=_LATER_HOURS))
        return Answer(about(one), "later", done=True)
    put_off.take_back(context.ledger, by.who, one.id, by.now)  # so that undo takes back the verdict
    if word is Word.REPAIR:
        noted = approvals.note(context, one, by.who, why, seen.change, by.origin)
        return noted if isinstance(noted, Answer) else Answer(about(one), "approved; it is being sent", done=True)
    return _close(context.ledger, one, word, by, why)


def give_verdicts(
    ledger: Ledger, seen: Mapping[int, Seen], rule: str, word: Word, by: By, why: str
) -> tuple[list[int], list[Answer]]:
    """Say the same of several findings of one rule, by their numbers; return those, and why not of the others."""
    closed: list[int] = []
    left: list[Answer] = []
    for one in findings.with_numbers(ledger, list(seen)[:MOST_AT_ONCE]):
        refused = _refused(ledger, one, by, seen.get(one.id, Seen("")))
        if one.rule != rule:
            refused = Answer(about(one), f"is about {one.rule}", done=False)
        answer = refused or _close(ledger, one, word, by, why)
        if answer.done:
            closed.append(one.id)
        else:
            left.append(answer)
    return closed, left


def _refused(ledger: Ledger, one: RecordedFinding, by: By, seen: Seen) -> Answer | None:
    if one.author == by.who:
        return Answer(about(one), "came with an edit of your own, so somebody else has to judge it", done=False)
    if one.state not in UNDECIDED:
        return Stale(about(one), f"is {one.state} already", done=False)
    if any(it.state in (*WAITING, *UNSETTLED) for it in action_queries.about(ledger, one.fingerprint, one.title)):
        return Stale(about(one), "is approved already, and on its way to the wiki", done=False)
    if seen.finding != digest_of(one):
        return Stale(about(one), "has changed since you saw it; look again", done=False)
    return None


def _close(ledger: Ledger, one: RecordedFinding, word: Word, by: By, why: str) -> Answer:
    state = verdicts.close(ledger, one, _VERDICTS[word], by.who, why, by.now, by.origin)
    if state is None:
        return Stale(about(one), "was decided by somebody else a moment ago", done=False)
    return Answer(about(one), str(state), done=True)
