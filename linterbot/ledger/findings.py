"""What was found on which page, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from linterbot.ledger import Ledger
from linterbot.ledger.schema import finding as table
from linterbot.ledger.schema import page as pages
from linterbot.model import Finding


class State(StrEnum):
    """A finding is open until it is gone from the page (resolved) or a person said no to it (rejected)."""

    OPEN = "open"
    RESOLVED = "resolved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Noted:
    """A finding as people see it: the words it stands on, their row, whether the bot may repair it, and how."""

    finding: Finding
    words: str
    row: int
    repairable: bool
    suggestion: str


@dataclass(frozen=True)
class Recorded:
    """A finding as the ledger keeps it."""

    title: str
    fingerprint: str
    code: str
    rule: str
    severity: str
    message: str
    policy: str
    words: str
    row: int
    repairable: bool
    suggestion: str
    last_revision: int
    state: State
    since: str


_COLUMNS = [table.c[name] for name in Recorded.__dataclass_fields__]


def read_revision(ledger: Ledger, title: str) -> int:
    """Return the revision of a page that was last judged, 0 for a page never seen."""
    query = select(pages.c.revision).where(pages.c.wiki == ledger.wiki, pages.c.title == title)
    with ledger.engine.connect() as db:
        return db.execute(query).scalar_one_or_none() or 0


def record(ledger: Ledger, title: str, revision: int, noted: Sequence[Noted], now: str) -> list[Finding]:
    """Note what stands on a revision: new ones open, missing ones are resolved, rejected ones stay rejected.

    Returns the findings that are open now and were not before.
    """
    where = (table.c.wiki == ledger.wiki, table.c.title == title)
    with ledger.engine.begin() as db:
        known = {
            row.fingerprint: row.state for row in db.execute(select(table.c.fingerprint, table.c.state).where(*where))
        }
        fresh = [one for one in noted if known.get(one.finding.fingerprint) in (None, State.RESOLVED)]
        for one in noted:
            _note(ledger, db, title, revision, one, known.get(one.finding.fingerprint), now)
        there = {one.finding.fingerprint for one in noted}
        gone = [one for one, state in known.items() if state == State.OPEN and one not in there]
        _set(ledger, db, title, gone, State.RESOLVED, now)
        _page_read(ledger, db, title, revision, now)
    return [one.finding for one in fresh]


def forget_page(ledger: Ledger, title: str, now: str) -> None:
    """The page is gone: what was found on it is resolved."""
    with ledger.engine.begin() as db:
        mine = (table.c.wiki == ledger.wiki, table.c.title == title, table.c.state == State.OPEN)
        db.execute(update(table).where(*mine).values(state=State.RESOLVED, since=now))
        db.execute(delete(pages).where(pages.c.wiki == ledger.wiki, pages.c.title == title))


def reject(ledger: Ledger, title: str, fingerprints: Iterable[str], now: str) -> None:
    """A person undid the repair of these findings: they are closed for good."""
    with ledger.engine.begin() as db:
        _set(ledger, db, title, fingerprints, State.REJECTED, now)


def rejected(ledger: Ledger, title: str) -> frozenset[str]:
    """Return the fingerprints that people said no to on a page."""
    query = select(table.c.fingerprint).where(
        table.c.wiki == ledger.wiki, table.c.title == title, table.c.state == State.REJECTED
    )
    with ledger.engine.connect() as db:
        return frozenset(db.execute(query).scalars())


def of_page(ledger: Ledger, title: str, state: State = State.OPEN) -> list[Recorded]:
    """Return the findings of one page in a state, in the order of the page."""
    return [one for one in in_state(ledger, state) if one.title == title]


def in_state(ledger: Ledger, state: State, limit: int = 100_000) -> list[Recorded]:
    """Return the findings in a state, by title and row; at most `limit`, the newest where there are more."""
    query = select(*_COLUMNS).where(table.c.wiki == ledger.wiki, table.c.state == state)
    with ledger.engine.connect() as db:
        rows = db.execute(query.order_by(table.c.since.desc()).limit(limit)).all()
    found = [Recorded(**{**row._asdict(), "state": State(row.state)}) for row in rows]
    return sorted(found, key=lambda one: (one.title, one.row, one.code))


def _note(ledger: Ledger, db: Connection, title: str, revision: int, one: Noted, state: str | None, now: str) -> None:
    told = {
        "code": one.finding.code,
        "rule": one.finding.name,
        "severity": one.finding.severity,
        "message": one.finding.message,
        "policy": one.finding.policy,
        "words": one.words,
        "row": one.row,
        "repairable": one.repairable,
        "suggestion": one.suggestion,
        "last_revision": revision,
    }
    if state is None:
        key = {"wiki": ledger.wiki, "title": title, "fingerprint": one.finding.fingerprint}
        db.execute(insert(table).values(**key, **told, first_revision=revision, state=State.OPEN, since=now))
        return
    if state == State.RESOLVED:
        told |= {"state": State.OPEN, "since": now}
    where = (table.c.wiki == ledger.wiki, table.c.title == title, table.c.fingerprint == one.finding.fingerprint)
    db.execute(update(table).where(*where).values(**told))


def _set(ledger: Ledger, db: Connection, title: str, prints: Iterable[str], state: State, now: str) -> None:
    """Change the state of findings one by one: a page may have more of them than one statement may name."""
    mine = (table.c.wiki == ledger.wiki, table.c.title == title, table.c.fingerprint == bindparam("which"))
    if rows := [{"which": one} for one in prints]:
        db.execute(update(table).where(*mine).values(state=state, since=now), rows)


def _page_read(ledger: Ledger, db: Connection, title: str, revision: int, now: str) -> None:
    where = (pages.c.wiki == ledger.wiki, pages.c.title == title)
    if db.execute(update(pages).where(*where).values(revision=revision, read_at=now)).rowcount == 0:
        db.execute(insert(pages).values(wiki=ledger.wiki, title=title, revision=revision, read_at=now))
