"""Pages to read again at a certain time, although nobody edits them: what is wrong there may not be said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, select

from linterbot.ledger import Ledger, in_parts, upsert
from linterbot.ledger.schema import revisit as table


def plan(ledger: Ledger, times: Mapping[str, str]) -> None:
    """Remember when to read pages again, by title, instead of what was remembered of them."""
    with ledger.engine.begin() as db:
        plan_in(ledger, db, times)


def plan_in(ledger: Ledger, db: Connection, times: Mapping[str, str]) -> None:
    """Remember when to read pages again, within a transaction."""
    upsert.put(db, table, [{"wiki": ledger.wiki, "title": title, "at": at} for title, at in times.items()])


def due(ledger: Ledger, now: str) -> list[str]:
    """Return the pages that are to be read by now."""
    query = select(table.c.title).where(table.c.wiki == ledger.wiki, table.c.at <= now).order_by(table.c.title)
    with ledger.engine.connect() as db:
        return list(db.execute(query).scalars())


def forget(ledger: Ledger, titles: Iterable[str]) -> None:
    """Forget about pages, because they were read or are gone."""
    parts = list(in_parts(titles))
    if parts:
        with ledger.engine.begin() as db:
            for part in parts:
                db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.title.in_(part)))
