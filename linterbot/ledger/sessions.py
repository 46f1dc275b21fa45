"""Who is at the desk: one session for each person and browser, known by a secret of which only a digest is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from linterbot.ledger import Ledger
from linterbot.ledger.invitations import digest, new_secret
from linterbot.ledger.rights import Right
from linterbot.ledger.schema import session as table
from linterbot.ledger.timestamps import before

HOURS_IDLE, DAYS = 12, 30  # after which a session ends
_SEEN_AGAIN = 60  # seconds after which it is worth noting that somebody is still there


@dataclass(frozen=True)
class Session:
    """One person's session in one browser."""

    key: str  # the digest of its secret
    who: str  # the person's name on the wiki
    may: Right  # the most that they may do
    proven: bool  # whether they have shown that the account is theirs
    letters: str  # what they are asked to put into an edit summary, "" if they were not asked
    letters_at: str
    rights: Right  # what the wiki last said that they may do
    rights_at: str  # when that was, "" if it was not asked
    made_at: str
    seen_at: str


def begin(ledger: Ledger, who: str, may: Right, proven: bool, now: str) -> str:
    """Record a new session and return its secret."""
    secret = new_secret()
    values: dict[str, Any] = {"secret": digest(secret), "who": who, "may": int(may), "proven": proven}
    values |= {"letters": "", "letters_at": "", "rights": int(Right.NONE), "rights_at": ""}
    with ledger.engine.begin() as db:
        db.execute(insert(table).values(wiki=ledger.wiki, made_at=now, seen_at=now, **values))
    return secret


def find(ledger: Ledger, secret: str, now: str) -> Session | None:
    """Return the session with a secret, None if there is none or it has ended; note that the person was seen."""
    where = (table.c.wiki == ledger.wiki, table.c.secret == digest(secret), *_in_force(now))
    with ledger.engine.connect() as db:
        row = db.execute(select(table).where(*where)).one_or_none()
    if row is None:
        return None
    if row.seen_at < before(now, seconds=_SEEN_AGAIN):
        change(ledger, row.secret, seen_at=now)
    return _session(row)


def change(ledger: Ledger, key: str, **values: Any) -> bool:
    """Change what is known of a session; False if there is no such session any more."""
    mine = (table.c.wiki == ledger.wiki, table.c.secret == key)
    with ledger.engine.begin() as db:
        return bool(db.execute(update(table).where(*mine).values(**values)).rowcount)


def renew(ledger: Ledger, key: str, now: str, **values: Any) -> str | None:
    """Give a session a new secret and return that; whoever knew the old one is out. None if somebody was faster."""
    secret = new_secret()
    return secret if change(ledger, key, secret=digest(secret), seen_at=now, **values) else None


def end(ledger: Ledger, key: str) -> None:
    """End a session."""
    _delete(ledger, table.c.secret == key)


def end_all(ledger: Ledger, who: str) -> int:
    """End all sessions of a person, and return how many there were."""
    return _delete(ledger, table.c.who == who)


def forget_old(ledger: Ledger, now: str) -> None:
    """Forget the sessions that have ended by themselves."""
    idle, made = _limits(now)
    _delete(ledger, (table.c.seen_at < idle) | (table.c.made_at < made))


def all_of(ledger: Ledger, now: str) -> list[Session]:
    """Return the sessions that are in force, the last seen first."""
    query = select(table).where(table.c.wiki == ledger.wiki, *_in_force(now)).order_by(table.c.seen_at.desc())
    with ledger.engine.connect() as db:
        return [_session(row) for row in db.execute(query)]


def _in_force(now: str) -> tuple[ColumnElement[bool], ...]:
    idle, made = _limits(now)
    return (table.c.seen_at >= idle, table.c.made_at >= made)


def _limits(now: str) -> tuple[str, str]:
    return before(now, hours=HOURS_IDLE), before(now, days=DAYS)


def _delete(ledger: Ledger, where: ColumnElement[bool]) -> int:
    with ledger.engine.begin() as db:
        return int(db.execute(delete(table).where(table.c.wiki == ledger.wiki, where)).rowcount)


def _session(row: Any) -> Session:
    values = {name: getattr(row, name) for name in Session.__dataclass_fields__ if name != "key"}
    return Session(**{**values, "key": row.secret, "may": Right(row.may), "rights": Right(row.rights)})
