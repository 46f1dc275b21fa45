"""Adds the history of findings: when each first opened, every change of state, and the sums of past weeks.

The history begins here: what happened earlier is dated only where a person decided or the bot wrote.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_COUNTS = ("opened", "reopened", "resolved", "repaired", "rejected", "ignored", "reverted", "open_at_end")


def upgrade() -> None:
    """Change the tables; what is open now has been open since it came into that state."""
    with op.batch_alter_table("finding") as table:
        table.add_column(sa.Column("opened_at", sa.String, nullable=False, server_default=""))
    op.execute("UPDATE finding SET opened_at = since WHERE state = 'open'")
    op.create_table(
        "change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("wiki", sa.String, nullable=False),
        sa.Column("finding", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("rule", "before", "after", "at", "cause", "who")),
        sqlite_autoincrement=True,
    )
    op.create_index("change_at", "change", ["wiki", "at"])
    op.create_index("change_finding", "change", ["finding"])
    op.create_table(
        "week",
        *(sa.Column(name, sa.String, primary_key=True) for name in ("wiki", "week", "rule")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in _COUNTS),
    )
