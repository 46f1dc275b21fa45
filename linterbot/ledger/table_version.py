"""The version of a ledger's tables, and how they are brought up to date; the only import of alembic."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from linterbot.errors import ConfigError

# Lets one process at a time create the tables: two that start together would both try.
_ALONE = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(20261121)"}


@cache
def newest() -> str:
    """Return the version that this linterbot makes and uses."""
    return str(ScriptDirectory.from_config(_settings()).get_current_head())


def version_of(engine: Engine) -> str:
    """Return the version of a database's tables, "" if it has none of a ledger."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def refuse_newer(version: str) -> None:
    """Raise ConfigError for tables that a newer linterbot made: this one cannot know what they mean."""
    known = {one.revision for one in ScriptDirectory.from_config(_settings()).walk_revisions()}
    if version and version not in known:
        remedy = "install that linterbot again, or restore the copy that it made before (docs/operating.md)"
        raise ConfigError("ledger", f"a newer linterbot made its tables (version {version})", remedy)


def upgrade(engine: Engine, keep: Callable[[str], None]) -> None:
    """Bring the tables to the newest version; `keep` is called with the version they are of, while nothing changes."""
    settings = _settings()
    with engine.begin() as connection:
        if alone := _ALONE.get(engine.dialect.name):
            connection.exec_driver_sql(alone)
        version = MigrationContext.configure(connection).get_current_revision() or ""
        if version == newest():
            return  # another process was first
        keep(version)
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return settings
