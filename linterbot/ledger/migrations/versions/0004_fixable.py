"""Names columns as the code does, drops those that nothing reads, and adds indexes for lists read page by page."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Change the tables; everything that is ever read is kept."""
    with op.batch_alter_table("finding") as table:
        table.alter_column("repairable", new_column_name="fixable", existing_type=sa.Boolean, existing_nullable=False)
        table.drop_column("first_revision")
        table.drop_index("finding_state")
        table.create_index("finding_by_rule", ["wiki", "state", "rule", "title", "row"])
        table.create_index("finding_by_title", ["wiki", "state", "title", "row", "id"])
        table.create_index("finding_by_time", ["wiki", "state", "since"])
    with op.batch_alter_table("page") as table:
        table.alter_column("judged_by", new_column_name="linted_by", existing_type=sa.String, existing_nullable=False)
        table.drop_column("read_at")
    with op.batch_alter_table("action") as table:
        table.create_index("action_by_rules", ["wiki", "kind", "state", "rules", "approved_by"])
