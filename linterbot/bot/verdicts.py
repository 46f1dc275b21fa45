"""Carries out what a person says of a finding, and keeps who said it, when and why."""

from __future__ import annotations

from linterbot.ledger import Ledger, states
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import RecordedFinding, State


def close(
    ledger: Ledger, one: RecordedFinding, verdict: Verdict, who: str, why: str, now: str, origin: str = ""
) -> State | None:
    """Reject a finding (it is no fault) or ignore it (it may stay) for good; a waiting fix for it is dropped.

    Returns the state that it is in, None if somebody else has decided meanwhile.
    """
    state = State.REJECTED if verdict is Verdict.REJECTED else State.IGNORED
    if one.state is state or states.decide(ledger, one, state, decision(one, verdict, who, why, now, origin)):
        return state
    return None


def reopen(ledger: Ledger, one: RecordedFinding, who: str, why: str, now: str, origin: str = "") -> State | None:
    """Take back that a finding was rejected or ignored; return the state that it is in again, None if it was neither.

    The next round reads its page, since the fault may be gone by now.
    """
    return states.reopen(ledger, one, decision(one, Verdict.REOPENED, who, why, now, origin))


def decision(one: RecordedFinding, verdict: Verdict, who: str, why: str, now: str, origin: str = "") -> Decision:
    """Return a verdict on a finding as the ledger keeps it."""
    return Decision(who, verdict, now, one.rule, one.title, one.fingerprint, why, origin)
