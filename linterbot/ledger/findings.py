"""What was found on which page, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, bindparam, delete, func, insert, select, update

from linterbot.ledger import Ledger, in_parts, pages
from linterbot.ledger.pages import PageRead
from linterbot.ledger.schema import finding as table
from linterbot.ledger.schema import page as page_table
from linterbot.model import Finding


class State(StrEnum):
    """What became of a finding.

    Open until it is gone from the page (resolved), a person said that it is none (rejected), or that it may stay
    (ignored); the last two are for good. What stood there before anybody asked us is recorded silently (backlog).
    """

    OPEN = "open"
    BACKLOG = "backlog"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    IGNORED = "ignored"


_MOST = 100_000  # that one question may bring
_CLOSED = (State.REJECTED, State.IGNORED)


@dataclass(frozen=True)
class Noted:
    """A finding as people see it: the words it stands on, their row, whether the bot may repair it, and how.

    `speaks` says whether people are told of it, `author` who brought it in ("" where nobody can say).
    """

    finding: Finding
    words: str
    row: int
    repairable: bool
    suggestion: str
    speaks: bool = True
    author: str = ""


@dataclass(frozen=True)
class Recorded:
    """A finding as the ledger keeps it; people name it by its number."""

    id: int
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
    confidence: float
    author: str
    last_revision: int
    state: State
    since: str


_CHANGING = (
    *("code", "rule", "severity", "message", "policy", "words", "row", "repairable", "suggestion", "confidence"),
    *("state", "since", "author", "last_revision"),
)
_COLUMNS = [table.c[name] for name in Recorded.__dataclass_fields__]


def record(ledger: Ledger, seen: Sequence[tuple[PageRead, Sequence[Noted]]], now: str) -> dict[str, list[Finding]]:
    """Note what stands on some pages: new ones open, missing ones are resolved, closed ones stay closed.

    One that was resolved opens again only in a newer revision than the one it was gone from. Returns for each page the
    findings that are open now and were not before. All pages are noted, or none.
    """
    opened: dict[str, list[Finding]] = {}
    new: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    with ledger.engine.begin() as db:
        known = _known(ledger, db, [read.title for read, _ in seen])
        for read, noted in seen:
            before = known.get(read.title, {})
            opened[read.title] = []
            for one in noted:
                row = before.pop(one.finding.fingerprint, None)
                state = _state(row, one, read)
                (new if row is None else changed).append(_values(ledger, read, one, row, state, now))
                if state is State.OPEN and (row is None or row.state != State.OPEN):
                    opened[read.title].append(one.finding)
            gone = (row for row in before.values() if row.state in (State.OPEN, State.BACKLOG))
            changed += [_resolved(row, read, now) for row in gone]
        if new:
            db.execute(insert(table), new)
        if changed:
            values: dict[str, BindParameter[object]] = {name: bindparam(f"new_{name}") for name in _CHANGING}
            db.execute(update(table).where(table.c.id == bindparam("which")).values(**values), changed)
        pages.put(ledger, db, [read for read, _ in seen], now)
    return opened


def _known(ledger: Ledger, db: Connection, titles: Iterable[str]) -> dict[str, dict[str, Row[Any]]]:
    known: dict[str, dict[str, Row[Any]]] = {}
    for part in in_parts(titles):
        for row in db.execute(select(table).where(table.c.wiki == ledger.wiki, table.c.title.in_(part))):
            known.setdefault(row.title, {})[row.fingerprint] = row
    return known


def _state(row: Row[Any] | None, one: Noted, read: PageRead) -> State:
    if row is None:
        return State.OPEN if one.speaks else State.BACKLOG
    return _next(State(row.state), one.speaks, read.revision > row.last_revision)


def _next(state: State, speaks: bool, newer: bool) -> State:
    """Return the state of a finding that is still, or again, on the page."""
    if state is State.BACKLOG and speaks:
        return State.OPEN
    if state is State.RESOLVED and newer:
        return State.OPEN if speaks else State.BACKLOG
    return state


def forget_page(ledger: Ledger, title: str, now: str) -> None:
    """The page is gone: what was found on it is resolved."""
    with ledger.engine.begin() as db:
        unsettled = table.c.state.in_((State.OPEN, State.BACKLOG))
        mine = (table.c.wiki == ledger.wiki, table.c.title == title, unsettled)
        db.execute(update(table).where(*mine).values(state=State.RESOLVED, since=now))
        db.execute(delete(page_table).where(page_table.c.wiki == ledger.wiki, page_table.c.title == title))


def close(ledger: Ledger, title: str, fingerprints: Iterable[str], state: State, now: str) -> None:
    """A person decided: these findings are rejected or ignored, for good."""
    with ledger.engine.begin() as db:
        _set(ledger, db, title, fingerprints, {"state": state, "since": now})


def closed(ledger: Ledger, title: str) -> frozenset[str]:
    """Return the fingerprints on a page that people rejected or want ignored."""
    return frozenset(one.fingerprint for one in _find(ledger, table.c.title == title, table.c.state.in_(_CLOSED)))


def states_on(ledger: Ledger, titles: Iterable[str]) -> dict[str, dict[str, State]]:
    """Return what became of the findings on some pages, by title and fingerprint; pages without any are left out."""
    out: dict[str, dict[str, State]] = {}
    columns = (table.c.title, table.c.fingerprint, table.c.state)
    with ledger.engine.connect() as db:
        for part in in_parts(titles):
            for row in db.execute(select(*columns).where(table.c.wiki == ledger.wiki, table.c.title.in_(part))):
                out.setdefault(row.title, {})[row.fingerprint] = State(row.state)
    return out


def of_page(ledger: Ledger, title: str, state: State = State.OPEN) -> list[Recorded]:
    """Return the findings of one page in a state, in the order of the page."""
    return _in_order(_find(ledger, table.c.title == title, table.c.state == state))


def numbered(ledger: Ledger, number: int) -> Recorded | None:
    """Return the finding of a number, None where there is none on this wiki."""
    return next(iter(_find(ledger, table.c.id == number)), None)


def in_state(
    ledger: Ledger, state: State, rules: Collection[str] | None = None, since: str = "", limit: int | None = None
) -> list[Recorded]:
    """Return the findings that are in a state since a time or later, or those of some rules, by title and row.

    Of more than `limit` the newest are returned.
    """
    where = [table.c.state == state, table.c.since >= since]
    if rules is not None:
        where.append(table.c.rule.in_(rules))
    return _in_order(_find(ledger, *where, limit=limit or _MOST))


def count(ledger: Ledger, state: State) -> Counter[str]:
    """Return how many findings of each rule are in a state."""
    query = select(table.c.rule, func.count().label("number")).where(
        table.c.wiki == ledger.wiki, table.c.state == state
    )
    with ledger.engine.connect() as db:
        return Counter({row.rule: row.number for row in db.execute(query.group_by(table.c.rule))})


def _find(ledger: Ledger, *where: ColumnElement[bool], limit: int = _MOST) -> list[Recorded]:
    query = select(*_COLUMNS).where(table.c.wiki == ledger.wiki, *where)
    with ledger.engine.connect() as db:
        rows = db.execute(query.order_by(table.c.since.desc()).limit(limit)).all()
    return [Recorded(**{**row._asdict(), "state": State(row.state)}) for row in rows]


def _in_order(found: list[Recorded]) -> list[Recorded]:
    return sorted(found, key=lambda one: (one.title, one.row, one.code))


def _values(
    ledger: Ledger, read: PageRead, one: Noted, row: Row[Any] | None, state: State, now: str
) -> dict[str, object]:
    """Return what to write of a finding: a whole row where there is none, else what may have changed of it."""
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
        "confidence": one.finding.confidence,
        "state": state,
        "since": now,
        "author": one.author if one.speaks else "",
        "last_revision": read.revision,
    }
    if row is None:
        key = {"wiki": ledger.wiki, "title": read.title, "fingerprint": one.finding.fingerprint}
        return {**key, **told, "first_revision": read.revision}
    told["author"] = row.author  # whoever touches it, or puts it back, did not bring it in
    if row.state == state:
        told["since"] = row.since
    if state is State.RESOLVED:
        told["last_revision"] = row.last_revision
    return {"which": row.id, **{f"new_{name}": value for name, value in told.items()}}


def _resolved(row: Row[Any], read: PageRead, now: str) -> dict[str, object]:
    """Return what to write of a finding that is gone from its page."""
    told = {name: getattr(row, name) for name in _CHANGING}
    told |= {"state": State.RESOLVED, "since": now, "last_revision": read.revision}
    return {"which": row.id, **{f"new_{name}": value for name, value in told.items()}}


def _set(ledger: Ledger, db: Connection, title: str, prints: Iterable[str], values: dict[str, object]) -> None:
    """Change findings one by one: a page may have more of them than one statement may name."""
    mine = (table.c.wiki == ledger.wiki, table.c.title == title, table.c.fingerprint == bindparam("which"))
    if rows := [{"which": one} for one in prints]:
        db.execute(update(table).where(*mine).values(**values), rows)
