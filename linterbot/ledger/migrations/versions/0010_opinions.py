"""Makes room for what a second reader said of bullets."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "opinion",
        *(sa.Column(name, sa.String, primary_key=True) for name in ("wiki", "title", "passage")),
        sa.Column("reader", sa.String, nullable=False),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("reply", "continues")),
    )
