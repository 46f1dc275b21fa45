"""One process of many that does something alone, for as long as its connection to the database lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import text

from linterbot.ledger import Ledger


@contextmanager
def leading(ledger: Ledger, key: int) -> Iterator[Callable[[], object] | None]:
    """Yield what proves that this process still leads, None if another one does.

    The proof raises LedgerError if the connection is lost, and the lead with it. It ends with the context, and with the
    process.
    """
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        if not db.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar_one():
            yield None
            return
        try:
            yield lambda: db.execute(text("SELECT 1"))
        finally:
            db.invalidate()  # otherwise the pool would keep the connection, and the lock
