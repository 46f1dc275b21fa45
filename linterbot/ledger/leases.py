"""One writer per wiki: a row that its holder renews, and that another process may take when the holder is gone.

Times are the database's own, so two machines whose clocks disagree still agree on who holds a wiki.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Integer, cast, delete, func, or_, select, update

from linterbot.errors import LedgerError, WikiBusy
from linterbot.ledger import Ledger, process_identity, upsert
from linterbot.ledger.schema import lease as table

_BETWEEN_TRIES = 0.5  # seconds
SECONDS = 45  # how long a lease lasts; so a dead holder loses a wiki within a minute


def take(ledger: Ledger, name: str) -> bool:
    """Take a wiki, or renew the lease; returns False if another live process holds it."""
    now = _clock(ledger)
    # An end further ahead than any holder sets it means that the clock was put back.
    free = or_(table.c.holder == name, table.c.until < now, table.c.until > now + 2 * SECONDS)
    where = (table.c.wiki == ledger.wiki, free)
    with ledger.engine.begin() as db:
        held_by = db.execute(select(table.c.holder).where(table.c.wiki == ledger.wiki)).scalar_one_or_none()
        if held_by is not None and held_by != name and process_identity.is_dead(held_by):
            where = (table.c.wiki == ledger.wiki, table.c.holder == held_by)
        if db.execute(update(table).where(*where).values(holder=name, until=now + SECONDS)).rowcount:
            return True
        if held_by is not None:
            return False
    return _first(ledger, name)


def _first(ledger: Ledger, name: str) -> bool:
    """Take a wiki that has never been held; returns False if another process was first."""
    with ledger.engine.begin() as db:
        return upsert.add(db, table, {"wiki": ledger.wiki, "holder": name, "until": _clock(ledger) + SECONDS})


def give_back(ledger: Ledger, name: str) -> None:
    """Release a wiki that is ours."""
    with ledger.engine.begin() as db:
        db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.holder == name))


def held_by(ledger: Ledger) -> str:
    """Return who holds a wiki at the moment, "" if nobody does."""
    where = (table.c.wiki == ledger.wiki, table.c.until >= _clock(ledger))
    with ledger.engine.connect() as db:
        found = db.execute(select(table.c.holder).where(*where)).scalar_one_or_none() or ""
    return "" if process_identity.is_dead(found) else found


@contextmanager
def held(ledger: Ledger, patience: float = 0) -> Iterator[str]:
    """Hold a wiki inside the context, renewing the lease all the while; yields the name of the holder.

    Raises WikiBusy if another linterbot still holds it after `patience` seconds.
    """
    name, end = process_identity.new_name(), time.monotonic() + patience
    while not (taken := take(ledger, name)) and time.monotonic() < end:
        time.sleep(_BETWEEN_TRIES)  # the other one gives no sign when it releases the wiki
    if not taken:
        remedy = "wait a minute, or stop the other one"
        raise WikiBusy(ledger.wiki, "another linterbot is writing to this wiki", remedy)
    done = threading.Event()
    beat = threading.Thread(target=_renew, args=(ledger, name, done), daemon=True)
    beat.start()
    try:
        yield name
    finally:
        done.set()
        beat.join()
        give_back(ledger, name)


def _renew(ledger: Ledger, name: str, done: threading.Event) -> None:
    """Renew until asked to stop; a wiki that was lost is not taken back, since the next write will notice."""
    while not done.wait(SECONDS / 4):
        where = (table.c.wiki == ledger.wiki, table.c.holder == name)
        try:
            with ledger.engine.begin() as db:
                db.execute(update(table).where(*where).values(until=_clock(ledger) + SECONDS))
        except LedgerError:
            continue  # the database is busy or full: the next beat, or the next write, will show


def _clock(ledger: Ledger) -> ColumnElement[int]:
    """Return the database's clock, in whole seconds."""
    if ledger.engine.dialect.name == "sqlite":
        return cast(func.strftime("%s", "now"), Integer)
    return cast(func.extract("epoch", func.clock_timestamp()), Integer)
