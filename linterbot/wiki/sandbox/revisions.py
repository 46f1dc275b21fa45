"""What the sandbox knows about revisions: the newest, old ones, who saved them, and redirects to templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from linterbot.markup.namespace_names import title_form
from linterbot.model import Page
from linterbot.wiki.protocol import Change, Contribution, User
from linterbot.wiki.sandbox.schema import page, revision, user
from linterbot.wiki.titles import redirect_target

_AT_ONCE = 500  # values that one statement may name


def page_of(row: Any) -> Page:
    """Read a page with its newest revision."""
    values = (row.title, row.text, row.namespace, row.latest, row.timestamp, row.id, row.edit_level)
    return Page(*values, redirect=redirect_target(row.text) is not None, user=row.user)


def texts(db: Connection, revisions: Iterable[int]) -> list[Page]:
    """Return old revisions, each as the page it was, under its current title."""
    wanted = sorted(set(revisions))
    columns = (page.c.title, page.c.namespace, page.c.edit_level, revision)
    found: list[Page] = []
    for at in range(0, len(wanted), _AT_ONCE):
        query = select(*columns).join(page, page.c.id == revision.c.page_id)
        for row in db.execute(query.where(revision.c.id.in_(wanted[at : at + _AT_ONCE]))):
            values = (row.title, row.text, row.namespace, row.id, row.timestamp, row.page_id, row.edit_level)
            found.append(Page(*values, redirect=redirect_target(row.text) is not None, user=row.user))
    return found


def change_of(row: Any) -> Change:
    """Read one row of recent changes."""
    values = (row.kind, row.title, row.namespace, row.revision, row.user, row.timestamp, row.comment)
    return Change(*values, parent=row.parent or 0)


def contributions(db: Connection, name: str, since: str) -> list[Contribution]:
    """Return an account's edits since a time, oldest first."""
    where = (revision.c.user == name, revision.c.timestamp >= since)
    columns = (page.c.title, revision.c.id, revision.c.comment, revision.c.parent, revision.c.timestamp)
    query = select(*columns).join(page, page.c.id == revision.c.page_id).where(*where).order_by(revision.c.id)
    return [Contribution(row[0], row[1], row[2], row[3] or 0, row[4]) for row in db.execute(query)]


def last_edit_by(db: Connection, name: str) -> str:
    """Return the time of an account's newest edit, "" if there is none."""
    return str(db.execute(select(func.max(revision.c.timestamp)).where(revision.c.user == name)).scalar_one() or "")


def users(db: Connection, names: Iterable[str]) -> dict[str, User]:
    """Return those of the names that have edited or are accounts here, with their number of edits."""
    wanted = sorted(set(names))[:_AT_ONCE]
    edited = select(revision.c.user, func.count()).where(revision.c.user.in_(wanted)).group_by(revision.c.user)
    edits = {str(name): int(count) for name, count in db.execute(edited)}
    groups: dict[str, str] = {}
    blocked = set()
    for row in db.execute(select(user).where(user.c.name.in_(wanted))):
        groups[str(row.name)] = str(row.group)
        blocked |= {str(row.name)} if row.blocked else set()
    known = [name for name in wanted if name in edits or name in groups]
    return {
        name: User(name, edits.get(name, 0), frozenset({groups.get(name, "user")}), name in blocked) for name in known
    }


def redirects_to(db: Connection, templates: frozenset[str]) -> dict[str, str]:
    """Return the redirects to these templates, each with the template it leads to."""
    query = select(page.c.title, revision.c.text).join(revision, revision.c.id == page.c.latest)
    out: dict[str, str] = {}
    for title, text in db.execute(query.where(page.c.namespace == "Template")):
        target = redirect_target(text)
        name = title_form((target or "").partition(":")[2])
        if name in templates:
            out[title_form(title.partition(":")[2])] = name
    return out


def latest(db: Connection, titles: list[str]) -> Iterator[Any]:
    """Yield the newest revision of each of these pages that exists, as rows."""
    columns = (page.c.id, page.c.title, page.c.namespace, page.c.latest, page.c.edit_level)
    for at in range(0, len(titles), _AT_ONCE):
        query = (
            select(*columns, revision.c.text, revision.c.timestamp, revision.c.user)
            .join(revision, revision.c.id == page.c.latest)
            .where(page.c.title.in_(titles[at : at + _AT_ONCE]))
        )
        yield from db.execute(query)
