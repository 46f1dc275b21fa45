"""Whose turn it is to ask a farm of wikis: a token bucket for each farm, which all processes of a fleet share."""

from __future__ import annotations

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from linterbot.ledger import Ledger
from linterbot.ledger.schema import farm as table
from linterbot.ledger.wikis import clock

BURST = 2.0  # seconds' worth of requests that may leave at once after a time without any


def take(ledger: Ledger, farm: str, rate: float) -> float:
    """Take the next turn of a farm that may be asked `rate` times a second; return the seconds until it comes.

    The farm's row says when the bucket would be full again, as in the generic cell rate algorithm of ATM networks.
    """
    one = 1 / rate
    new = insert(table).values(name=farm, full=clock() + one)
    later = func.greatest(table.c.full, clock()) + one
    taken = new.on_conflict_do_update(index_elements=["name"], set_={"full": later})
    with ledger.engine.begin() as db:
        ahead = db.execute(taken.returning(table.c.full - clock())).scalar_one()
    return max(0.0, float(ahead) - one - BURST)


def stop(ledger: Ledger, farm: str, seconds: float) -> None:
    """Let nobody ask a farm for some seconds."""
    until = clock() + seconds + BURST
    new = insert(table).values(name=farm, full=until)
    later = func.greatest(table.c.full, until)
    with ledger.engine.begin() as db:
        db.execute(new.on_conflict_do_update(index_elements=["name"], set_={"full": later}))
