"""What each rule has earned on a wiki: what it did, what people said to it, and how sure that makes us of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from linterbot.ledger import Ledger, decisions
from linterbot.ledger.actions import WRITTEN, ActionKind, ActionState, find
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.schema import action as table

ENOUGH = 0.9  # the lower bound from which there is evidence for `auto`: 35 good ones without a bad one
_Z = 1.96  # standard deviations on either side that hold 95 %


@dataclass
class Earned:
    """A rule's record: edits written, those reverted or undone, and what operators decided on its findings."""

    edits: int = 0
    reverts: int = 0
    approvals: int = 0
    rejections: int = 0
    unattended: int = 0

    @property
    def lower_bound(self) -> float:
        """The lower end of the 95 % interval (Wilson's) of its accuracy, from 0 to 1; 0 without evidence."""
        bad = self.rejections + self.reverts
        return wilson(self.approvals + self.unattended, self.approvals + self.unattended + bad)


def of_rules(ledger: Ledger) -> dict[str, Earned]:
    """Return the record of every rule that has one. An edit that an operator approved counts once, as an approval."""
    out: dict[str, Earned] = {}
    for one in find(ledger, table.c.kind == ActionKind.FIX, table.c.state.in_(WRITTEN)):
        for rule in one.plan.rules:
            earned = out.setdefault(rule, Earned())
            earned.edits += 1
            if one.state is not ActionState.DONE:
                earned.reverts += 1
            elif not one.plan.approved_by:
                earned.unattended += 1
    for rule, verdicts in decisions.counts(ledger).items():
        earned = out.setdefault(rule, Earned())
        earned.approvals += verdicts[Verdict.APPROVED]
        earned.rejections += verdicts[Verdict.REJECTED]
    return {rule: earned for rule, earned in out.items() if rule}


def wilson(good: int, all_of: int) -> float:
    """Return the lower end of Wilson's 95 % interval for a share; 0 where nothing was counted."""
    if not all_of:
        return 0.0
    share, z2 = good / all_of, _Z**2
    middle = share + z2 / (2 * all_of)
    spread = _Z * math.sqrt(share * (1 - share) / all_of + z2 / (4 * all_of**2))
    return max(0.0, (middle - spread) / (1 + z2 / all_of))
