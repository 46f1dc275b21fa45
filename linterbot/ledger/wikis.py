"""When each wiki of a fleet is due, and how it is doing; times are seconds since 1970 by the database's clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Float, cast, delete, func, select, update

from linterbot.ledger import Ledger, in_parts, key_values, upsert
from linterbot.ledger.actions import WAITING
from linterbot.ledger.schema import action, note, pause
from linterbot.ledger.schema import wiki as table

_AGAIN = 60.0  # seconds after which a wiki that was woken is due again, should its round be lost


@dataclass(frozen=True)
class WikiState:
    """One wiki of a fleet."""

    name: str
    version: str  # which version of its configuration is known
    due: float
    cost: float  # seconds that a round is expected to take, 0 before the first
    last_edit: float  # when somebody last edited the wiki, 0 if unknown
    finished: float  # when its last round ended, 0 if there was none
    late: float  # seconds that the last waking came late
    examined: str  # the version that was compared with the wiki, "" if none was
    trouble: str  # why it is set aside until its configuration changes or somebody wakes it, "" if it is not


@dataclass(frozen=True)
class Round:
    """How a round went."""

    cost: float
    late: float
    last_edit: float
    every: float  # seconds until the next
    trouble: str = ""
    read: bool = True  # whether the wiki was read to the end


def follow(ledger: Ledger, versions: Mapping[str, str]) -> None:
    """Let the wikis be those that have a configuration, by its version; a new one, or one that changed, is due now."""
    with ledger.engine.begin() as db:
        known: dict[str, str] = {row.name: row.version for row in db.execute(select(table.c.name, table.c.version))}
        now = db.execute(select(clock())).scalar_one()
        for part in in_parts(known.keys() - versions.keys()):
            db.execute(delete(table).where(table.c.name.in_(part)))
        changed = sorted(name for name, version in versions.items() if known.get(name) != version)
        blank = {"cost": 0.0, "last_edit": 0.0, "finished": 0.0, "late": 0.0, "examined": ""}
        for name in changed:
            if name in known:
                values = {"version": versions[name], "due": now, "trouble": ""}
                db.execute(update(table).where(table.c.name == name).values(**values))
        new = [
            {"name": name, "version": versions[name], "due": now, "trouble": "", **blank}
            for name in changed
            if name not in known
        ]
        upsert.put(db, table, new)


def due(ledger: Ledger, most: int, but: Collection[str]) -> list[WikiState]:
    """Return the wikis that are due, the one that waits longest first, without some."""
    query = select(table).where(table.c.due <= clock(), table.c.trouble == "").order_by(table.c.due)
    with ledger.engine.connect() as db:
        rows = db.execute(query.limit(most + len(but))).all()
    return [WikiState(**row._asdict()) for row in rows if row.name not in but][:most]


def woken(ledger: Ledger, names: Collection[str]) -> None:
    """Note that wikis were woken: they are not due again before long."""
    with ledger.engine.begin() as db:
        for part in in_parts(sorted(names)):
            db.execute(update(table).where(table.c.name.in_(part)).values(due=clock() + _AGAIN))


def wake(ledger: Ledger, name: str) -> bool:
    """Let a wiki be due now, whatever was the matter, and be examined; False if there is none of that name."""
    with ledger.engine.begin() as db:
        where = table.c.name == name
        return bool(db.execute(update(table).where(where).values(due=clock(), trouble="", examined="")).rowcount)


def done(ledger: Ledger, state: WikiState, one: Round) -> None:
    """Note how a round went, and when the next is due."""
    values = {"due": clock() + one.every, "late": one.late, "cost": one.cost, "last_edit": one.last_edit}
    values |= {"trouble": one.trouble, "examined": state.version}
    if one.read:
        values["finished"] = clock()
    # A configuration that was corrected meanwhile is not to be taken for the one that was broken.
    mine = (table.c.name == state.name, table.c.version == state.version)
    with ledger.engine.begin() as db:
        db.execute(update(table).where(*mine).values(**values))


def soon(ledger: Ledger, name: str, seconds: float) -> None:
    """Let a wiki be due in some seconds, if it is not due earlier."""
    with ledger.engine.begin() as db:
        values = {"due": func.least(table.c.due, clock() + seconds)}
        db.execute(update(table).where(table.c.name == name).values(**values))


def states(ledger: Ledger) -> list[WikiState]:
    """Return all wikis, by name."""
    with ledger.engine.connect() as db:
        return [WikiState(**row._asdict()) for row in db.execute(select(table).order_by(table.c.name))]


def state_of(ledger: Ledger, name: str) -> tuple[WikiState | None, float]:
    """Return one wiki, None if there is none of that name, and what time it is."""
    with ledger.engine.connect() as db:
        row = db.execute(select(table, clock().label("now")).where(table.c.name == name)).one_or_none()
    if row is None:
        return None, 0.0
    values = row._asdict()
    at = float(values.pop("now"))
    return WikiState(**values), at


def mean_cost(ledger: Ledger) -> float:
    """Return how many seconds a round costs on average, 0 before the first."""
    with ledger.engine.connect() as db:
        query = select(func.coalesce(func.avg(table.c.cost), 0.0)).where(table.c.cost > 0)
        return float(db.execute(query).scalar_one())


def approved(ledger: Ledger) -> dict[int, str]:
    """Return the wiki of each write that somebody approved and that waits, by its number."""
    query = select(action.c.id, action.c.wiki).where(action.c.state.in_(WAITING), action.c.approved_by != "")
    with ledger.engine.connect() as db:
        return {row.id: row.wiki for row in db.execute(query)}


def paused(ledger: Ledger) -> dict[str, str]:
    """Return the wikis that are paused until a person resumes them, and why."""
    with ledger.engine.connect() as db:
        query = select(pause.c.wiki, pause.c.reason).where(pause.c.rule == "", pause.c.until == "")
        return {row.wiki: row.reason for row in db.execute(query)}


def in_trouble(ledger: Ledger) -> dict[str, str]:
    """Return the wikis on which the last round failed or could not write, and why."""
    troubles = (key_values.FAILED_BY, key_values.STOPPED_BY)
    with ledger.engine.connect() as db:
        query = select(note.c.wiki, note.c.value).where(note.c.name.in_(troubles), note.c.value != "")
        return {row.wiki: row.value for row in db.execute(query)}


def now(ledger: Ledger) -> float:
    """Return the time by the database's clock."""
    with ledger.engine.connect() as db:
        return float(db.execute(select(clock())).scalar_one())


def clock() -> ColumnElement[float]:
    """Return PostgreSQL's clock, in seconds since 1970."""
    return cast(func.extract("epoch", func.clock_timestamp()), Float)
