"""Stores revisions in the sandbox and records its recent changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, Insert, insert, select, update

from linterbot.wiki.sandbox import schema as tables
from linterbot.wiki.sandbox.database_file import namespaces
from linterbot.wiki.titles import normal_title


@dataclass(frozen=True)
class NewRevision:
    """A revision to store."""

    title: str
    text: str
    user: str
    timestamp: str
    comment: str
    minor: bool = False


def store(db: Connection, new: NewRevision, logged: bool) -> int:
    """Store a revision of a page, creating the page if there is none, and return the revision's number.

    `logged` says whether a new page is added to the log of created pages.
    """
    row = db.execute(select(tables.page).where(tables.page.c.title == new.title)).one_or_none()
    page_id = row.id if row else _new_page(db, new.title)
    values = {
        "page_id": page_id,
        "parent": row.latest if row else 0,
        "user": new.user,
        "timestamp": new.timestamp,
        "comment": new.comment,
        "minor": new.minor,
        "text": new.text,
        "sha1": _sha1(new.text),
    }
    number = _inserted(db, insert(tables.revision).values(**values))
    db.execute(update(tables.page).where(tables.page.c.id == page_id).values(latest=number))
    for kind in ("edit",) if row else ("new", "create") if logged else ("new",):
        log(db, kind, new.title, number, new.user, new.timestamp, new.comment, page_id)
    return number


def log(
    db: Connection, kind: str, title: str, revision: int, user: str, timestamp: str, comment: str, page_id: int
) -> None:
    """Add a row to recent changes."""
    values = {"user": user, "timestamp": timestamp, "comment": comment, "page_id": page_id}
    namespace = normal_title(title, namespaces(db))[1]
    values |= {"kind": kind, "title": title, "namespace": namespace, "revision": revision}
    db.execute(insert(tables.recent_change).values(**values))


def _new_page(db: Connection, title: str) -> int:
    namespace = normal_title(title, namespaces(db))[1]
    return _inserted(db, insert(tables.page).values(title=title, namespace=namespace, latest=0, edit_level=""))


def _inserted(db: Connection, new: Insert) -> int:
    key = db.execute(new).inserted_primary_key
    assert key is not None
    return int(key[0])


def _sha1(text: str) -> str:
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
