"""What became of a fix that somebody approved."""

from __future__ import annotations

from typing import NamedTuple

from linterbot.ledger import Ledger, action_queries
from linterbot.ledger.actions import UNSETTLED, WAITING, Action, ActionKind, ActionState
from linterbot.ledger.findings import RecordedFinding
from linterbot.ledger.timestamps import before

_SOON = 60  # seconds within which a daemon that runs has sent what was approved, or said why not


class Outcome(NamedTuple):
    """How far it has come."""

    name: str  # none, waits, late, held, sending, done, undoing, undone, or failed
    reason: str = ""  # why, in words

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen by itself soon."""
        return self.name not in ("waits", "late", "sending", "undoing")


def outcome_of(ledger: Ledger, one: RecordedFinding, now: str) -> Outcome:
    """Return what became of the last write about a finding."""
    writes = action_queries.about(ledger, one.fingerprint, one.title)
    fix = next((it for it in reversed(writes) if it.plan.kind is ActionKind.FIX), None)
    if fix is None:
        return Outcome("none")
    if fix.state is ActionState.DONE and (undo := action_queries.undo_of(ledger, fix)) is not None:
        return _of_undo(undo)
    return _of_fix(fix, before(now, seconds=_SOON))


def _of_fix(fix: Action, soon: str) -> Outcome:
    if fix.state in WAITING:
        waits = "waits" if fix.at > soon else "late"
        return Outcome("held", fix.reason) if fix.reason else Outcome(waits)
    if fix.state in UNSETTLED:
        return Outcome("sending")
    if fix.state in (ActionState.DONE, ActionState.NOTHING_TO_DO):
        return Outcome("done")
    if fix.state in (ActionState.UNDONE, ActionState.REVERTED, ActionState.TAKEN_BACK):
        return Outcome("undone")
    return Outcome("failed", fix.reason)


def _of_undo(undo: Action) -> Outcome:
    if undo.state in WAITING and undo.reason:
        return Outcome("held", undo.reason)
    if undo.state in (*WAITING, *UNSETTLED):
        return Outcome("undoing")
    return Outcome("undone") if undo.state is ActionState.DONE else Outcome("failed", undo.reason)
