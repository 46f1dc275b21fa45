"""The databases that ledgers are in: files for SQLite, and one pool of connections for each PostgreSQL database."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine, ExceptionContext, StaticPool, create_engine, event
from sqlalchemy.engine import make_url

from linterbot.errors import ConfigError, LedgerError
from linterbot.files import only_for_owner, private_file, private_folder
from linterbot.ledger import file_copies, table_version

_FILES = 8  # that one process remembers; it seldom has more than one
CONNECTIONS = 5  # to a server, for a process that does not say how many it needs
# A server that went away without a word is noticed within seconds, not after the hours that TCP waits by itself.
TO_POSTGRESQL = {
    "application_name": "linterbot",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "options": "-c lock_timeout=30s -c statement_timeout=300s -c idle_in_transaction_session_timeout=120s",
}
_UPGRADE = "start a round or the daemon once, which brings them up to date"
_servers: dict[str, Engine] = {}
_opening = threading.Lock()


def file_of(url: str) -> Path | None:
    """Return the file in which a database is, None if it is on a server."""
    address = make_url(url)
    return Path(str(address.database)) if address.get_backend_name() == "sqlite" else None


def address_of(url: str) -> str:
    """Return the address of a PostgreSQL database as PostgreSQL's own programs write it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def on_server(url: str, create: bool = True, connections: int = CONNECTIONS) -> Engine:
    """Return a database on a server, its tables brought up to date: one engine and one look at them for each process.

    How many connections it may have at once is decided by whoever asks first. Without `create`, nothing is changed: an
    empty database is kept in memory, and one of an older version raises ConfigError.
    """
    with _opening:
        if url not in _servers:
            engine = _server(url, connections)
            try:
                there = _bring_up_to_date(engine, create)
            except BaseException:
                engine.dispose()
                raise
            if not there:
                engine.dispose()
                return _current(in_memory(), None)
            _servers[url] = engine
        return _servers[url]


def let_go(url: str) -> None:
    """Close all connections to a database on a server."""
    with _opening:
        if engine := _servers.pop(url, None):
            engine.dispose()


def in_file(path: Path, create: bool) -> Engine:
    """Return a database that is a file, its tables brought up to date.

    The file is readable by its owner only, and before its tables change, a copy is put beside it. Without `create`, no
    file is created or changed: an empty database, or one of an older version, is kept in memory.
    """
    if create:
        private_folder(path.parent)
        private_file(path)
        only_for_owner(path)
    if not (create or path.exists()):
        return _current(in_memory(), None)
    return _current(_file(f"sqlite:///{path.absolute()}"), path, create)


def in_memory(path: Path | None = None) -> Engine:
    """Return a database in memory: an empty one, or one with the content of a file."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "handle_error", _in_words_of_files)
    if path is not None:
        with engine.connect() as connection:
            file_copies.pour(path, cast(Any, connection.connection.driver_connection))
    return engine


@lru_cache(_FILES)
def _file(url: str) -> Engine:
    """Return the engine of a file, always the same: it keeps the statements that it has compiled."""
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _server(url: str, connections: int) -> Engine:
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    given = TO_POSTGRESQL if address.get_backend_name() == "postgresql" else {}
    own = {name: value for name, value in given.items() if name not in address.query}
    # A server may have been started again since a connection was last used.
    engine = create_engine(address, connect_args=own, pool_size=connections, max_overflow=2, pool_pre_ping=True)
    if given:
        event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _bring_up_to_date(engine: Engine, create: bool) -> bool:
    """Make the newest tables; False if there are none, and none may be made."""
    version = table_version.version_of(engine)
    if version != table_version.newest():
        table_version.refuse_newer(version)
        if not create and version:
            raise ConfigError("ledger", f"an older linterbot made its tables (version {version})", _UPGRADE)
        if not create:
            return False
        table_version.upgrade(engine, lambda _: None)
    event.listen(engine, "handle_error", _in_words_of_servers)
    return True


def _current(engine: Engine, file: Path | None, create: bool = False) -> Engine:
    """Return a database whose tables are up to date: the same one, or a copy if it must not be changed."""
    version = table_version.version_of(engine)
    if version != table_version.newest():
        engine.dispose()  # whoever brings back another file must not find this one still open
        table_version.refuse_newer(version)
        if version and file is not None and not create:
            engine = in_memory(file)

        def keep(version: str) -> None:
            if version and file is not None and create:
                file_copies.copy(file, _older_copy(file, version))

        table_version.upgrade(engine, keep)
    if not event.contains(engine, "handle_error", _in_words_of_files):
        event.listen(engine, "handle_error", _in_words_of_files)
    return engine


def _older_copy(path: Path, version: str) -> Path:
    """Return where the copy of a ledger goes that is made before its tables leave a version."""
    return path.with_name(f"{path.stem}.version-{version}{path.suffix}")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # an action must be on disk before it is sent
    connection.create_function("lower", 1, str.lower, deterministic=True)  # SQLite's own handles only English letters


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    from linterbot.ledger.postgresql_text import TextWithoutNul

    connection.adapters.register_dumper(str, TextWithoutNul)


def _in_words_of_files(context: ExceptionContext) -> None:
    if not isinstance(context.original_exception, Exception):
        return  # somebody interrupts us
    raise LedgerError("ledger", _failed(context), "check for a full disk or a damaged file")


def _in_words_of_servers(context: ExceptionContext) -> None:
    if context.is_pre_ping or not isinstance(context.original_exception, Exception):
        return  # the pool tries again with a new connection, or somebody interrupts us
    raise LedgerError("ledger", _failed(context), "see whether the database server is up and has room")


def _failed(context: ExceptionContext) -> str:
    lines = str(context.original_exception).splitlines() or [type(context.original_exception).__name__]
    return f"the database failed ({lines[0]})"
