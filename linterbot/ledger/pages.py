"""Which revision of each page was last linted, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from linterbot.ledger import Ledger, changes, in_parts
from linterbot.ledger.changes import Cause
from linterbot.ledger.schema import action, decision, finding, opinion, page_lines, revisit, set_aside
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
    on = (table.c.wiki == page_lines.c.wiki) & (table.c.title == page_lines.c.title)
    lines = func.coalesce(page_lines.c.lines, "").label("lines")
    asked = select(table.c.title, table.c.page_id, table.c.revision, lines, table.c.linted_by)
    out: dict[str, PageRead] = {}
    with ledger.engine.connect() as db:
        for part in in_parts(titles):
            query = asked.outerjoin_from(table, page_lines, on)
            mine = query.where(table.c.wiki == ledger.wiki, table.c.title.in_(part))
            out |= {row.title: PageRead(**row._asdict()) for row in db.execute(mine)}
    return out


def revisions(ledger: Ledger, titles: Iterable[str]) -> dict[str, int]:
    """Return the revisions in which pages were last linted, by title; those never linted are left out."""
    out: dict[str, int] = {}
    parts = list(in_parts(titles))
    if not parts:
        return out
    with ledger.engine.connect() as db:
        for part in parts:
            query = select(table.c.title, table.c.revision).where(table.c.wiki == ledger.wiki, table.c.title.in_(part))
            out |= {row.title: row.revision for row in db.execute(query)}
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
    titles = [read.title for read in reads]
    forget(ledger, db, titles)
    rows = [{**vars(read), "wiki": ledger.wiki} for read in reads]
    for one in (table, page_lines):
        columns = [column.name for column in one.columns]
        if rows:
            db.execute(insert(one), [{name: row[name] for name in columns} for row in rows])


def forget(ledger: Ledger, db: Connection, titles: Iterable[str]) -> None:
    """Forget what is remembered of pages, within a transaction."""
    for part in in_parts(titles):
        for one in (table, page_lines):
            db.execute(delete(one).where(one.c.wiki == ledger.wiki, one.c.title.in_(part)))


def moved(ledger: Ledger, old: str, new: str, now: str) -> None:
    """Give everything recorded about a page its new title, because the page was moved."""
    with ledger.engine.begin() as db:
        changes.note_all(ledger, db, [finding.c.title == new], "", now, Cause.PAGE_GONE)
        for one in (finding, table, page_lines, opinion, set_aside, revisit):
            db.execute(delete(one).where(one.c.wiki == ledger.wiki, one.c.title == new))
        for one in (finding, table, page_lines, opinion, set_aside, revisit, action, decision):
            db.execute(update(one).where(one.c.wiki == ledger.wiki, one.c.title == old).values(title=new))
