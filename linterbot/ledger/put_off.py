"""The findings that people put off: each is out of that one person's queue for a while."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import delete, select

from linterbot.ledger import Ledger, upsert
from linterbot.ledger.schema import put_off as table

_MOST = 200  # that are listed


class PutOff(NamedTuple):
    """A finding that somebody put off."""

    finding: int
    since: str


def add(ledger: Ledger, who: str, finding: int, now: str, until: str) -> None:
    """Put a finding off for a person until a time."""
    row = {"wiki": ledger.wiki, "who": who, "finding": finding, "since": now, "until": until}
    with ledger.engine.begin() as db:
        upsert.put(db, table, [row])


def take_back(ledger: Ledger, who: str, finding: int, now: str) -> bool:
    """Bring a finding back into a person's queue; False if it is not put off."""
    mine = (table.c.wiki == ledger.wiki, table.c.who == who, table.c.finding == finding, table.c.until > now)
    with ledger.engine.begin() as db:
        return bool(db.execute(delete(table).where(*mine)).rowcount)


def newest(ledger: Ledger, who: str, now: str, first: int = 0) -> PutOff | None:
    """Return what a person put off last and is still out of their queue, None if there is nothing.

    If the finding with the number `first` is among it, it counts as the last.
    """
    mine = (table.c.wiki == ledger.wiki, table.c.who == who, table.c.until > now)
    query = select(table.c.finding, table.c.since).where(*mine)
    query = query.order_by((table.c.finding == first).desc(), table.c.since.desc(), table.c.finding.desc())
    with ledger.engine.connect() as db:
        row = db.execute(query.limit(1)).first()
    return PutOff(*row) if row is not None else None


def all_of(ledger: Ledger, who: str, now: str) -> list[PutOff]:
    """Return what a person put off and is still out of their queue, newest first."""
    mine = (table.c.wiki == ledger.wiki, table.c.who == who, table.c.until > now)
    query = select(table.c.finding, table.c.since).where(*mine).order_by(table.c.since.desc(), table.c.finding.desc())
    with ledger.engine.connect() as db:
        return [PutOff(*row) for row in db.execute(query.limit(_MOST))]


def forget_old(ledger: Ledger, now: str) -> None:
    """Forget what is in its queue again anyway."""
    with ledger.engine.begin() as db:
        db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.until <= now))
