"""What people do on the sandbox wiki: edit, undo, protect, move, delete, block, and load an export."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, select, update

from linterbot.errors import WikiRefused
from linterbot.wiki.export.reader import ExportedPage, ExportedSite, read_export
from linterbot.wiki.sandbox import schema as tables
from linterbot.wiki.sandbox.database_file import ensure, namespaces
from linterbot.wiki.sandbox.store import log
from linterbot.wiki.sandbox.wiki import Sandbox
from linterbot.wiki.titles import normal_text, normal_title


class Person:
    """One person at work on a sandbox; by default a sysop, who may do everything."""

    def __init__(self, path: Path, name: str, group: str = "sysop") -> None:
        self.wiki = Sandbox(path, "sandbox", name, group)

    def edit(self, title: str, text: str, comment: str = "") -> int:
        """Give a page a new text, whatever it was before, and return the revision."""
        with self.wiki.writing() as db:
            return self.wiki.write(db, self._title(db, title), normal_text(text), comment)

    def undo(self, title: str, revision: int) -> int:
        """Put back the text from before a revision."""
        table = tables.revision
        with self.wiki.writing() as db:
            parent = db.execute(select(table.c.parent).where(table.c.id == revision)).scalar_one()
            text = db.execute(select(table.c.text).where(table.c.id == parent)).scalar_one()
            return self.wiki.write(db, self._title(db, title), text, f"Undid revision {revision}")

    def protect(self, title: str, level: str) -> None:
        """Protect a page, so that only accounts of a level may edit it ("" for everybody)."""
        with self.wiki.writing() as db:
            where = tables.page.c.title == self._title(db, title)
            page_id = db.execute(select(tables.page.c.id).where(where)).scalar_one()
            db.execute(update(tables.page).where(where).values(edit_level=level))
            self._log(db, self._title(db, title), page_id)

    def delete(self, title: str) -> None:
        """Delete a page; its rows in recent changes go with it, as on MediaWiki."""
        with self.wiki.writing() as db:
            where = tables.page.c.title == self._title(db, title)
            page_id = db.execute(select(tables.page.c.id).where(where)).scalar_one()
            db.execute(delete(tables.recent_change).where(tables.recent_change.c.page_id == page_id))
            db.execute(delete(tables.revision).where(tables.revision.c.page_id == page_id))
            db.execute(delete(tables.page).where(where))
            self._log(db, self._title(db, title), page_id)

    def move(self, title: str, to: str) -> None:
        """Move a page with its history, leaving a redirect."""
        with self.wiki.writing() as db:
            old, new = self._title(db, title), self._title(db, to)
            taken = db.execute(select(tables.page.c.id).where(tables.page.c.title == new)).first()
            if taken is not None:
                raise WikiRefused(new, "this page exists already", "choose another title")
            namespace = normal_title(new, namespaces(db))[1]
            where = tables.page.c.title == old
            page_id = db.execute(select(tables.page.c.id).where(where)).scalar_one()
            db.execute(update(tables.page).where(where).values(title=new, namespace=namespace))
            self._log(db, old, page_id)
            self._log(db, new, page_id)
            self.wiki.write(db, old, f"#REDIRECT [[{new}]]", f"moved to {new}")

    def block(self, user: str, blocked: bool = True) -> None:
        """Block an account, or let it edit again."""
        with self.wiki.writing() as db:
            db.execute(update(tables.user).where(tables.user.c.name == user).values(blocked=blocked))

    def load(self, path: Path, newest: datetime | None = None) -> int:
        """Load a MediaWiki XML export and return how many pages it had; raises TargetError.

        With `newest`, all times are shifted so that the last revision was saved then.
        """
        shift = newest - _last(path) if newest else timedelta()
        pages = 0
        with self.wiki.writing() as db:
            for part in read_export(path):
                if isinstance(part, ExportedSite):
                    for name in filter(None, part.namespaces.values()):
                        ensure(db, tables.namespace, {"name": name}, {"number": 0})
                    continue
                pages += 1
                title = normal_title(part.title, namespaces(db))[0]
                for one in part.revisions:
                    at = _moved(one.timestamp, shift)
                    self.wiki.write(db, title, normal_text(one.text), one.comment, at=at, by=one.user or "unknown")
        return pages

    def _title(self, db: Connection, title: str) -> str:
        return normal_title(title, namespaces(db))[0]

    def _log(self, db: Connection, title: str, page_id: int) -> None:
        log(db, "log", title, 0, self.wiki.user, self.wiki.now(), "", page_id)


def _last(path: Path) -> datetime:
    times = (one.timestamp for page in read_export(path) if isinstance(page, ExportedPage) for one in page.revisions)
    return datetime.fromisoformat(max(times, default="1970-01-01T00:00:00Z"))


def _moved(timestamp: str, shift: timedelta) -> str:
    if not shift or not timestamp:
        return timestamp
    return (datetime.fromisoformat(timestamp) + shift).strftime("%Y-%m-%dT%H:%M:%SZ")
