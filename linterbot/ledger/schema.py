"""The tables of the ledger, the bot's own memory. A change here needs a migration beside it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

cursor = Table(
    "cursor",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("timestamp", String, nullable=False),
)

page = Table(
    "page",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("title", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("read_at", String, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("title", String, primary_key=True),
    Column("fingerprint", String, primary_key=True),
    Column("code", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("repairable", Boolean, nullable=False),
    Column("suggestion", Text, nullable=False),
    Column("first_revision", Integer, nullable=False),
    Column("last_revision", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("since", String, nullable=False),
    Index("finding_state", "wiki", "state"),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("title", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("version", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
)

action = Table(
    "action",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wiki", String, nullable=False),
    Column("token", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", String, nullable=False),
    Column("rules", Text, nullable=False),
    Column("fingerprints", Text, nullable=False),
    Column("base", Integer, nullable=True),
    Column("state", String, nullable=False),
    Column("revision", Integer, nullable=True),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    UniqueConstraint("wiki", "token", name="one_token_one_action"),
    Index("action_title", "wiki", "title"),
    sqlite_autoincrement=True,
)
