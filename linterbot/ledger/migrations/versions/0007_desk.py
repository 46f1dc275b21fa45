"""Adds what the desk on the web has to know: who may come in, who is there, what they put off, and where from."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("decision") as table:
        table.add_column(sa.Column("origin", sa.String, nullable=False, server_default=""))
    op.create_index("decision_who", "decision", ["wiki", "who", "id"])
    op.create_index("finding_by_age", "finding", ["wiki", "state", "opened_at", "id"])
    op.create_table(
        "put_off",
        *(sa.Column(name, sa.String, primary_key=True) for name in ("wiki", "who")),
        sa.Column("finding", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("since", "until")),
    )
    op.create_table(
        "invitation",
        sa.Column("secret", sa.String, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("wiki", "who")),
        sa.Column("may", sa.Integer, nullable=False),
        sa.Column("trusted", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("made_at", "until", "spent_at")),
    )
    op.create_table(
        "session",
        sa.Column("secret", sa.String, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("wiki", "who")),
        sa.Column("may", sa.Integer, nullable=False),
        sa.Column("proven", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("letters", "letters_at")),
        sa.Column("rights", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("rights_at", "made_at", "seen_at")),
    )
    op.create_index("session_who", "session", ["wiki", "who"])
