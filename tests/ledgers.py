"""New databases for ledgers: files for SQLite, or databases on a PostgreSQL that the tests start themselves."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from linterbot.ledger import engines, file_copies, open_ledger
from tests.requirements import missing

TOOL = Path(__file__).parents[1] / "tools" / "postgresql.py"
_TEMPLATE = "current"  # a database with the newest tables, of which new ones are copies


class Databases:
    """Databases that are all of one kind; with no server, they are files."""

    def __init__(self, server: str = "") -> None:
        self._server, self._made = server, dict[Path, str]()

    @property
    def are_files(self) -> bool:
        return not self._server

    def at(self, file: Path) -> str:
        """Return the address of the database that stands for a file; a new one when it is first asked for."""
        if self.are_files:
            return f"sqlite:///{file}"
        if file not in self._made:
            name = f"ledger_{uuid.uuid4().hex}"
            self._say(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY file_copy")
            self._made[file] = self._address(name)
        return self._made[file]

    def copy(self, file: Path, other: Path) -> str:
        """Copy the database that stands for a file, which nobody uses at the moment; return the copy's address."""
        if self.are_files:
            file_copies.copy(file, other)
        else:
            engines.on_server(self._made[file]).dispose()
            name, source = f"copy_{uuid.uuid4().hex}", make_url(self._made[file]).database
            self._say(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy")
            self._made[other] = self._address(name)
        return self.at(other)

    def empty(self) -> str:
        """Return the address of a new database on the server without tables."""
        name = f"empty_{uuid.uuid4().hex}"
        self._say(f"CREATE DATABASE {name} STRATEGY file_copy")
        self._made[Path(name)] = self._address(name)
        return self._made[Path(name)]

    def drop(self) -> None:
        """Remove all that were made on the server."""
        for address in self._made.values():
            engines.let_go(address)
            self._say(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")
        self._made.clear()

    def make_template(self) -> None:
        self._say(f"CREATE DATABASE {_TEMPLATE} STRATEGY file_copy")
        open_ledger(self._address(_TEMPLATE), "")
        engines.let_go(self._address(_TEMPLATE))

    def _address(self, name: str) -> str:
        return make_url(self._server).set(database=name).render_as_string()

    def _say(self, statement: str) -> None:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as db:
            db.execute(text(statement))
        engine.dispose()


DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]  # the kinds, for a fixture


@contextmanager
def databases_of(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Yield new databases of the kind that a fixture's parameter names."""
    made = Databases(request.getfixturevalue("postgresql_server") if request.param == "postgresql" else "")
    yield made
    made.drop()


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL of one's own; yields the address of a database on it."""
    # The folders of tests are their owner's only, and a PostgreSQL that root starts belongs to somebody else.
    folder = Path(tempfile.mkdtemp(prefix="linterbot-postgresql-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
    started = postgresql_tool("up", folder)
    if started.returncode:
        missing("POSTGRESQL", f"no PostgreSQL could be started: {started.stderr.strip()[-400:]}")
    try:
        yield started.stdout.strip().splitlines()[-1]
    finally:
        postgresql_tool("wipe", folder)


def postgresql_tool(action: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Start or end a PostgreSQL in a folder."""
    command = [sys.executable, str(TOOL), action, "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
