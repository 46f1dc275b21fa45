"""Copies of a ledger that is a file, made while it is in use; every failure is a LedgerError."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from linterbot.errors import LedgerError
from linterbot.files import only_for_owner, private_folder

_VERSION = "SELECT version_num FROM alembic_version"


def copy(source: Path, target: Path) -> None:
    """Copy a ledger into a file of its own that only its owner can read: whole and sound, or not at all."""
    with _in_words(target):
        private_folder(target.parent)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".linterbot-")
        os.close(handle)
        unfinished = Path(name)
        try:
            with closing(sqlite3.connect(unfinished)) as file:
                pour(source, file)
                file.execute("PRAGMA journal_mode=DELETE")  # everything in the one file
            refuse_damaged(unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def replace_content(source: Path, target: Path) -> None:
    """Put a copy's content into a ledger in one step; who reads it meanwhile sees the old one or the new one."""
    with _in_words(target):
        private_folder(target.parent)
        with closing(sqlite3.connect(target)) as file:
            pour(source, file)
        only_for_owner(target)


def fault(path: Path) -> str:
    """Return the first damage in a file, "" if it is sound; raises LedgerError if it cannot be opened."""
    with _in_words(path), closing(_opened(path)) as file:
        try:
            found = str(file.execute("PRAGMA integrity_check(1)").fetchone()[0])
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:  # so damaged that it cannot even be checked
            return str(error)
    return "" if found == "ok" else found


def refuse_damaged(path: Path) -> None:
    """Raise LedgerError if a file is damaged."""
    if found := fault(path):
        raise LedgerError(str(path), f"the file is damaged ({found})", "use an older copy")


def version_in(path: Path) -> str:
    """Return the version of the tables in a file; raises LedgerError if it holds no ledger."""
    with _in_words(path), closing(_opened(path)) as file:
        try:
            return str(file.execute(_VERSION).fetchone()[0])
        except (sqlite3.OperationalError, TypeError):
            raise LedgerError(str(path), "the file is no ledger", "name a file that `ledger backup` made") from None


def pour(source: Path, target: sqlite3.Connection) -> None:
    """Replace all that a database holds by the content of a file."""
    with closing(_opened(source)) as old:
        old.backup(target)


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(str(path), f"it cannot be used ({error})", "check the path and the disk") from None
    except OSError as error:
        raise LedgerError(str(path), f"it cannot be used ({error.strerror})", "check the path and the disk") from None
