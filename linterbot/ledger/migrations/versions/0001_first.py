"""The first ledger: cursors, pages, findings, actions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cursor",
        sa.Column("wiki", sa.String, primary_key=True),
        sa.Column("timestamp", sa.String, nullable=False),
    )
    op.create_table(
        "page",
        sa.Column("wiki", sa.String, primary_key=True),
        sa.Column("title", sa.String, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("read_at", sa.String, nullable=False),
    )
    op.create_table(
        "finding",
        sa.Column("wiki", sa.String, primary_key=True),
        sa.Column("title", sa.String, primary_key=True),
        sa.Column("fingerprint", sa.String, primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("severity", sa.String, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("repairable", sa.Boolean, nullable=False),
        sa.Column("suggestion", sa.Text, nullable=False),
        sa.Column("first_revision", sa.Integer, nullable=False),
        sa.Column("last_revision", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("since", sa.String, nullable=False),
    )
    op.create_index("finding_state", "finding", ["wiki", "state"])
    op.create_table(
        "action",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("wiki", sa.String, nullable=False),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("fingerprints", sa.Text, nullable=False),
        sa.Column("base", sa.Integer, nullable=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.UniqueConstraint("wiki", "token", name="one_token_one_action"),
        sqlite_autoincrement=True,
    )
    op.create_index("action_title", "action", ["wiki", "title"])
