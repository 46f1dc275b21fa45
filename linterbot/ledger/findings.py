"""The findings that the ledger keeps, and the questions asked about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, case, func, select, tuple_

from linterbot.ledger import Ledger, in_parts
from linterbot.ledger.schema import finding as table
from linterbot.ledger.selection import Selection, conditions


class State(StrEnum):
    """What became of a finding.

    It is open until it is gone from the page (resolved), or a person says that it is not a fault (rejected) or that it
    may stay (ignored); the last two hold until a person opens it again. What was there before the bot is recorded
    silently (backlog).
    """

    OPEN = "open"
    BACKLOG = "backlog"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    IGNORED = "ignored"


_END = 2**63  # beyond what a database can count to
UNDECIDED = (State.OPEN, State.BACKLOG)
CLOSED = (State.REJECTED, State.IGNORED)
_AT_ONCE = 1_000  # rows to read at a time
_WEIGHT = case({"error": 0, "warning": 1, "notice": 2}, value=table.c.severity, else_=3)


@dataclass(frozen=True)
class RecordedFinding:
    """A finding as the ledger keeps it."""

    id: int  # the number by which people name it
    title: str
    fingerprint: str
    code: str
    rule: str
    severity: str
    message: str
    policy: str
    words: str  # what is underlined, "" if it is about the whole page
    row: int
    fixable: bool  # whether the bot may fix it by itself
    suggestion: str  # its fix in words, "" if none is suggested
    confidence: float
    author: str  # who brought it in, "" if unknown
    section: str  # the heading it is under, "" if there is none
    parent: int  # the revision before it was brought in, 0 if unknown or if that created the page
    revision: int  # the first one it was seen in, 0 if unknown
    last_revision: int  # the last one it was seen in, or the first one it was gone from
    state: State
    since: str  # when it came into this state
    opened_at: str  # when it was first reported to people, "" if it never was

    @property
    def key(self) -> str:
        """What identifies it on any page and in any ledger; its number alone does so only in this ledger."""
        return f"{self.id}.{self.fingerprint}"


class Place(NamedTuple):
    """Where a finding comes in each order; the next part of a list begins after it."""

    title: str
    row: int
    id: int
    opened_at: str = ""


class Order(StrEnum):
    """How findings are sorted."""

    PAGE = "page"  # by title, row and number
    NEWEST = "newest"  # by when people first heard of them
    OLDEST = "oldest"


COLUMNS = [table.c[name] for name in RecordedFinding.__dataclass_fields__]
_BY_PAGE, _BY_TIME = ("title", "row", "id"), ("opened_at", "id")


def page_of(
    ledger: Ledger,
    selection: Selection,
    limit: int,
    after: Place | None = None,
    order: Order = Order.PAGE,
    backwards: bool = False,
) -> list[RecordedFinding]:
    """Return up to `limit` findings after a place in an order; `backwards`, those before it, the nearest first."""
    names = _BY_PAGE if order is Order.PAGE else _BY_TIME
    columns = [table.c[name] for name in names]
    falling = backwards != (order is Order.NEWEST)
    sorted_by = [one.desc() for one in columns] if falling else columns
    query = _of(ledger, selection, *COLUMNS).order_by(*sorted_by).limit(limit)
    if after is not None:
        here, there = tuple_(*columns), tuple_(*(getattr(after, name) for name in names))
        query = query.where(here < there if falling else here > there)
    return _found(ledger, query)


def each(ledger: Ledger, selection: Selection) -> Iterator[RecordedFinding]:
    """Yield all these findings by title, row and number, however many they are."""
    after: Place | None = None
    while part := page_of(ledger, selection, _AT_ONCE, after):
        yield from part
        after = place_of(part[-1])
        if len(part) < _AT_ONCE:
            return


def place_of(one: RecordedFinding) -> Place:
    """Return where a finding comes in each order."""
    return Place(one.title, one.row, one.id, one.opened_at)


def newest(ledger: Ledger, selection: Selection, limit: int) -> list[RecordedFinding]:
    """Return the findings that most recently came into their state, by title and row."""
    query = _of(ledger, selection, *COLUMNS).order_by(table.c.since.desc(), table.c.id.desc()).limit(limit)
    return sorted(_found(ledger, query), key=place_of)


def most_urgent(ledger: Ledger, selection: Selection, limit: int) -> list[RecordedFinding]:
    """Return findings by severity first, then the surest, then the newest."""
    order = (_WEIGHT, table.c.confidence.desc(), table.c.since.desc(), table.c.id.desc())
    return _found(ledger, _of(ledger, selection, *COLUMNS).order_by(*order).limit(limit))


def on_pages(ledger: Ledger, selection: Selection, titles: Iterable[str]) -> list[RecordedFinding]:
    """Return those of these findings that are on some pages, by title and row."""
    found: list[RecordedFinding] = []
    for part in in_parts(titles):
        found += _found(ledger, _of(ledger, selection, *COLUMNS).where(table.c.title.in_(part)))
    return sorted(found, key=place_of)


def most_urgent_titles(ledger: Ledger, selection: Selection, limit: int) -> list[str]:
    """Return the pages with these findings: by severity first, then those with a suggested fix."""
    urgency = func.min(2 * _WEIGHT + case((table.c.suggestion == "", 1), else_=0))
    query = _of(ledger, selection, table.c.title).group_by(table.c.title).order_by(urgency, table.c.title)
    with ledger.engine.connect() as db:
        return list(db.execute(query.limit(limit)).scalars())


def titles(ledger: Ledger, selection: Selection) -> list[str]:
    """Return the pages with these findings, in order."""
    with ledger.engine.connect() as db:
        return list(db.execute(_of(ledger, selection, table.c.title).distinct().order_by(table.c.title)).scalars())


def count_by_rule(ledger: Ledger, selection: Selection) -> Counter[str]:
    """Return the number of these findings by rule."""
    query = _of(ledger, selection, table.c.rule, func.count().label("number")).group_by(table.c.rule)
    with ledger.engine.connect() as db:
        return Counter({row.rule: row.number for row in db.execute(query)})


def open_by_day(ledger: Ledger) -> dict[str, Counter[str]]:
    """Return, by rule, how many findings are open that people first heard of on each day."""
    day = func.substr(case((table.c.opened_at == "", table.c.since), else_=table.c.opened_at), 1, 10)
    query = _of(ledger, Selection([State.OPEN]), table.c.rule, day.label("day"), func.count().label("number"))
    out: dict[str, Counter[str]] = {}
    with ledger.engine.connect() as db:
        for row in db.execute(query.group_by(table.c.rule, day)):
            out.setdefault(row.rule, Counter())[row.day] = row.number
    return out


def count_pages(ledger: Ledger, selection: Selection) -> int:
    """Return on how many pages these findings are."""
    with ledger.engine.connect() as db:
        return int(db.execute(_of(ledger, selection, func.count(table.c.title.distinct()))).scalar_one())


def numbered(ledger: Ledger, number: int) -> RecordedFinding | None:
    """Return the finding with a number, None if there is none on this wiki."""
    if not 0 < number < _END:
        return None
    return next(iter(with_numbers(ledger, [number])), None)


def with_numbers(ledger: Ledger, numbers: Iterable[int]) -> list[RecordedFinding]:
    """Return the findings with some numbers, those of this wiki only, by title and row."""
    found: list[RecordedFinding] = []
    for part in in_parts(numbers):
        found += _found(ledger, select(*COLUMNS).where(table.c.wiki == ledger.wiki, table.c.id.in_(part)))
    return sorted(found, key=place_of)


def by_fingerprint(ledger: Ledger, title: str, fingerprint: str) -> RecordedFinding | None:
    """Return the finding with a fingerprint on a page, None if there is none."""
    mine = (table.c.wiki == ledger.wiki, table.c.title == title, table.c.fingerprint == fingerprint)
    return next(iter(_found(ledger, select(*COLUMNS).where(*mine))), None)


def of_page(ledger: Ledger, title: str, state: State = State.OPEN) -> list[RecordedFinding]:
    """Return the findings of one page in a state, in page order."""
    return on_pages(ledger, Selection([state]), [title])


def closed(ledger: Ledger, title: str) -> frozenset[str]:
    """Return the fingerprints on a page that people rejected or want ignored."""
    query = _of(ledger, Selection(CLOSED), table.c.fingerprint).where(table.c.title == title)
    with ledger.engine.connect() as db:
        return frozenset(db.execute(query).scalars())


def states_on(ledger: Ledger, titles: Iterable[str]) -> dict[str, dict[str, State]]:
    """Return what became of the findings on some pages, by title and fingerprint; pages without any are left out."""
    out: dict[str, dict[str, State]] = {}
    columns = (table.c.title, table.c.fingerprint, table.c.state)
    with ledger.engine.connect() as db:
        for part in in_parts(titles):
            for row in db.execute(select(*columns).where(table.c.wiki == ledger.wiki, table.c.title.in_(part))):
                out.setdefault(row.title, {})[row.fingerprint] = State(row.state)
    return out


def _of(ledger: Ledger, selection: Selection, *columns: Any) -> Select[Any]:
    """Return a query for some columns of the selected findings."""
    return select(*columns).where(*conditions(ledger.wiki, selection))


def _found(ledger: Ledger, query: Select[Any]) -> list[RecordedFinding]:
    with ledger.engine.connect() as db:
        return [_recorded(row) for row in db.execute(query)]


def _recorded(row: Row[Any]) -> RecordedFinding:
    return RecordedFinding(**{**row._asdict(), "state": State(row.state)})
