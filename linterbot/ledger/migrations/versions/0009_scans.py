"""Makes room for scans that a fleet does part by part."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "scan",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("instructions", sa.LargeBinary, nullable=False),
        sa.Column("wanted", sa.Float, nullable=False),
    )
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "scan_part",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("number", number, primary_key=True),
        sa.Column("pages", sa.LargeBinary, nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("tries", number, nullable=False),
        sa.Column("trouble", sa.Text, nullable=False),
        sa.Column("result", sa.LargeBinary),
    )
