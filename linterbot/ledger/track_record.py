"""The track record of each rule on a wiki: what it did, how people responded, and how reliable that makes it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sqlalchemy import func, select

from linterbot.ledger import Ledger, decisions
from linterbot.ledger.actions import WRITTEN, ActionKind, ActionState
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.schema import action as table

ENOUGH = 0.9  # the lower bound that is enough evidence for `auto`: 35 good ones without a bad one
_Z = 1.96  # standard deviations on either side that cover 95 %


@dataclass
class TrackRecord:
    """What a rule has done on a wiki, and how people responded."""

    edits: int = 0  # fixes written
    reverts: int = 0  # those that were reverted or undone
    approvals: int = 0  # findings that operators approved
    rejections: int = 0  # findings that operators rejected
    unattended: int = 0  # fixes that nobody approved or undid

    @property
    def lower_bound(self) -> float:
        """The lower end of the 95 % Wilson interval of its accuracy, from 0 to 1; 0 without evidence."""
        return wilson(self.good, self.counted)

    @property
    def good(self) -> int:
        """How often it was right: approved, or fixed and left as it was."""
        return self.approvals + self.unattended

    @property
    def counted(self) -> int:
        """How often somebody could tell whether it was right."""
        return self.good + self.rejections + self.reverts


def track_records(ledger: Ledger) -> dict[str, TrackRecord]:
    """Return the record of every rule that has one; a fix that an operator approved counts once, as an approval."""
    # The database does the counting: there may be very many fixes, but only a few combinations of rules.
    out: dict[str, TrackRecord] = {}
    approved = table.c.approved_by != ""
    query = select(table.c.rules, table.c.state, approved.label("approved"), func.count().label("number"))
    query = query.where(table.c.wiki == ledger.wiki, table.c.kind == ActionKind.FIX, table.c.state.in_(WRITTEN))
    with ledger.engine.connect() as db:
        for row in db.execute(query.group_by(table.c.rules, table.c.state, approved)):
            for rule in row.rules.split():
                record = out.setdefault(rule, TrackRecord())
                record.edits += row.number
                if row.state == ActionState.TAKEN_BACK:
                    continue  # whoever had approved it had made a slip
                if row.state != ActionState.DONE:
                    record.reverts += row.number
                elif not row.approved:
                    record.unattended += row.number
    for rule, verdicts in decisions.counts(ledger).items():
        if rule:
            record = out.setdefault(rule, TrackRecord())
            record.approvals += verdicts[Verdict.APPROVED]
            record.rejections += verdicts[Verdict.REJECTED]
    return out


def wilson(good: int, all_of: int) -> float:
    """Return the lower end of the 95 % Wilson interval for a share, from 0 to 1; 0 if nothing was counted."""
    return interval(good, all_of)[0] if all_of else 0.0


def interval(good: int, all_of: int) -> tuple[float, float]:
    """Return both ends of the 95 % Wilson interval for a share, from 0 to 1; something must have been counted."""
    share, z2 = good / all_of, _Z**2
    middle = share + z2 / (2 * all_of)
    spread = _Z * math.sqrt(share * (1 - share) / all_of + z2 / (4 * all_of**2))
    return max(0.0, (middle - spread) / (1 + z2 / all_of)), min(1.0, (middle + spread) / (1 + z2 / all_of))
