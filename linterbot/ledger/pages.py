"""Which revision of each page was last linted, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from linterbot.ledger import Ledger, changes, in_parts
from linterbot.ledger.changes import Cause
from linterbot.ledger.schema import action, decision, finding, revisit, set_aside
from linterbot.ledger.schema import page as table


@dataclass(frozen=True)
class PageRead:
    """A page as it was last linted."""

    title: str
    page_id: int
    revision: int
    lines: str  # the digests of its lines, from `lint.added_lines`
    linted_by: str  # the version of linterbot and its rules, "" if linting failed


def get(ledger: Ledger, titles: Iterable[str]) -> dict[str, PageRead]:
    """Return what is remembered of pages, by title; those never linted are left out."""
    columns = [table.c[name] for name in PageRead.__dataclass_fields__]
    out: dict[str, PageRead] = {}
    with ledger.engine.connect() as db:
        for part in in_parts(titles):
            query = select(*columns).where(table.c.wiki == ledger.wiki, table.c.title.in_(part))
            out |= {row.title: PageRead(**row._asdict()) for row in db.execute(query)}
    return out


def titles_of(ledger: Ledger, page_ids: Iterable[int]) -> dict[int, str]:
    """Return the titles under which pages were last linted, by page id; they may have been moved since."""
    out: dict[int, str] = {}
    with ledger.engine.connect() as db:
        for part in in_parts(page_ids):
            query = select(table.c.page_id, table.c.title).where(table.c.wiki == ledger.wiki, table.c.page_id.in_(part))
            out |= {row.page_id: row.title for row in db.execute(query)}
    return out


def put(ledger: Ledger, db: Connection, reads: Sequence[PageRead]) -> None:
    """Remember pages, within a transaction."""
    for part in in_parts([read.title for read in reads]):
        db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.title.in_(part)))
    rows = [{**vars(read), "wiki": ledger.wiki} for read in reads]
    if rows:
        db.execute(insert(table), rows)


def moved(ledger: Ledger, old: str, new: str, now: str) -> None:
    """Give everything recorded about a page its new title, because the page was moved."""
    with ledger.engine.begin() as db:
        changes.note_all(ledger, db, [finding.c.title == new], "", now, Cause.PAGE_GONE)
        for one in (finding, table, set_aside, revisit):
            db.execute(delete(one).where(one.c.wiki == ledger.wiki, one.c.title == new))
        for one in (finding, table, set_aside, revisit, action, decision):
            db.execute(update(one).where(one.c.wiki == ledger.wiki, one.c.title == old).values(title=new))
