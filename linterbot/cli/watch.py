"""Checks files again whenever they change."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from linterbot.cli import Status
from linterbot.errors import LinterbotError, TargetError
from linterbot.file_faults import is_there

_EVERY = 0.3  # seconds between two looks
_CLEAR = "\x1b[H\x1b[2J"  # what empties a terminal


def watch(names: tuple[str, ...], run: Callable[[], Status]) -> Status:
    """Run a check now and after each change of the files, or of those in the folders, until Ctrl-C."""
    missing = next((name for name in names if not is_there(Path(name))), None)
    if missing is not None or not names:
        raise TargetError(missing or "--watch", "only files and folders can be watched", "check the path")
    while True:
        before = _stamps(names)
        if sys.stdout.isatty():
            sys.stdout.write(_CLEAR)
        try:
            run()
        except LinterbotError as error:
            click.echo(f"linterbot: {error}", err=True)
        click.echo("watching; Ctrl-C ends it", err=True)
        while _stamps(names) == before:
            time.sleep(_EVERY)  # events would not come from network folders


def _stamps(names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return when each file was changed, and its size; a file that is being replaced may be missing for a moment."""
    return {path: stamp for name in names for path, stamp in _each(Path(name))}


def _each(path: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    paths = path.rglob("*") if path.is_dir() else (path,)
    for one in paths:
        try:
            stat = one.stat()
        except OSError:
            continue
        yield str(one), (stat.st_mtime_ns, stat.st_size)
