"""Makes room for many wikis: what is remembered of texts lies apart, and numbers may grow for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_COUNTED = ("finding", "change", "notice", "action", "decision")  # their rows are numbered by the database
_NUMBERS = {
    "page": ("page_id", "revision"),
    "finding": ("id", "parent", "revision", "last_revision"),
    "change": ("id", "finding"),
    "set_aside": ("revision",),
    "notice": ("id",),
    "action": ("id", "base", "revision"),
    "decision": ("id",),
    "put_off": ("finding",),
}


def upgrade() -> None:
    """Change the tables."""
    _lines()
    for table in ("action", "decision"):
        op.create_index(f"{table}_newest", table, ["wiki", "id"])
    op.create_index("action_by_state", "action", ["state", "wiki"])
    op.create_table(
        "wiki",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("version", sa.String, nullable=False),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("due", "cost", "last_edit", "finished", "late")),
        sa.Column("examined", sa.String, nullable=False),
        sa.Column("trouble", sa.Text, nullable=False),
    )
    op.create_index("wiki_due", "wiki", ["due"])
    op.create_table(
        "farm",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("full", sa.Float, nullable=False),
    )
    if op.get_context().dialect.name != "sqlite":  # its numbers are as large already
        _numbers()


def _lines() -> None:
    columns = ("wiki", "title", "lines")
    op.create_table(
        "page_lines",
        *(sa.Column(name, sa.String, primary_key=True) for name in columns[:2]),
        sa.Column("lines", sa.Text, nullable=False),
    )
    page, lines = (sa.table(name, *map(sa.column, columns)) for name in ("page", "page_lines"))
    op.execute(lines.insert().from_select(columns, sa.select(page).where(page.c.lines != "")))
    with op.batch_alter_table("page") as table:
        table.drop_column("lines")


def _numbers() -> None:
    for table, columns in _NUMBERS.items():
        for column in columns:
            op.alter_column(table, column, type_=sa.BigInteger())
    for table in _COUNTED:
        op.execute(f"ALTER SEQUENCE {table}_id_seq AS bigint")
