"""Invitations to the desk: who may come in once, until when, and what they may do there.

Of the secret in an invitation's link only a digest is kept, so nobody who reads the ledger can use it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import ColumnElement, insert, select, update

from linterbot.ledger import Ledger
from linterbot.ledger.rights import Right
from linterbot.ledger.schema import invitation as table

_BYTES = 32  # of a secret


@dataclass(frozen=True)
class Invitation:
    """A person who was invited."""

    who: str  # their name on the wiki
    may: Right  # the most that they may do
    trusted: bool  # whether the operator knows them, so that they need not prove who they are


def new_secret() -> str:
    """Return a secret that nobody can guess."""
    return secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def add(ledger: Ledger, invited: Invitation, now: str, until: str) -> str:
    """Record an invitation and return its secret, which is told once and not kept."""
    secret = new_secret()
    values = {"who": invited.who, "may": int(invited.may), "trusted": invited.trusted}
    values |= {"secret": digest(secret), "made_at": now, "until": until, "spent_at": ""}
    with ledger.engine.begin() as db:
        db.execute(insert(table).values(wiki=ledger.wiki, **values))
    return secret


def look_up(ledger: Ledger, secret: str, now: str) -> Invitation | None:
    """Return an invitation that can still be used, None if there is none with this secret."""
    query = select(table).where(*_valid(ledger, secret, now))
    with ledger.engine.connect() as db:
        row = db.execute(query).one_or_none()
    return Invitation(row.who, Right(row.may), row.trusted) if row is not None else None


def spend(ledger: Ledger, secret: str, now: str) -> Invitation | None:
    """Return an invitation and spend it; None if it cannot be used, or if somebody else was faster."""
    invited = look_up(ledger, secret, now)
    with ledger.engine.begin() as db:
        spent = db.execute(update(table).where(*_valid(ledger, secret, now)).values(spent_at=now)).rowcount
    return invited if spent else None


def withdraw(ledger: Ledger, who: str, now: str) -> int:
    """Withdraw the invitations of a person that can still be used, and return how many there were."""
    where = (table.c.wiki == ledger.wiki, table.c.who == who, table.c.until > now, table.c.spent_at == "")
    with ledger.engine.begin() as db:
        return int(db.execute(update(table).where(*where).values(until=now)).rowcount)


def _valid(ledger: Ledger, secret: str, now: str) -> tuple[ColumnElement[bool], ...]:
    return (table.c.wiki == ledger.wiki, table.c.secret == digest(secret), table.c.until > now, table.c.spent_at == "")
