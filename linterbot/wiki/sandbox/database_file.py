"""The sandbox's one file: opened, given its namespaces, and written to by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, insert, select
from sqlalchemy.exc import DatabaseError

from linterbot.errors import WikiDown
from linterbot.wiki.sandbox import schema as tables

TALKED = ("User", "Project", "File", "MediaWiki", "Template", "Help", "Category", "Trope Workshop")
NAMESPACES = ("Talk", *TALKED, *(f"{name} talk" for name in TALKED))
_CAUSES = {  # what SQLite says, and what that means
    "disk is full": ("there is no room for the sandbox: the disk is full", "free some space"),
    "disk I/O error": ("the disk cannot be read or written", "check for a full or damaged disk"),
    "unable to open": ("cannot be opened", "check the path, and whether you may write there"),
    "readonly database": ("may only be read", "check whether you may write there"),
    "not a database": ("is not a sandbox wiki", "name another path"),
}


def open_file(path: Path) -> Engine:
    """Open a sandbox, or create one; raises WikiDown if the file is not a sandbox, and whenever it fails later."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout=10000")
        connection.execute("PRAGMA journal_mode=WAL")

    try:
        with alone(engine) as db:
            tables.metadata.create_all(db)
    except DatabaseError as error:
        engine.dispose()
        raise WikiDown(str(path), *_in_words(error.orig)) from None
    with alone(engine) as db:
        for number, name in enumerate(NAMESPACES, 1):
            ensure(db, tables.namespace, {"name": name}, {"number": number})

    @event.listens_for(engine, "handle_error")
    def in_words(context: ExceptionContext) -> None:
        raise WikiDown(str(path), *_in_words(context.original_exception))

    return engine


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """Open a transaction in which nobody else can write from the start; SQLite's own starts at the first write."""
    with engine.begin() as db:
        db.exec_driver_sql("BEGIN IMMEDIATE")
        yield db


def ensure(db: Connection, table: Any, key: dict[str, Any], values: dict[str, Any]) -> None:
    """Add a row unless there is one with this key."""
    where = [table.c[name] == value for name, value in key.items()]
    if db.execute(select(table).where(*where)).first() is None:
        db.execute(insert(table).values(**key, **values))


def namespaces(db: Connection) -> dict[str, str]:
    """Return the wiki's namespaces by their lower-case names."""
    names = {str(name).lower(): str(name) for name in db.execute(select(tables.namespace.c.name)).scalars()}
    return {**names, "image": "File"}


def _in_words(error: BaseException | None) -> tuple[str, str]:
    """Return what a database complains about, as cause and remedy."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    for words, cause in _CAUSES.items():
        if words in reason:
            return cause
    return f"the sandbox failed ({reason})", "check for a full disk or a damaged file"
