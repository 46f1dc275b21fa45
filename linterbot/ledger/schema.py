"""The tables of the ledger. A change here needs a migration in `migrations/versions`."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

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
    Column("page_id", Integer, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("lines", Text, nullable=False),
    Column("linted_by", String, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    Column("id", Integer, primary_key=True),
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
    Column("parent", Integer, nullable=False, server_default="0"),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("last_revision", Integer, nullable=False),
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
    Column("id", Integer, primary_key=True),
    Column("wiki", String, nullable=False),
    Column("finding", Integer, nullable=False),
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

revisit = Table(
    "revisit",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("title", String, primary_key=True),
    Column("at", String, nullable=False),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
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
    Column("text", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("minor", Boolean, nullable=False),
    Column("run", String, nullable=False),
    Column("author", String, nullable=False),
    Column("approved_by", String, nullable=False),
    Column("holder", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("revision", Integer, nullable=True),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    UniqueConstraint("wiki", "token", name="one_token_one_action"),
    Index("action_title", "wiki", "title"),
    Index("action_state", "wiki", "state"),
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

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
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
    Index("decision_who", "wiki", "who", "id"),
    sqlite_autoincrement=True,
)

put_off = Table(
    "put_off",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("who", String, primary_key=True),
    Column("finding", Integer, primary_key=True),
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

note = Table(
    "note",
    metadata,
    Column("wiki", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)
