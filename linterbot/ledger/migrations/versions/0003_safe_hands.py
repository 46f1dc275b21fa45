"""An outbox with leases, findings with numbers, pauses and decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXT = ("text", "summary")
_WORDS = ("run", "author", "approved_by", "holder")


def upgrade() -> None:
    """Make the tables; what the ledger knows already is kept."""
    _findings()
    _pages()
    _actions()
    op.create_table(
        "lease",
        sa.Column("wiki", sa.String, primary_key=True),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("until", sa.Integer, nullable=False),
    )
    op.create_table(
        "pause",
        sa.Column("wiki", sa.String, primary_key=True),
        sa.Column("rule", sa.String, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("since", sa.String, nullable=False),
        sa.Column("until", sa.String, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("wiki", sa.String, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("at", "who", "verdict", "rule", "title")),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("decision_rule", "decision", ["wiki", "rule"])
    op.create_table(
        "note",
        sa.Column("wiki", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _findings() -> None:
    """Give each finding a number, by which people name it."""
    op.drop_index("finding_state", "finding")
    op.rename_table("finding", "finding_before")
    words = ("code", "rule", "severity", "message", "policy", "words")
    kept = ["wiki", "title", "fingerprint", *words, "row", "repairable", "suggestion"]
    kept += ["first_revision", "last_revision", "state", "since"]
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("wiki", "title", "fingerprint")),
        *(sa.Column(name, sa.String, nullable=False) for name in words[:3]),
        *(sa.Column(name, sa.Text, nullable=False) for name in words[3:]),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("repairable", sa.Boolean, nullable=False),
        sa.Column("suggestion", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False, server_default="1"),
        sa.Column("author", sa.String, nullable=False, server_default=""),
        sa.Column("first_revision", sa.Integer, nullable=False),
        sa.Column("last_revision", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("since", sa.String, nullable=False),
        sa.UniqueConstraint("wiki", "title", "fingerprint", name="one_finding_once"),
        sqlite_autoincrement=True,
    )
    finding, before = (sa.table(name, *map(sa.column, kept)) for name in ("finding", "finding_before"))
    op.execute(finding.insert().from_select(kept, sa.select(before)))
    op.drop_table("finding_before")
    op.create_index("finding_state", "finding", ["wiki", "state"])


def _pages() -> None:
    with op.batch_alter_table("page") as table:
        table.add_column(sa.Column("page_id", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("lines", sa.Text, nullable=False, server_default=""))
        table.add_column(sa.Column("judged_by", sa.String, nullable=False, server_default=""))
        table.create_index("ix_page_page_id", ["page_id"])


def _actions() -> None:
    """Make the old list of writes an outbox; what was not done gets the state that says why."""
    with op.batch_alter_table("action") as table:
        for name in _TEXT:
            table.add_column(sa.Column(name, sa.Text, nullable=False, server_default=""))
        for name in _WORDS:
            table.add_column(sa.Column(name, sa.String, nullable=False, server_default=""))
        table.add_column(sa.Column("minor", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("tries", sa.Integer, nullable=False, server_default="1"))
        table.create_index("action_state", ["wiki", "state"])
        table.create_index("action_at", ["wiki", "at"])
    op.execute("UPDATE action SET state = 'refused' WHERE state = 'not done' AND reason LIKE 'refused: %'")
    op.execute("UPDATE action SET state = 'stale' WHERE state = 'not done'")
