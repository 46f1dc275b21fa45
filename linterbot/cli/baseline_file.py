"""Reads and writes the file of a baseline, which a person can read as well."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePath

from linterbot.cli.store_text import replace_file
from linterbot.errors import TargetError
from linterbot.file_faults import is_folder, is_there, unreadable
from linterbot.formats.checked_page import CheckedPage
from linterbot.lint.baseline import Baseline

_VERSION = 1
_KEY = "linterbot baseline"


def load(path: Path) -> Baseline:
    """Return the baseline that a file holds; raises TargetError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        remedy = f"make one: linterbot check --write-baseline {path} PAGES"
        raise TargetError(str(path), "there is no such baseline", remedy) from None
    except OSError as error:
        raise unreadable(path, error) from None
    except (ValueError, RecursionError):
        content = None
    pages = content.get("pages") if isinstance(content, dict) and content.get(_KEY) == _VERSION else None
    if not isinstance(pages, dict) or not all(isinstance(rows, dict) for rows in pages.values()):
        raise TargetError(str(path), "is not a baseline", "make it again with --write-baseline")
    return Baseline({str(page): {str(key): str(rule) for key, rule in rows.items()} for page, rows in pages.items()})


def save(path: Path, known: Mapping[str, Mapping[str, str]]) -> None:
    """Write a baseline, whole or not at all; raises TargetError, also rather than replace any other file."""
    if is_there(path) and not is_folder(path):
        _refuse_other(path)
    for page in known:
        try:
            page.encode()
        except UnicodeEncodeError:
            raise TargetError(page, "its name is not UTF-8, so no baseline can hold it", "rename it") from None
    pages = {page: dict(sorted(rows.items())) for page, rows in sorted(known.items()) if rows}
    replace_file(path, json.dumps({_KEY: _VERSION, "pages": pages}, indent=1, ensure_ascii=False) + "\n")


def _refuse_other(path: Path) -> None:
    """Raise TargetError for a file that is no baseline."""
    try:
        load(path)
    except TargetError:
        raise TargetError(str(path), "is not a baseline, and is kept", "name another file") from None


def page_key(checked: CheckedPage, baseline: Path) -> str:
    """Return what a page is called in a baseline: a file by its path from there, a page of a wiki by its title."""
    if checked.filename is None:
        return checked.document.title
    file, folder = Path(checked.filename).absolute(), baseline.absolute().parent
    return PurePath(file.relative_to(folder) if file.is_relative_to(folder) else file).as_posix()
