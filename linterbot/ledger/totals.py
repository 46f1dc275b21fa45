"""How much a ledger knows of a wiki."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Table, func, select

from linterbot.ledger import Ledger, cursor, schema


class Totals(NamedTuple):
    """What a ledger holds about one wiki."""

    pages: int
    findings: int  # in any state
    writes: int
    decisions: int
    read_up_to: str  # up to when changes were read, "" before the first round


def totals(ledger: Ledger) -> Totals:
    """Count what a ledger holds about its wiki."""
    with ledger.engine.connect() as db:

        def rows(table: Table) -> int:
            return int(db.scalar(select(func.count()).select_from(table).where(table.c.wiki == ledger.wiki)) or 0)

        pages, found = rows(schema.page), rows(schema.finding)
        return Totals(pages, found, rows(schema.action), rows(schema.decision), cursor.get(ledger) or "")
