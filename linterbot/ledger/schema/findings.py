"""What was found, and what became of it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text, UniqueConstraint

from linterbot.ledger.schema.base import NUMBER, metadata

finding = Table(
    "finding",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("wiki", String, nullable=False),
    Column("title", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("code", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("fixable", Boolean, nullable=False),
    Column("suggestion", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("author", String, nullable=False),
    Column("section", String, nullable=False, server_default=""),
    Column("parent", NUMBER, nullable=False, server_default="0"),
    Column("revision", NUMBER, nullable=False, server_default="0"),
    Column("last_revision", NUMBER, nullable=False),
    Column("state", String, nullable=False),
    Column("since", String, nullable=False),
    Column("opened_at", String, nullable=False, server_default=""),
    UniqueConstraint("wiki", "title", "fingerprint", name="one_finding_once"),
    Index("finding_by_rule", "wiki", "state", "rule", "title", "row"),
    Index("finding_by_title", "wiki", "state", "title", "row", "id"),
    Index("finding_by_time", "wiki", "state", "since"),
    Index("finding_by_age", "wiki", "state", "opened_at", "id"),
    sqlite_autoincrement=True,
)

change = Table(
    "change",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("wiki", String, nullable=False),
    Column("finding", NUMBER, nullable=False),
    Column("rule", String, nullable=False),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("at", String, nullable=False),
    Column("cause", String, nullable=False),
    Column("who", String, nullable=False),
    Index("change_at", "wiki", "at"),
    Index("change_finding", "finding"),
    sqlite_autoincrement=True,
)

week = Table(
    "week",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("week", String, primary_key=True),
    Column("rule", String, primary_key=True),
    Column("opened", Integer, nullable=False),
    Column("reopened", Integer, nullable=False),
    Column("resolved", Integer, nullable=False),
    Column("repaired", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("ignored", Integer, nullable=False),
    Column("reverted", Integer, nullable=False),
    Column("open_at_end", Integer, nullable=False),
)
