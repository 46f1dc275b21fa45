"""What is remembered of pages and of where the last round stopped."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, String, Table, Text

from linterbot.ledger.schema.base import NUMBER, metadata

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
    Column("page_id", NUMBER, nullable=False, index=True),
    Column("revision", NUMBER, nullable=False),
    Column("linted_by", String, nullable=False),
)

page_lines = Table(  # what is remembered of a page's text, which is large and seldom asked for
    "page_lines",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("title", String, primary_key=True),
    Column("lines", Text, nullable=False),
)

opinion = Table(  # of a second reader
    "opinion",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("title", String, primary_key=True),
    Column("passage", String, primary_key=True),
    Column("reader", String, nullable=False),
    Column("reply", Float, nullable=False),
    Column("continues", Float, nullable=False),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("title", String, primary_key=True),
    Column("revision", NUMBER, nullable=False),
    Column("digest", String, nullable=False),
    Column("version", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
)

revisit = Table(
    "revisit",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("title", String, primary_key=True),
    Column("at", String, nullable=False),
)

note = Table(
    "note",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

wiki = Table(  # the wikis of a fleet, and when each is due
    "wiki",
    metadata,
    Column("name", String, primary_key=True),
    Column("version", String, nullable=False),
    Column("due", Float, nullable=False),
    Column("cost", Float, nullable=False),
    Column("last_edit", Float, nullable=False),
    Column("finished", Float, nullable=False),
    Column("late", Float, nullable=False),
    Column("examined", String, nullable=False),
    Column("trouble", Text, nullable=False),
    Index("wiki_due", "due"),
)

farm = Table(  # whose turn it is to ask the servers that wikis share
    "farm",
    metadata,
    Column("name", String, primary_key=True),
    Column("full", Float, nullable=False),
)
