"""Pages that could not be linted; they are not tried again until their text or linterbot's version changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from linterbot.ledger import Ledger, upsert
from linterbot.ledger.schema import set_aside as table
from linterbot.model import Page
from linterbot.version import __version__


@dataclass(frozen=True)
class SetAside:
    """One page set aside."""

    title: str
    revision: int  # the one that could not be linted
    version: str  # of the linterbot that could not lint it
    reason: str
    at: str  # when it was set aside


def note(ledger: Ledger, page: Page, reason: str, now: str) -> None:
    """Set a page aside, as long as it has this text."""
    if not reason_of(ledger, page):
        row = {"wiki": ledger.wiki, "title": page.title, "revision": page.revision or 0, "digest": page.digest}
        with ledger.engine.begin() as db:
            upsert.put(db, table, [{**row, "version": __version__, "reason": reason, "at": now}])


def reason_of(ledger: Ledger, page: Page) -> str:
    """Return why a page is set aside, "" if it is not, or may be tried again."""
    return reasons(ledger, [page]).get(page.title, "")


def reasons(ledger: Ledger, pages: Iterable[Page]) -> dict[str, str]:
    """Return why pages are set aside, by title; those that are not, or that may be tried again, are left out."""
    rows = {one.title: one for one in _rows(ledger)}
    if not rows:
        return {}
    return {page.title: rows[page.title].reason for page in pages if _same(rows.get(page.title), page)}


def forget(ledger: Ledger, titles: Iterable[str]) -> None:
    """Forget that pages were set aside, because they could be linted after all or are gone."""
    there = {one.title for one in _rows(ledger)}.intersection(titles)
    if there:
        with ledger.engine.begin() as db:
            db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.title.in_(sorted(there))))


def all_of(ledger: Ledger) -> list[SetAside]:
    """Return all pages set aside on a wiki, by title."""
    columns = [table.c[name] for name in SetAside.__dataclass_fields__]
    with ledger.engine.connect() as db:
        rows = db.execute(select(*columns).where(table.c.wiki == ledger.wiki).order_by(table.c.title))
        return [SetAside(**row._asdict()) for row in rows]


def worth_another_try(ledger: Ledger) -> list[str]:
    """Return the titles of the pages that a different version of linterbot could not lint."""
    return [one.title for one in all_of(ledger) if one.version != __version__]


def _rows(ledger: Ledger) -> list[Any]:
    with ledger.engine.connect() as db:
        return list(db.execute(select(table).where(table.c.wiki == ledger.wiki)))


def _same(row: Any, page: Page) -> bool:
    """Whether a row is about the same text and this version of linterbot."""
    return row is not None and row.version == __version__ and row.digest == page.digest
