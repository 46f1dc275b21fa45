"""The findings that people put off: each is out of that one person's queue for a while."""

from __future__ import annotations

from sqlalchemy import delete, insert, update

from linterbot.ledger import Ledger
from linterbot.ledger.schema import put_off as table


def add(ledger: Ledger, who: str, finding: int, until: str) -> None:
    """Put a finding off for a person until a time."""
    mine = (table.c.wiki == ledger.wiki, table.c.who == who, table.c.finding == finding)
    with ledger.engine.begin() as db:
        if not db.execute(update(table).where(*mine).values(until=until)).rowcount:
            db.execute(insert(table).values(wiki=ledger.wiki, who=who, finding=finding, until=until))


def take_back(ledger: Ledger, who: str, finding: int) -> bool:
    """Bring a finding back into a person's queue; False if it was not put off."""
    mine = (table.c.wiki == ledger.wiki, table.c.who == who, table.c.finding == finding)
    with ledger.engine.begin() as db:
        return bool(db.execute(delete(table).where(*mine)).rowcount)


def forget_old(ledger: Ledger, now: str) -> None:
    """Forget what is in its queue again anyway."""
    with ledger.engine.begin() as db:
        db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.until <= now))
