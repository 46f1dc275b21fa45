"""The outbox of what operators are told outside the wiki: each notice reaches its target at least once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select, update

from linterbot.ledger import Ledger, upsert
from linterbot.ledger.schema import notice as table


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given up"


@dataclass(frozen=True)
class Notice:
    """Something that one target is told once."""

    id: int
    target: str  # its name in the configuration
    event: str
    body: str  # in words
    at: str  # when it happened
    due: str  # when to send it, or to try again
    tries: int


def add(ledger: Ledger, key: str, event: str, targets: Iterable[str], body: str, now: str) -> None:
    """Put a notice for each target into the outbox, unless one with this key is there already."""
    for target in targets:
        values: dict[str, object] = {"target": target, "key": key, "event": event, "body": body, "at": now, "due": now}
        values |= {"tries": 0, "state": NoticeState.WAITING, "reason": ""}
        with ledger.engine.begin() as db:
            upsert.add(db, table, {"wiki": ledger.wiki, **values})


def due(ledger: Ledger, now: str) -> list[Notice]:
    """Return the notices to send by now, oldest first."""
    columns = [table.c[name] for name in Notice.__dataclass_fields__]
    where = (table.c.wiki == ledger.wiki, table.c.state == NoticeState.WAITING, table.c.due <= now)
    with ledger.engine.connect() as db:
        return [Notice(**row._asdict()) for row in db.execute(select(*columns).where(*where).order_by(table.c.id))]


def sent(ledger: Ledger, one: Notice) -> None:
    """Note that a target has a notice."""
    _settle(ledger, one, {"state": NoticeState.SENT, "reason": ""})


def not_sent(ledger: Ledger, one: Notice, reason: str, again: str) -> None:
    """Note why a target could not be told, and when to try again; "" if that is given up."""
    state = NoticeState.WAITING if again else NoticeState.GIVEN_UP
    _settle(ledger, one, {"state": state, "reason": reason, "due": again or one.due, "tries": one.tries + 1})


def given_up(ledger: Ledger) -> list[tuple[str, str]]:
    """Return the targets that could not be told of something, each with the reason."""
    where = (table.c.wiki == ledger.wiki, table.c.state == NoticeState.GIVEN_UP)
    with ledger.engine.connect() as db:
        return [(row.target, row.reason) for row in db.execute(select(table.c.target, table.c.reason).where(*where))]


def _settle(ledger: Ledger, one: Notice, values: dict[str, object]) -> None:
    with ledger.engine.begin() as db:
        db.execute(update(table).where(table.c.id == one.id).values(**values))
