"""The bot's memory of one wiki: a database, and one module for each kind of question."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, ExceptionContext, StaticPool, create_engine, event, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from linterbot.errors import ConfigError, LedgerError
from linterbot.file_faults import is_folder, is_there
from linterbot.files import only_for_owner, private_file, private_folder
from linterbot.ledger import file_copies, schema, table_version

_AT_ONCE = 500  # values that one statement may name
_ENGINES = 8  # databases that one process remembers; it seldom has more than one
T = TypeVar("T")


@dataclass(frozen=True)
class Ledger:
    """The ledger of one wiki; every question to it is a function in one of the modules here."""

    engine: Engine
    wiki: str  # its name in the configuration

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()


def in_parts(values: Iterable[T], size: int = _AT_ONCE) -> Iterator[tuple[T, ...]]:
    """Yield the values in parts of a size, by default as many as one statement may name."""
    whole = tuple(values)
    for at in range(0, len(whole), size):
        yield whole[at : at + size]


def take_write_lock(db: Connection) -> None:
    """Keep everybody else from writing until the transaction ends; SQLite would do so only at its first write.

    On other databases nothing happens: there, what is read has to be locked row by row.
    """
    if db.dialect.name == "sqlite":
        db.execute(update(schema.lease).where(schema.lease.c.wiki == "").values(wiki=""))


def open_ledger(url: str, wiki: str, create: bool = True) -> Ledger:
    """Open the ledger and bring its tables up to date; raises ConfigError if the database cannot be used.

    A file is readable by its owner only, and before its tables change, a copy is put beside it. Without `create`, no
    file is created or changed: an empty ledger, or one of an older version, is kept in memory.
    """
    try:
        file = file_of(url)
        engine = _current(_engine(url) if file is None else _sqlite(file, create), file, create)
        if not event.contains(engine, "handle_error", _in_words):
            event.listen(engine, "handle_error", _in_words)
    except (ArgumentError, SQLAlchemyError, OSError, ImportError) as error:
        raise _unusable(url, error) from None
    ledger = Ledger(engine, wiki)
    weakref.finalize(ledger, engine.dispose)  # the last to let go of a ledger closes its file
    return ledger


@contextmanager
def copied(ledger: Ledger) -> Iterator[Ledger]:
    """Yield a copy, in memory, of everything that a ledger knows of its wiki, except who holds it."""
    engine = _in_memory()
    event.listen(engine, "handle_error", _in_words)
    schema.metadata.create_all(engine)
    with ledger.engine.connect() as source, engine.begin() as copy:
        for table in (one for one in schema.metadata.sorted_tables if one is not schema.lease):
            rows = source.execute(select(table).where(table.c.wiki == ledger.wiki)).mappings()
            while part := [dict(row) for row in rows.fetchmany(_AT_ONCE)]:
                copy.execute(insert(table), part)
    try:
        yield Ledger(engine, ledger.wiki)
    finally:
        engine.dispose()


def _in_memory(path: Path | None = None) -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    if path is not None:
        with engine.connect() as connection:
            file_copies.pour(path, cast(Any, connection.connection.driver_connection))
    return engine


@lru_cache(_ENGINES)
def _engine(url: str) -> Engine:
    """Return the engine of a database, always the same: it keeps the statements that it has compiled."""
    engine = create_engine(url)
    if file_of(url) is not None:
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _sqlite(path: Path, create: bool) -> Engine:
    if create:
        private_folder(path.parent)
        private_file(path)
        only_for_owner(path)
    if not (create or path.exists()):
        return _in_memory()
    return _engine(f"sqlite:///{path.absolute()}")


def file_of(url: str) -> Path | None:
    """Return the file in which a database is, None if it is on a server."""
    address = make_url(url)
    return Path(str(address.database)) if address.get_backend_name() == "sqlite" else None


def _current(engine: Engine, file: Path | None, create: bool) -> Engine:
    """Return a database whose tables are up to date: the same one, or a copy if it must not be changed."""
    version = table_version.version_of(engine)
    if version == table_version.newest():
        return engine
    engine.dispose()  # whoever brings back another file must not find this one still open
    table_version.refuse_newer(version)
    if version and file is not None and not create:
        engine = _in_memory(file)

    def keep(version: str) -> None:
        if version and file is not None and create:
            file_copies.copy(file, _older_copy(file, version))

    table_version.upgrade(engine, keep)
    return engine


def _older_copy(path: Path, version: str) -> Path:
    """Return where the copy of a ledger goes that is made before its tables leave a version."""
    return path.with_name(f"{path.stem}.version-{version}{path.suffix}")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # an action must be on disk before it is sent
    connection.create_function("lower", 1, str.lower, deterministic=True)  # SQLite's own handles only English letters


def _unusable(url: str, error: Exception) -> ConfigError:
    """Return why a database cannot be used, and what to do."""
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    if not url.startswith("sqlite:///"):
        return ConfigError("ledger", f"the database cannot be used ({reason})", "check `ledger` and `state`")
    file = Path(url.removeprefix("sqlite:///"))
    if any(words in reason for words in ("not a database", "malformed")):
        return ConfigError(str(file), "is damaged, or no ledger", "bring back a copy: linterbot ledger restore FILE")
    if is_there(file.parent) and not is_folder(file.parent):
        return ConfigError(str(file.parent), "is a file, and must be a folder", 'name another one under "state"')
    if isinstance(error, OSError):
        remedy = 'name another folder under "state"'
        return ConfigError(str(file.parent), f"cannot be made ({error.strerror})", remedy)
    return ConfigError(str(file), f"the database cannot be used ({reason})", "check for a full or damaged disk")


def _in_words(context: ExceptionContext) -> None:
    reason = str(context.original_exception).splitlines()[0]
    raise LedgerError("ledger", f"the database failed ({reason})", "check for a full disk or a damaged file")
