"""Records what was found on pages: new findings open, missing ones are resolved, closed ones stay closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, insert, select, update

from linterbot.ledger import Ledger, changes, in_parts, pages, take_write_lock
from linterbot.ledger.actions import ActionKind, ActionState
from linterbot.ledger.changes import Cause, Change
from linterbot.ledger.findings import UNDECIDED, State
from linterbot.ledger.pages import PageRead
from linterbot.ledger.schema import action
from linterbot.ledger.schema import finding as table
from linterbot.model import SECOND_READING_CODE, Finding


@dataclass(frozen=True)
class SeenFinding:
    """A finding as people see it."""

    finding: Finding
    words: str  # what is underlined, "" if it is about the whole page
    row: int
    fixable: bool  # whether the bot may fix it by itself
    suggestion: str  # its fix in words, "" if none is suggested
    reported: bool = True  # whether it is reported to people
    author: str = ""  # who brought it in, "" if unknown
    section: str = ""  # the heading it is under, "" if there is none
    parent: int = 0  # the revision before the edits that brought it in, 0 if unknown or if they created the page
    quiet: bool = False  # whether the page is of a kind that the bot does not speak of


_CHANGING = (
    *("code", "rule", "severity", "message", "policy", "words", "row", "fixable", "suggestion", "confidence"),
    *("state", "since", "opened_at", "author", "section", "parent", "revision", "last_revision"),
)


def record(
    ledger: Ledger, seen: Sequence[tuple[PageRead, Sequence[SeenFinding]]], now: str
) -> dict[str, list[Finding]]:
    """Record what was found on some pages, on all of them or none; return the newly opened findings by title.

    A resolved finding opens again only in a newer revision than the one it was gone from.
    """
    opened: dict[str, list[Finding]] = {}
    new: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    moves: list[Change] = []
    gone: dict[str, list[Row[Any]]] = {}
    with ledger.engine.begin() as db:
        take_write_lock(db)  # a person may be deciding on one of these findings at this moment
        known = _known(ledger, db, [read.title for read, _ in seen])
        for read, findings in seen:
            before = known.get(read.title, {})
            opened[read.title] = []
            for one in findings:
                row = before.pop(one.finding.fingerprint, None)
                state = _state(row, one, read)
                (new if row is None else changed).append(_values(ledger, read, one, row, state, now))
                if row is not None and row.state != state:
                    moves.append(Change(row.id, row.rule, row.state, state, now, Cause.READ))
                if state is State.OPEN and (row is None or row.state != State.OPEN):
                    opened[read.title].append(one.finding)
            gone[read.title] = [row for row in before.values() if row.state in UNDECIDED]
            changed += [_resolved(row, read, now) for row in gone[read.title]]
        moves += _settled(ledger, db, gone, now)
        moves += _insert(db, new)
        _update(db, changed)
        changes.note(ledger, db, moves)
        pages.put(ledger, db, [read for read, _ in seen])
    return opened


def _settled(ledger: Ledger, db: Connection, gone: Mapping[str, Sequence[Row[Any]]], now: str) -> Iterator[Change]:
    """Yield what became of the findings that are gone, by title: repaired by the bot, or resolved by somebody."""
    done = (action.c.wiki == ledger.wiki, action.c.kind == ActionKind.FIX, action.c.state == ActionState.DONE)
    repaired: set[tuple[str, str]] = set()
    for part in in_parts(title for title, rows in gone.items() if rows):
        fixes = select(action.c.title, action.c.fingerprints).where(*done, action.c.title.in_(part))
        repaired |= {(row.title, one) for row in db.execute(fixes) for one in row.fingerprints.split()}
    for title, rows in gone.items():
        for row in rows:
            cause = Cause.REPAIRED if (title, row.fingerprint) in repaired else Cause.READ
            yield Change(row.id, row.rule, row.state, State.RESOLVED, now, cause)


def _insert(db: Connection, new: list[dict[str, object]]) -> list[Change]:
    """Write new findings, and return the change that each of them is."""
    written = insert(table).returning(table.c.id, table.c.rule, table.c.state, table.c.since)
    rows = db.execute(written, new) if new else ()
    return [Change(row.id, row.rule, "", row.state, row.since, Cause.READ) for row in rows]


def _update(db: Connection, changed: list[dict[str, object]]) -> None:
    if changed:
        values: dict[str, BindParameter[object]] = {name: bindparam(f"new_{name}") for name in _CHANGING}
        db.execute(update(table).where(table.c.id == bindparam("which")).values(**values), changed)


def _known(ledger: Ledger, db: Connection, titles: Iterable[str]) -> dict[str, dict[str, Row[Any]]]:
    known: dict[str, dict[str, Row[Any]]] = {}
    for part in in_parts(titles):
        mine = select(table).where(table.c.wiki == ledger.wiki, table.c.title.in_(part)).with_for_update()
        for row in db.execute(mine):
            known.setdefault(row.title, {})[row.fingerprint] = row
    return known


def _state(row: Row[Any] | None, one: SeenFinding, read: PageRead) -> State:
    """Return the state of a finding that is on the page: new, still there, or there again."""
    if row is None:
        return State.OPEN if one.reported else State.BACKLOG
    before = State(row.state)
    if before is State.OPEN and one.quiet:
        return State.BACKLOG
    if before is State.BACKLOG and one.reported:
        return State.OPEN
    if before is State.RESOLVED and read.revision > row.last_revision:
        return State.OPEN if one.reported else State.BACKLOG
    return before


def _values(
    ledger: Ledger, read: PageRead, one: SeenFinding, row: Row[Any] | None, state: State, now: str
) -> dict[str, object]:
    """Return the values to write for a finding: a whole row if it is new, otherwise what may have changed."""
    values = {
        "code": SECOND_READING_CODE if one.finding.second_reading else one.finding.code,
        "rule": one.finding.answers_for,
        "severity": one.finding.severity,
        "message": one.finding.message,
        "policy": one.finding.policy,
        "words": one.words,
        "row": one.row,
        "fixable": one.fixable,
        "suggestion": one.suggestion,
        "confidence": one.finding.confidence,
        "state": state,
        "since": now,
        "opened_at": now if state is State.OPEN else "",
        "author": one.author if one.reported else "",
        "section": one.section,
        "parent": one.parent,
        "revision": read.revision,
        "last_revision": read.revision,
    }
    if row is None:
        key = {"wiki": ledger.wiki, "title": read.title, "fingerprint": one.finding.fingerprint}
        return {**key, **values}
    values["opened_at"] = row.opened_at or values["opened_at"]
    values["author"] = row.author  # whoever touches it or puts it back did not bring it in
    if row.state == state:
        values |= {"since": row.since, "parent": row.parent, "revision": row.revision}
    if state is State.RESOLVED:
        values["last_revision"] = row.last_revision
    return {"which": row.id, **{f"new_{name}": value for name, value in values.items()}}


def _resolved(row: Row[Any], read: PageRead, now: str) -> dict[str, object]:
    """Return the values to write for a finding that is gone from its page."""
    values = {name: getattr(row, name) for name in _CHANGING}
    values |= {"state": State.RESOLVED, "since": now, "last_revision": read.revision}
    return {"which": row.id, **{f"new_{name}": value for name, value in values.items()}}
