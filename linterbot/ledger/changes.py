"""Every change of a finding's state, with when it was, what caused it and who: the history of a wiki.

Each is recorded in the transaction that makes the change, so the history is complete from its first row on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, insert, literal, select

from linterbot.ledger import Ledger
from linterbot.ledger.schema import change as table
from linterbot.ledger.schema import finding


class Cause(StrEnum):
    """Why a finding came into another state."""

    READ = "read"  # the page was read, and something is new on it or gone from it
    REPAIRED = "repaired"  # the page was read, and an edit by the bot had repaired it
    DECIDED = "decided"  # a person said so
    UNDONE = "undone"  # somebody undid the bot's edit
    PAGE_GONE = "page gone"  # the page was deleted, or another one was moved over it


@dataclass(frozen=True)
class Change:
    """One change of one finding's state."""

    finding: int  # its number
    rule: str
    before: str  # the state that it was in, "" if it is new
    after: str  # the state that it came into, "" if it is forgotten
    at: str
    cause: Cause
    who: str = ""  # the person whose decision or edit it was, "" if nobody in particular


def note(ledger: Ledger, db: Connection, changes: Sequence[Change]) -> None:
    """Record some changes, within the transaction that makes them."""
    if changes:
        db.execute(insert(table), [{"wiki": ledger.wiki, **vars(one)} for one in changes])


def note_all(
    ledger: Ledger,
    db: Connection,
    which: Sequence[ColumnElement[bool]],
    after: str,
    at: str,
    cause: Cause,
    who: str = "",
) -> None:
    """Record that some findings are about to come into a state, within the transaction that then brings them there."""
    columns = ("wiki", "finding", "rule", "before", "after", "at", "cause", "who")
    values = (
        finding.c.wiki,
        finding.c.id,
        finding.c.rule,
        finding.c.state,
        *map(literal, (after, at, cause.value, who)),
    )
    rows = select(*values).where(finding.c.wiki == ledger.wiki, finding.c.state != after, *which)
    db.execute(insert(table).from_select(columns, rows.with_for_update()))


def of_finding(ledger: Ledger, number: int) -> list[Change]:
    """Return what became of a finding, oldest first."""
    return _found(ledger, table.c.finding == number)


def since(ledger: Ledger, at: str) -> list[Change]:
    """Return the changes at a time or later, in the order in which they were recorded."""
    return _found(ledger, table.c.at >= at)


def forget(ledger: Ledger, before: str) -> None:
    """Forget the changes before a time, once their weeks are counted."""
    with ledger.engine.begin() as db:
        db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.at < before))


def _found(ledger: Ledger, where: ColumnElement[bool]) -> list[Change]:
    columns = [table.c[name] for name in Change.__dataclass_fields__]
    query = select(*columns).where(table.c.wiki == ledger.wiki, where).order_by(table.c.id)
    with ledger.engine.connect() as db:
        return [Change(**{**row._asdict(), "cause": Cause(row.cause)}) for row in db.execute(query)]
