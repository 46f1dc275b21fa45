"""Adds what people want to read of a finding (its section, its edit), pages to revisit, and notices to operators.

Findings about whole pages get the identity that they have from now on, which no longer depends on the page's first
line. Otherwise what people said of them would be forgotten.
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# The rules of this version that are about whole pages.
_OF_PAGES = (
    *("bypassed-workshop", "missing-attribution", "missing-category", "missing-licence", "missing-preload-markup"),
    *("missing-sort-key", "missing-workshop-markup", "too-few-examples"),
)


def upgrade() -> None:
    """Change the tables; everything that is ever read is kept."""
    with op.batch_alter_table("finding") as table:
        table.add_column(sa.Column("section", sa.String, nullable=False, server_default=""))
        table.add_column(sa.Column("parent", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("revision", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "revisit",
        sa.Column("wiki", sa.String, primary_key=True),
        sa.Column("title", sa.String, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("wiki", "target", "key", "event")),
        sa.Column("body", sa.Text, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("at", "due")),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.UniqueConstraint("wiki", "target", "key", name="one_notice_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("notice_due", "notice", ["wiki", "state", "due"])
    db = op.get_bind()
    finding = sa.table("finding", *map(sa.column, ("id", "wiki", "title", "rule", "fingerprint", "words", "state")))
    decision = sa.table("decision", *map(sa.column, ("wiki", "title", "fingerprint")))
    action = sa.table("action", *map(sa.column, ("id", "wiki", "title", "fingerprints")))
    taken: set[tuple[str, str, str]] = set()
    # What people decided about a page comes first, since only one finding of a rule can keep the new identity.
    decided = sa.case((finding.c.state.in_(("rejected", "ignored")), 0), (finding.c.state == "open", 1), else_=2)
    rows = db.execute(sa.select(finding).where(finding.c.rule.in_(_OF_PAGES)).order_by(decided, finding.c.id)).all()
    for row in rows:
        new = hashlib.sha256(f"{row.rule}\n1\n".encode()).hexdigest()[:16]
        if (row.wiki, row.title, new) in taken:
            db.execute(sa.delete(finding).where(finding.c.id == row.id))
        else:
            taken.add((row.wiki, row.title, new))
            db.execute(sa.update(finding).where(finding.c.id == row.id).values(fingerprint=new, words=""))
        mine = (decision.c.wiki == row.wiki, decision.c.title == row.title, decision.c.fingerprint == row.fingerprint)
        db.execute(sa.update(decision).where(*mine).values(fingerprint=new))
        told = (action.c.wiki == row.wiki, action.c.fingerprints.contains(row.fingerprint))
        values = {"fingerprints": sa.func.replace(action.c.fingerprints, row.fingerprint, new)}
        db.execute(sa.update(action).where(*told).values(**values))
