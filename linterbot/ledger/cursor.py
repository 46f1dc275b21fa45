"""How far recent changes have been read."""

from __future__ import annotations

from sqlalchemy import select

from linterbot.ledger import Ledger, upsert
from linterbot.ledger.schema import cursor


def get(ledger: Ledger) -> str | None:
    """Return the time (by the wiki's clock) up to which changes are recorded, None before the first round."""
    with ledger.engine.connect() as db:
        return db.execute(select(cursor.c.timestamp).where(cursor.c.wiki == ledger.wiki)).scalar_one_or_none()


def advance(ledger: Ledger, timestamp: str) -> None:
    """Move the cursor; only to be called when everything before it is recorded."""
    with ledger.engine.begin() as db:
        upsert.put(db, cursor, [{"wiki": ledger.wiki, "timestamp": timestamp}])
