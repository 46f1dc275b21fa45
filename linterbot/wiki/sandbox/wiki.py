"""The embedded wiki: a small but real one, in one SQLite file. What people do on it is in `people`."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from linterbot.files import private_folder
from linterbot.markup import mediawiki
from linterbot.model import FilePage, Page
from linterbot.wiki.protocol import (
    AccountStatus,
    Changes,
    Conflict,
    Contribution,
    Later,
    Outcome,
    Refused,
    Revision,
    Save,
    Saved,
    Site,
    Unchanged,
    User,
)
from linterbot.wiki.sandbox import facts as facts
from linterbot.wiki.sandbox import revisions as stored
from linterbot.wiki.sandbox import schema as tables
from linterbot.wiki.sandbox.database_file import TALKED, alone, ensure, namespaces, open_file
from linterbot.wiki.sandbox.store import NewRevision, store
from linterbot.wiki.titles import normal_text, normal_title, redirect_target

LEVELS = {"user": {""}, "bot": {"", "autoconfirmed"}, "sysop": {"", "autoconfirmed", "sysop"}}
RIGHTS = frozenset({"edit", "createpage", "createtalk"})  # of everybody
_REDIRECTS = 3  # how many are followed before giving up


def utc_now() -> datetime:
    """Return the machine's time, which is the sandbox's clock by default."""
    return datetime.now(UTC)


class Sandbox:
    """A wiki as one account sees it; several may be open on one file at once."""

    def __init__(self, path: Path, name: str, user: str, group: str = "bot", clock: Callable[[], datetime] = utc_now):
        self.name, self.user, self._clock = name, user, clock
        private_folder(path.parent)
        self.engine = open_file(path)
        weakref.finalize(self, self.engine.dispose)  # the last to let go of a sandbox closes its file
        with self.writing() as db:
            ensure(db, tables.user, {"name": user}, {"group": group, "blocked": False})

    def close(self) -> None:
        """Close the file."""
        self.engine.dispose()

    def writing(self) -> AbstractContextManager[Connection]:
        """Lock the file while the context lasts, so that what is read inside stays true until the write is done."""
        return alone(self.engine)

    def now(self) -> str:
        """Return the time by the sandbox's clock."""
        return self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")

    def site(self) -> Site:
        """Return what the wiki says about itself."""
        with self.engine.connect() as db:
            return Site(
                user=self.user,
                namespaces=namespaces(db),
                talks={"": "Talk", **{name: f"{name} talk" for name in TALKED}},
                batch=500,
                levels=frozenset(LEVELS[self._group(db)]),
                rights=RIGHTS | ({"bot"} if self._group(db) == "bot" else set()),
                groups=frozenset(LEVELS),
            )

    def changes(self, since: str) -> Changes:
        """Return the changes since a time."""
        table = tables.recent_change
        with self.engine.connect() as db:
            since_then = (table.c.timestamp >= since, table.c.kind != "create")
            before = select(tables.revision.c.parent).where(tables.revision.c.id == table.c.revision)
            query = select(table, before.scalar_subquery().label("parent")).where(*since_then).order_by(table.c.id)
            now = self.now()
            return Changes(tuple(stored.change_of(row) for row in db.execute(query)), now, now)

    def pages(self, titles: Iterable[str], unreadable: bool = False) -> list[Page]:
        """Return the newest revision of each page that exists."""
        with self.engine.connect() as db:
            known = namespaces(db)
            wanted = sorted({normal_title(title, known)[0] for title in titles})
            return [stored.page_of(row) for row in stored.latest(db, wanted)]

    def stored_page(self, title: str) -> Page | None:
        """Return the newest revision of a page."""
        return next(iter(self.pages([title])), None)

    def files(self, names: Iterable[str]) -> dict[str, FilePage]:
        """Return what is known of each file; redirects are followed."""
        return {name: self._file(name) for name in names}

    def template_redirects(self, names: Iterable[str]) -> dict[str, str]:
        """Return the targets of those of the templates that are redirects."""
        wanted = list(names)
        pages = {page.title: page for page in self.pages(f"Template:{name}" for name in wanted)}
        targets = {name: redirect_target(pages[key].text) for name in wanted if (key := f"Template:{name}") in pages}
        return {name: target.partition(":")[2] or target for name, target in targets.items() if target}

    def templates_in(self, categories: frozenset[str]) -> frozenset[str]:
        """Return the templates in these categories and those below them, according to their pages."""
        with self.engine.connect() as db:
            return facts.templates_in(db, categories)

    def in_category(self, category: str) -> list[str]:
        """Return the titles of the pages in a category, according to their texts."""
        with self.engine.connect() as db:
            return facts.in_category(db, category)

    def created(self, titles: Iterable[str]) -> dict[str, str]:
        """Return when pages were created under these titles; pages loaded from an export are not in the log."""
        with self.engine.connect() as db:
            return facts.created(db, titles, namespaces(db))

    def texts(self, revisions: Iterable[int]) -> list[Page]:
        """Return old revisions."""
        with self.engine.connect() as db:
            return stored.texts(db, revisions)

    def created_at(self, title: str) -> str:
        """Return when a page's first revision was saved."""
        return min((one.timestamp for one in self.history(title, 0)), default="")

    def edited_by_others(self, title: str) -> str:
        """Return when somebody other than our account last edited a page."""
        return max((one.timestamp for one in self.history(title, 0) if one.user != self.user), default="")

    def last_edit_by(self, user: str) -> str:
        """Return when a person last edited anything."""
        with self.engine.connect() as db:
            return stored.last_edit_by(db, user)

    def contributions(self, since: str) -> list[Contribution]:
        """Return our account's own edits since a time."""
        return self.edits_by(self.user, since)

    def edits_by(self, user: str, since: str) -> list[Contribution]:
        """Return a person's edits since a time."""
        with self.engine.connect() as db:
            return stored.contributions(db, user, since)

    def users(self, names: Iterable[str]) -> dict[str, User]:
        """Return those of the names that are accounts of this wiki."""
        with self.engine.connect() as db:
            return stored.users(db, names)

    def redirects_to(self, templates: frozenset[str]) -> dict[str, str]:
        """Return the redirects to these templates, each with the template it leads to."""
        with self.engine.connect() as db:
            return stored.redirects_to(db, templates)

    def account_status(self) -> AccountStatus:
        """Return whether our account can write at the moment."""
        with self.engine.connect() as db:
            return AccountStatus(blocked="by somebody" if self._blocked(db) else "")

    def history(self, title: str, since: int) -> list[Revision]:
        """Return the page's revisions from `since` on."""
        with self.engine.connect() as db:
            wanted = normal_title(title, namespaces(db))[0]
            table = tables.revision
            query = (
                select(table)
                .join(tables.page, tables.page.c.id == table.c.page_id)
                .where(tables.page.c.title == wanted, table.c.id >= since)
                .order_by(table.c.id)
            )
            return [
                Revision(row.id, row.parent, row.user, row.timestamp, row.comment, row.sha1)
                for row in db.execute(query)
            ]

    def save(self, save: Save) -> Outcome:
        """Save a revision, or return why not."""
        with self.writing() as db:
            if self._blocked(db):
                return Later(f"blocked: {self.user} is blocked", needs_person=True)
            title, _ = normal_title(save.title, namespaces(db))
            row = next(iter(stored.latest(db, [title])), None)
            if (outcome := self._obstacle(db, save, row)) is not None:
                return outcome
            return Saved(self.write(db, title, normal_text(save.text), save.summary, save.minor))

    def _obstacle(self, db: Connection, save: Save, row: Row[Any] | None) -> Outcome | None:
        if save.base is None:
            return None if row is None else Conflict("the page has been created in the meantime")
        if row is None:
            return Conflict("the page has been deleted in the meantime")
        if row.edit_level not in LEVELS[self._group(db)]:
            return Refused("protectedpage", f"only {row.edit_level} may edit this page")
        if row.text == normal_text(save.text):
            return Unchanged()
        return Conflict("somebody has edited the page in the meantime") if row.latest != save.base else None

    def write(
        self, db: Connection, title: str, text: str, comment: str, minor: bool = False, at: str = "", by: str = ""
    ) -> int:
        """Store a revision by our account now, or by another one at another time, and return its number."""
        revision = NewRevision(title, text, by or self.user, at or self.now(), comment, minor)
        return store(db, revision, logged=not at)

    def _file(self, name: str) -> FilePage:
        title = f"File:{name}"
        for _ in range(_REDIRECTS):
            found = self.pages([title])
            if not found:
                return FilePage(name, exists=False, stored=False)
            target = redirect_target(found[0].text)
            if target is None:
                called = {template.name for template in mediawiki.read(found[0].text).templates}
                templates = frozenset(called | set(self.template_redirects(called).values()))
                return FilePage(name, True, templates, uploaded=self.created_at(title))
            title = target
        return FilePage(name, exists=False, stored=False)

    def _group(self, db: Connection) -> str:
        return str(db.execute(select(tables.user.c.group).where(tables.user.c.name == self.user)).scalar_one())

    def _blocked(self, db: Connection) -> bool:
        return bool(db.execute(select(tables.user.c.blocked).where(tables.user.c.name == self.user)).scalar_one())
