"""The bot's memory of one wiki: a database, and one module for each kind of question."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from linterbot.errors import ConfigError
from linterbot.file_faults import is_folder, is_there
from linterbot.ledger import engines, schema
from linterbot.ledger.engines import file_of as file_of

_AT_ONCE = 500  # values that one statement may name
_INSTALL = 'for PostgreSQL, run: pip install "linterbot[postgresql]"'
T = TypeVar("T")


@dataclass(frozen=True)
class Ledger:
    """The ledger of one wiki; every question to it is a function in one of the modules here."""

    engine: Engine
    wiki: str  # its name in the configuration

    def close(self) -> None:
        """Close the database, if it is a file; the connections to a server are the whole process's."""
        if self.engine.dialect.name == "sqlite":
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


def open_ledger(url: str, wiki: str, create: bool = True, connections: int = engines.CONNECTIONS) -> Ledger:
    """Open the ledger and bring its tables up to date; raises ConfigError if the database cannot be used.

    Without `create`, nothing is created or changed, as `engines` says. Whoever first opens a database on a
    server says how many `connections` the process keeps to it.
    """
    try:
        file = file_of(url)
        engine = engines.on_server(url, create, connections) if file is None else engines.in_file(file, create)
    except (ArgumentError, SQLAlchemyError, OSError, ImportError) as error:
        raise _unusable(url, error) from None
    ledger = Ledger(engine, wiki)
    weakref.finalize(
        ledger, Ledger.close, Ledger(ledger.engine, wiki)
    )  # the last to let go of a ledger closes its file
    return ledger


@contextmanager
def copied(ledger: Ledger) -> Iterator[Ledger]:
    """Yield a copy, in memory, of everything that a ledger knows of its wiki, except who holds it."""
    engine = engines.in_memory()
    schema.metadata.create_all(engine)
    with ledger.engine.connect() as source, engine.begin() as copy:
        of_wikis = [one for one in schema.metadata.sorted_tables if "wiki" in one.c and one is not schema.lease]
        for table in of_wikis:
            rows = source.execute(select(table).where(table.c.wiki == ledger.wiki)).mappings()
            while part := [dict(row) for row in rows.fetchmany(_AT_ONCE)]:
                copy.execute(insert(table), part)
    try:
        yield Ledger(engine, ledger.wiki)
    finally:
        engine.dispose()


def _unusable(url: str, error: Exception) -> ConfigError:
    """Return why a database cannot be used, and what to do."""
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    if isinstance(error, ImportError):
        return ConfigError("ledger", f"what this database needs is not installed ({reason})", _INSTALL)
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
