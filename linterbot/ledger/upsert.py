"""Writing rows that may be there already, so that two processes at it at the same time never fail or write twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]


def put(db: Connection, table: Table, rows: Sequence[Row], only_over: ColumnElement[bool] | None = None) -> None:
    """Write rows, each over the one with the same primary key, if that meets a condition."""
    if not rows:
        return
    key = list(table.primary_key.columns.keys())
    new = _insert(db, table)
    values = {name: new.excluded[name] for name in rows[0] if name not in key}
    # In one order, so that two processes that write the same rows never wait for each other.
    ordered = sorted(rows, key=lambda row: [str(row[name]) for name in key])
    db.execute(new.on_conflict_do_update(index_elements=key, set_=values, where=only_over), ordered)


def add(db: Connection, table: Table, row: Row) -> bool:
    """Write a row and return True, or do nothing and return False if one like it is there."""
    new = _insert(db, table).values(**row).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return db.execute(new).first() is not None


def _insert(db: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if db.dialect.name == "postgresql" else sqlite.insert(table)
