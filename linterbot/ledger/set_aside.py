"""Pages that could not be judged, kept from being tried again until their text or linterbot's version changes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from linterbot import __version__
from linterbot.ledger import Ledger
from linterbot.ledger.schema import set_aside as table
from linterbot.model import Page


@dataclass(frozen=True)
class SetAside:
    """One page set aside: its revision and the version of linterbot it was too much for, why, and since when."""

    title: str
    revision: int
    version: str
    reason: str
    at: str


def note(ledger: Ledger, page: Page, reason: str, now: str) -> None:
    """Set a page aside, with the text it has now."""
    if not reason_of(ledger, page):
        forget(ledger, page.title)
        told = {"revision": page.revision or 0, "digest": page.digest, "version": __version__}
        with ledger.engine.begin() as db:
            db.execute(insert(table).values(wiki=ledger.wiki, title=page.title, reason=reason, at=now, **told))


def reason_of(ledger: Ledger, page: Page) -> str:
    """Return why a page is set aside, "" where it is not or may be tried again."""
    same = (table.c.title == page.title, table.c.digest == page.digest, table.c.version == __version__)
    with ledger.engine.connect() as db:
        found = db.execute(select(table.c.reason).where(table.c.wiki == ledger.wiki, *same)).scalar_one_or_none()
    return found or ""


def forget(ledger: Ledger, title: str) -> None:
    """The page could be judged after all, or is gone."""
    with ledger.engine.begin() as db:
        db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.title == title))


def all_of(ledger: Ledger) -> list[SetAside]:
    """Return the pages set aside on a wiki, by title."""
    columns = [table.c[name] for name in SetAside.__dataclass_fields__]
    with ledger.engine.connect() as db:
        rows = db.execute(select(*columns).where(table.c.wiki == ledger.wiki).order_by(table.c.title))
        return [SetAside(**row._asdict()) for row in rows]


def worth_another_try(ledger: Ledger) -> list[str]:
    """Return the titles of the pages that were too much for another version of linterbot than this one."""
    return [one.title for one in all_of(ledger) if one.version != __version__]
