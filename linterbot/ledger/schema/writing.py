"""What the bot writes, who may write, and what it tells people."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from linterbot.ledger.schema.base import NUMBER, metadata

action = Table(
    "action",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("wiki", String, nullable=False),
    Column("token", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", String, nullable=False),
    Column("rules", Text, nullable=False),
    Column("fingerprints", Text, nullable=False),
    Column("base", NUMBER, nullable=True),
    Column("text", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("minor", Boolean, nullable=False),
    Column("run", String, nullable=False),
    Column("author", String, nullable=False),
    Column("approved_by", String, nullable=False),
    Column("holder", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("revision", NUMBER, nullable=True),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    UniqueConstraint("wiki", "token", name="one_token_one_action"),
    Index("action_title", "wiki", "title"),
    Index("action_state", "wiki", "state"),
    Index("action_by_state", "state", "wiki"),
    Index("action_newest", "wiki", "id"),
    Index("action_at", "wiki", "at"),
    Index("action_by_rules", "wiki", "kind", "state", "rules", "approved_by"),
    sqlite_autoincrement=True,
)

lease = Table(
    "lease",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("until", Integer, nullable=False),
)

pause = Table(
    "pause",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("rule", String, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("who", String, nullable=False),
    Column("since", String, nullable=False),
    Column("until", String, nullable=False),
    Column("tries", Integer, nullable=False),
)

notice = Table(
    "notice",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("wiki", String, nullable=False),
    Column("target", String, nullable=False),
    Column("key", String, nullable=False),
    Column("event", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("due", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("wiki", "target", "key", name="one_notice_once"),
    Index("notice_due", "wiki", "state", "due"),
    sqlite_autoincrement=True,
)
