"""What people decided and what the bot decided itself: who, when, about what, and why. Nothing is ever removed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, func, insert, not_, or_, select

from linterbot.ledger import Ledger
from linterbot.ledger.schema import decision as table


class Verdict(StrEnum):
    """What was decided."""

    APPROVED = "approved"
    REJECTED = "rejected"
    IGNORED = "ignored"
    REVERTED = "reverted"
    REOPENED = "reopened"
    UNDONE = "undone"
    PAUSED = "paused"
    RESUMED = "resumed"


_OF_PEOPLE = (Verdict.APPROVED, Verdict.REJECTED, Verdict.IGNORED, Verdict.REOPENED)  # what they say of a finding


@dataclass(frozen=True)
class Decision:
    """One decision."""

    who: str
    verdict: Verdict
    at: str
    rule: str = ""  # "" if it was not about a rule
    title: str = ""  # "" if it was not about a page
    fingerprint: str = ""  # "" if it was not about a finding
    why: str = ""
    origin: str = ""  # a digest of the address that a request on the web came from, "" for any other way
    id: int = 0  # its number, 0 before it is kept


def keep(ledger: Ledger, decision: Decision) -> None:
    """Record a decision permanently."""
    with ledger.engine.begin() as db:
        keep_in(ledger, db, decision)


def keep_in(ledger: Ledger, db: Connection, decision: Decision) -> None:
    """Record a decision within the transaction that carries it out."""
    values = {name: value for name, value in vars(decision).items() if name != "id"}
    db.execute(insert(table).values(wiki=ledger.wiki, **values))


def newest(ledger: Ledger, limit: int) -> list[Decision]:
    """Return the newest decisions, newest first."""
    return _find(ledger, limit)


def by_person(ledger: Ledger, who: str, limit: int | None, since: str = "") -> list[Decision]:
    """Return the newest decisions of one person, or all, at or after a time, newest first."""
    return _find(ledger, limit, table.c.who == who, table.c.at >= since)


def about(ledger: Ledger, title: str, fingerprint: str) -> list[Decision]:
    """Return what was decided about one finding, oldest first."""
    return _find(ledger, 1000, table.c.title == title, table.c.fingerprint == fingerprint)[::-1]


def since_resumed(ledger: Ledger, rule: str, verdict: Verdict) -> list[Decision]:
    """Return the decisions of one kind about a rule since it was last resumed, by the order they were recorded in.

    Their times would not do: a person's decisions are dated by a different clock from the wiki's.
    """
    resumed = select(func.max(table.c.id)).where(
        table.c.wiki == ledger.wiki, table.c.rule == rule, table.c.verdict == Verdict.RESUMED
    )
    with ledger.engine.connect() as db:
        last = db.execute(resumed).scalar_one() or 0
    return _find(ledger, 10_000, table.c.rule == rule, table.c.verdict == verdict, table.c.id > last)


def counts(ledger: Ledger) -> dict[str, Counter[Verdict]]:
    """Return how often each rule got each verdict; of what people said of one finding, only the last counts."""
    about_one = and_(table.c.wiki == ledger.wiki, table.c.verdict.in_(_OF_PEOPLE), table.c.fingerprint != "")
    last = select(func.max(table.c.id)).where(about_one).group_by(table.c.title, table.c.fingerprint)
    counted = or_(not_(about_one), table.c.id.in_(last))
    query = select(table.c.rule, table.c.verdict, func.count()).where(table.c.wiki == ledger.wiki, counted)
    out: dict[str, Counter[Verdict]] = {}
    with ledger.engine.connect() as db:
        for rule, verdict, count in db.execute(query.group_by(table.c.rule, table.c.verdict)):
            out.setdefault(rule, Counter())[Verdict(verdict)] = count
    return out


def _find(ledger: Ledger, limit: int | None, *where: ColumnElement[bool]) -> list[Decision]:
    columns = [table.c[name] for name in Decision.__dataclass_fields__]
    query = select(*columns).where(table.c.wiki == ledger.wiki, *where).order_by(table.c.id.desc()).limit(limit)
    with ledger.engine.connect() as db:
        return [Decision(**{**row._asdict(), "verdict": Verdict(row.verdict)}) for row in db.execute(query)]
