"""What a second reader said of bullets, by page, so that none is read again while it and its surroundings stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, insert, select

from linterbot.evidence.second_reading import Known, Opinion, bullet_of
from linterbot.ledger import Ledger, in_parts
from linterbot.ledger.schema import opinion as table

Opinions = Mapping[str, Opinion]  # by the digests of the passages


def of_pages(ledger: Ledger, reader: str, titles: Iterable[str]) -> dict[str, Known]:
    """Return what a reader said, and which bullets any reader read, by title; pages without either are left out."""
    said: defaultdict[str, dict[str, Opinion]] = defaultdict(dict)
    read: defaultdict[str, set[str]] = defaultdict(set)
    with ledger.engine.connect() as db:
        for part in in_parts(titles):
            for row in db.execute(select(table).where(table.c.wiki == ledger.wiki, table.c.title.in_(part))):
                read[row.title].add(bullet_of(row.passage))
                if row.reader == reader:
                    said[row.title][row.passage] = Opinion(row.reply, row.continues)
    return {title: Known(said[title], frozenset(bullets)) for title, bullets in read.items()}


def put(ledger: Ledger, reader: str, said: Mapping[str, Opinions]) -> None:
    """Remember, by title, all that a reader said of some pages, instead of what any said of them before.

    Only whoever holds the wiki may do so: two at once could wait for each other.
    """
    rows = [
        {"wiki": ledger.wiki, "title": title, "reader": reader, "passage": passage, **one._asdict()}
        for title, opinions in said.items()
        for passage, one in opinions.items()
    ]
    with ledger.engine.begin() as db:
        for part in in_parts(said):
            db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.title.in_(part)))
        if rows:
            db.execute(insert(table), rows)
