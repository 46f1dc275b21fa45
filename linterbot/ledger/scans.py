"""Scans that a fleet does part by part: what is to do, what was done; times are those of the database's clock."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, delete, select, update

from linterbot.errors import LedgerError
from linterbot.ledger import Ledger, upsert
from linterbot.ledger.schema import scan, scan_part
from linterbot.ledger.wikis import clock

_AGAIN = 30.0  # seconds after which a part is due again that nothing was heard of
_AFTER_TROUBLE = 10.0  # the same, if the worker said that it could not do it
MOST_TRIES = 5
_FORGOTTEN = 7 * 24 * 3600.0  # seconds after which a scan is given up that nobody waits for
_LONGEST_TROUBLE = 500  # characters


class Part(NamedTuple):
    """One part of a scan."""

    digest: str  # of the scan
    number: int  # its place in the export, from 0


class Outcome(NamedTuple):
    """What became of a part."""

    result: bytes | None  # None as long as it is not done
    trouble: str  # why it will never be done, "" if it may still be


def begin(ledger: Ledger, digest: str, instructions: bytes) -> None:
    """Begin a scan, unless it has begun."""
    with ledger.engine.begin() as db:
        now = db.execute(select(clock())).scalar_one()
        upsert.add(db, scan, {"digest": digest, "instructions": instructions, "wanted": now})


def instructions(ledger: Ledger, digest: str) -> bytes | None:
    """Return how a scan is to be done, None if there is no such scan."""
    with ledger.engine.connect() as db:
        return db.execute(select(scan.c.instructions).where(scan.c.digest == digest)).scalar_one_or_none()


def still_wanted(ledger: Ledger, digest: str) -> None:
    """Note that somebody waits for a scan."""
    with ledger.engine.begin() as db:
        db.execute(update(scan).where(scan.c.digest == digest).values(wanted=clock()))


def parts(ledger: Ledger, digest: str) -> set[int]:
    """Return the numbers of the parts that a scan has so far."""
    with ledger.engine.connect() as db:
        return set(db.execute(select(scan_part.c.number).where(scan_part.c.digest == digest)).scalars())


def add(ledger: Ledger, part: Part, pages: bytes) -> None:
    """Add a part that is to be done; raises LedgerError if its scan was forgotten meanwhile."""
    with ledger.engine.begin() as db:
        if not db.execute(update(scan).where(scan.c.digest == part.digest).values(wanted=clock())).rowcount:
            raise LedgerError("scan", "somebody else has brought it to its end", "run the same command again")
        row = {**part._asdict(), "pages": pages, "due": 0.0, "tries": 0, "trouble": "", "result": None}
        upsert.add(db, scan_part, row)


def due(ledger: Ledger) -> set[str]:
    """Return the scans of which a part is to be done."""
    with ledger.engine.connect() as db:
        return set(db.execute(select(scan_part.c.digest).distinct().where(_due())).scalars())


def take(ledger: Ledger, but: Collection[str] = ()) -> tuple[Part, bytes] | None:
    """Take a part that is to be done, which nobody else then gets for a while, with its pages; None if there is none.

    The one that is waited for first comes first; parts of some scans are left to others.
    """
    wanted = and_(_due(), scan_part.c.digest.not_in(but))
    next_one = select(scan_part.c.digest, scan_part.c.number).where(wanted).order_by(scan_part.c.number).limit(1)
    values = {"due": clock() + _AGAIN, "tries": scan_part.c.tries + 1, "trouble": "its worker did not come back"}
    with ledger.engine.begin() as db:
        row = db.execute(next_one.with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        part = Part(*row)
        query = update(scan_part).where(_is(part)).values(**values).returning(scan_part.c.pages)
        return part, db.execute(query).scalar_one()


def still_at_it(ledger: Ledger, part: Part) -> None:
    """Let nobody else have a part for a while, because it takes long."""
    _change(ledger, part, due=clock() + _AGAIN)


def try_again(ledger: Ledger, digest: str) -> None:
    """Forget what came to nothing, because somebody asks anew."""
    with ledger.engine.begin() as db:
        given_up = (scan_part.c.digest == digest, scan_part.c.result.is_(None), scan_part.c.tries >= MOST_TRIES)
        db.execute(update(scan_part).where(*given_up).values(tries=0, due=clock(), trouble=""))


def done(ledger: Ledger, part: Part, result: bytes) -> None:
    """Note what a part came to; what it was made of is no longer needed."""
    _change(ledger, part, result=result, pages=b"", trouble="")


def failed(ledger: Ledger, part: Part, trouble: str) -> None:
    """Note that a part could not be done here and now."""
    _change(ledger, part, due=clock() + _AFTER_TROUBLE, trouble=trouble[:_LONGEST_TROUBLE])


def outcome(ledger: Ledger, part: Part) -> Outcome:
    """Return what became of a part."""
    columns = (scan_part.c.result, scan_part.c.trouble, scan_part.c.tries, scan_part.c.due < clock())
    mine = (scan_part.c.digest == part.digest, scan_part.c.number == part.number)
    with ledger.engine.connect() as db:
        row = db.execute(select(*columns).where(*mine)).one_or_none()
    if row is None:
        return Outcome(None, "the scan was given up")
    result, trouble, tries, over = row
    return Outcome(result, trouble if tries >= MOST_TRIES and over else "")


def forget(ledger: Ledger, digest: str) -> None:
    """Forget a scan."""
    with ledger.engine.begin() as db:
        for table in (scan_part, scan):
            db.execute(delete(table).where(table.c.digest == digest))


def forget_unwanted(ledger: Ledger) -> None:
    """Forget the scans that nobody has waited for in a week."""
    with ledger.engine.connect() as db:
        old = db.execute(select(scan.c.digest).where(scan.c.wanted < clock() - _FORGOTTEN)).scalars().all()
    for digest in old:
        forget(ledger, digest)
    with ledger.engine.begin() as db:
        db.execute(delete(scan_part).where(scan_part.c.digest.not_in(select(scan.c.digest))))


def _change(ledger: Ledger, part: Part, **values: object) -> None:
    with ledger.engine.begin() as db:
        db.execute(update(scan_part).where(_is(part)).values(**values))


def _due() -> ColumnElement[bool]:
    """Return the condition that a row is a part that somebody should do."""
    return and_(scan_part.c.result.is_(None), scan_part.c.due <= clock(), scan_part.c.tries < MOST_TRIES)


def _is(part: Part) -> ColumnElement[bool]:
    """Return the condition that a row is a part that is not done."""
    return and_(scan_part.c.digest == part.digest, scan_part.c.number == part.number, scan_part.c.result.is_(None))
