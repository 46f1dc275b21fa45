"""What became of a wiki's findings, week by week and rule by rule: counted from every change, and kept for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection, case, delete, func, insert, select

from linterbot.ledger import Ledger, changes, key_values
from linterbot.ledger.changes import Cause
from linterbot.ledger.findings import CLOSED, State
from linterbot.ledger.schema import change, finding
from linterbot.ledger.schema import week as table
from linterbot.ledger.timestamps import before, timestamp

_KEPT_DAYS = 400  # for which single changes are kept; their weeks are kept for ever
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Week:
    """What became of one rule's findings in one week."""

    week: str  # by ISO 8601, such as 2026-W47; it begins on Monday, 00:00 UTC
    rule: str
    opened: int = 0  # reported to people for the first time, or again after they were gone
    reopened: int = 0  # a person took back that they were rejected or ignored
    resolved: int = 0  # gone from their pages by somebody's edit
    repaired: int = 0  # gone by an edit of the bot's
    rejected: int = 0  # a person said that they are no faults
    ignored: int = 0  # a person said that they may stay
    reverted: int = 0  # somebody undid the bot's edit
    open_at_end: int = 0  # were open when the week ended; those of the current week are open now

    @property
    def settled(self) -> int:
        """How many then needed nobody any more."""
        return self.resolved + self.repaired + self.rejected + self.ignored + self.reverted


def name_of(moment: datetime) -> str:
    """Return the name of the week that a time is in."""
    year, number, _ = moment.isocalendar()
    return f"{year}-W{number:02}"


def are_counted(noted: str, now: str) -> bool:
    """Whether all weeks that are over were counted, by what `fold` noted."""
    return noted.partition(" ")[0] == name_of(_monday(now))


def fold(ledger: Ledger, now: str) -> None:
    """Count every week that is over and was not counted, or to which a change was added since; forget old changes.

    What people decide is dated when they said it, so a change may belong to a week that was counted already.
    """
    kept_since = timestamp(_monday(before(now, days=_KEPT_DAYS)))
    noted = int(key_values.get(ledger, key_values.WEEKS_COUNTED).partition(" ")[2] or 0)
    with ledger.engine.connect() as db:
        counted = _last_counted(ledger, db, timestamp(_monday(now)))
        start = _first_to_count(ledger, db, noted, kept_since)
    while start is not None and start < _monday(now):
        with ledger.engine.begin() as db:  # one for each week, so that nobody who decides has to wait for all of them
            rows = [{"wiki": ledger.wiki, **vars(one)} for one in _count(ledger, db, start)]
            db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.week == name_of(start)))
            if rows:
                db.execute(insert(table), rows)
            start += _WEEK
    key_values.put(ledger, key_values.WEEKS_COUNTED, f"{name_of(_monday(now))} {counted}")
    changes.forget(ledger, kept_since)


def newest(ledger: Ledger, number: int, now: str) -> list[Week]:
    """Return the last few weeks, by time and rule; the one under way is the last of them.

    Weeks that were not counted yet are counted here, and not kept.
    """
    noted = key_values.get(ledger, key_values.WEEKS_COUNTED).partition(" ")[0]
    monday = _monday(now)
    first = monday - (number - 1) * _WEEK
    columns = [table.c[name] for name in Week.__dataclass_fields__]
    with ledger.engine.connect() as db:
        start = min(monday, max(first, _start(noted) if noted else _earliest(ledger, db) or monday))
        where = (table.c.wiki == ledger.wiki, table.c.week >= name_of(first), table.c.week < name_of(start))
        found = [Week(**row._asdict()) for row in db.execute(select(*columns).where(*where).order_by(*columns[:2]))]
        while start <= monday:
            found += _count(ledger, db, start)
            start += _WEEK
    return found


def _monday(at: str) -> datetime:
    """Return when the week of a time began."""
    day = datetime.fromisoformat(at).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), UTC)


def _start(week: str) -> datetime:
    """Return when a week began."""
    return datetime.strptime(f"{week}-1", "%G-W%V-%u").replace(tzinfo=UTC)


def _earliest(ledger: Ledger, db: Connection) -> datetime | None:
    """Return when the week of the first change began, None if there is no change."""
    at = db.execute(select(func.min(change.c.at)).where(change.c.wiki == ledger.wiki)).scalar_one()
    return _monday(at) if at else None


def _last_counted(ledger: Ledger, db: Connection, monday: str) -> int:
    """Return the last change up to which all are in weeks that are over; none before it has to be counted again."""
    mine = change.c.wiki == ledger.wiki
    of_this_week = db.execute(select(func.min(change.c.id)).where(mine, change.c.at >= monday)).scalar_one()
    if of_this_week is not None:
        return int(of_this_week) - 1
    return int(db.execute(select(func.max(change.c.id)).where(mine)).scalar_one() or 0)


def _first_to_count(ledger: Ledger, db: Connection, noted: int, kept_since: str) -> datetime | None:
    """Return the first week that has to be counted, None if there is none."""
    new = (change.c.wiki == ledger.wiki, change.c.id > noted, change.c.at >= kept_since)
    earliest = db.execute(select(func.min(change.c.at)).where(*new)).scalar_one()
    counted = db.execute(select(func.max(table.c.week)).where(table.c.wiki == ledger.wiki)).scalar_one()
    starts = [_monday(earliest)] if earliest else []
    if counted:
        starts.append(_start(counted) + _WEEK)
    return min(starts, default=None)


def _count(ledger: Ledger, db: Connection, start: datetime) -> Iterator[Week]:
    """Yield what became of each rule's findings in the week that began at a time."""
    mine, begin, end = change.c.wiki == ledger.wiki, timestamp(start), timestamp(start + _WEEK)
    kinds = (change.c.rule, change.c.before, change.c.after, change.c.cause)
    inside = select(*kinds, func.count()).where(mine, change.c.at >= begin, change.c.at < end).group_by(*kinds)
    counted: dict[str, Counter[str]] = {}
    for rule, was, became, cause, number in db.execute(inside):
        counted.setdefault(rule, Counter())[_column(was, became, cause)] += number
    still_open = _open_at(ledger, db, end)
    for rule in sorted({*counted, *(one for one, number in still_open.items() if number)}):
        columns = {name: number for name, number in counted.get(rule, Counter()).items() if name}
        if columns or still_open[rule]:
            yield Week(name_of(start), rule, **columns, open_at_end=still_open[rule])


def _open_at(ledger: Ledger, db: Connection, end: str) -> Counter[str]:
    """Return, by rule, how many findings were open at a time: those that are open now, less what changed since."""
    mine = (finding.c.wiki == ledger.wiki, finding.c.state == State.OPEN)
    numbers = Counter[str]()
    for rule, number in db.execute(select(finding.c.rule, func.count()).where(*mine).group_by(finding.c.rule)):
        numbers[rule] += number
    came = func.sum(case((change.c.after == State.OPEN, 1), else_=0))
    went = func.sum(case((change.c.before == State.OPEN, 1), else_=0))
    later = select(change.c.rule, came - went).where(change.c.wiki == ledger.wiki, change.c.at >= end)
    for rule, number in db.execute(later.group_by(change.c.rule)):
        numbers[rule] -= number
    return numbers


def _column(was: str, became: str, cause: str) -> str:
    """Return the name of the number that a change counts towards, "" if it counts towards none."""
    if became == State.OPEN:
        return "reopened" if was in CLOSED else "opened"
    if became == State.REJECTED:
        return "reverted" if cause == Cause.UNDONE else "rejected"
    if became == State.IGNORED:
        return "ignored"
    if became == State.RESOLVED and was not in CLOSED:
        return "repaired" if cause == Cause.REPAIRED else "resolved"
    return ""
