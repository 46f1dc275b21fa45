"""The tables of the sandbox wiki."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, Text

metadata = MetaData()

page = Table(
    "page",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String, nullable=False, unique=True),
    Column("namespace", String, nullable=False, index=True),
    Column("latest", Integer, nullable=False),
    Column("edit_level", String, nullable=False, default=""),
    sqlite_autoincrement=True,
)

revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_id", Integer, nullable=False, index=True),
    Column("parent", Integer, nullable=False),
    Column("user", String, nullable=False),
    Column("timestamp", String, nullable=False),
    Column("comment", Text, nullable=False),
    Column("minor", Boolean, nullable=False, default=False),
    Column("text", Text, nullable=False),
    Column("sha1", String, nullable=False),
    sqlite_autoincrement=True,
)

recent_change = Table(
    "recent_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("page_id", Integer, nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("namespace", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("user", String, nullable=False),
    Column("timestamp", String, nullable=False, index=True),
    Column("comment", Text, nullable=False),
    sqlite_autoincrement=True,
)

user = Table(
    "user",
    metadata,
    Column("name", String, primary_key=True),
    Column("group", String, nullable=False),
    Column("blocked", Boolean, nullable=False, default=False),
)

namespace = Table("namespace", metadata, Column("name", String, primary_key=True), Column("number", Integer))
