"""Copies whole ledgers from one kind of database into another, row by row, counted and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from linterbot.errors import LedgerError
from linterbot.ledger import schema, take_write_lock

_AT_ONCE = 1_000  # rows
# Who holds a wiki, whose turn it is and what is under way are true of one database only.
_LEFT_OUT = frozenset({"lease", "farm", "scan", "scan_part"})


class Sum(NamedTuple):
    """How many rows there are, and a sum of their digests, which is the same in any order."""

    rows: int = 0
    digests: int = 0


_NOTHING = Sum()


def copy(source: Engine, target: Engine) -> dict[str, int]:
    """Copy all that a ledger knows into an empty one: all of it, or nothing; return the number of rows by table.

    Nobody can write to the source meanwhile if it is a file. Raises LedgerError if the target is not empty, or if what
    it then holds is not the same.
    """
    tables = [one for one in schema.metadata.sorted_tables if one.name not in _LEFT_OUT]
    counts: dict[str, int] = {}
    with source.begin() as old, target.begin() as new:
        _see_one_state(old)
        _refuse_content(new, tables)
        for table in tables:
            read = _pour(old, new, table)
            if _sum(_rows(new, table)) != read:
                raise LedgerError("ledger", f'the copy of "{table.name}" differs', "nothing was kept; try again")
            counts[table.name] = read.rows
        _count_on(new, tables)
    return counts


def _see_one_state(db: Connection) -> None:
    """See everything as it is now, whatever others write."""
    take_write_lock(db)
    if db.dialect.name == "postgresql":
        db.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def _refuse_content(db: Connection, tables: list[Table]) -> None:
    for table in tables:
        if db.execute(select(table).limit(1)).first() is not None:
            raise LedgerError("ledger", "there is a ledger already where this is to go", "name an empty database")


def _pour(old: Connection, new: Connection, table: Table) -> Sum:
    """Copy a table, and return the sum of what was read."""
    read = _NOTHING
    rows = _rows(old, table)
    while part := list(islice(rows, _AT_ONCE)):
        new.execute(insert(table), part)
        read = _sum(part, read)
    return read


def _sum(rows: Iterable[Mapping[str, Any]], before: Sum = _NOTHING) -> Sum:
    for row in rows:
        digest = sha256(repr(tuple(row.values())).encode("utf-8", "surrogatepass")).digest()
        before = Sum(before.rows + 1, (before.digests + int.from_bytes(digest)) % 2**256)
    return before


def _rows(db: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Yield all rows, as any database can keep them."""
    for row in db.execute(select(table), execution_options={"yield_per": _AT_ONCE}).mappings():
        yield {name: value.replace("\0", "\ufffd") if isinstance(value, str) else value for name, value in row.items()}


def _count_on(db: Connection, tables: list[Table]) -> None:
    """Let new rows get numbers that none of the copied ones has, or has had."""
    if db.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.c:
            last = db.execute(select(func.max(table.c.id))).scalar_one()
            db.execute(select(func.setval(f"{table.name}_id_seq", last or 1, last is not None)))
