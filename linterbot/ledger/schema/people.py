"""What people said, and who may come to the desk."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from linterbot.ledger.schema.base import NUMBER, metadata

decision = Table(
    "decision",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("wiki", String, nullable=False),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("title", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("origin", String, nullable=False, server_default=""),
    Index("decision_rule", "wiki", "rule"),
    Index("decision_newest", "wiki", "id"),
    Index("decision_who", "wiki", "who", "id"),
    sqlite_autoincrement=True,
)

put_off = Table(
    "put_off",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("who", String, primary_key=True),
    Column("finding", NUMBER, primary_key=True),
    Column("since", String, nullable=False),
    Column("until", String, nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    Column("secret", String, primary_key=True),
    Column("wiki", String, nullable=False),
    Column("who", String, nullable=False),
    Column("may", Integer, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("made_at", String, nullable=False),
    Column("until", String, nullable=False),
    Column("spent_at", String, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("secret", String, primary_key=True),
    Column("wiki", String, nullable=False),
    Column("who", String, nullable=False),
    Column("may", Integer, nullable=False),
    Column("proven", Boolean, nullable=False),
    Column("letters", String, nullable=False),
    Column("letters_at", String, nullable=False),
    Column("rights", Integer, nullable=False),
    Column("rights_at", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
    Index("session_who", "wiki", "who"),
)
