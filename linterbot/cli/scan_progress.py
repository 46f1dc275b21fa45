"""Shows how far a scan has come, on standard error: as a bar on a terminal, elsewhere as a line now and then."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from linterbot.formats.terminal_escape import terminal_escape
from linterbot.plurals import counted
from linterbot.scan.state import Place

_EVERY = 10.0  # seconds between two lines if there is no terminal


class Progress:
    """The progress of one scan; `size` is that of the file in bytes, compressed or not."""

    def __init__(self, path: Path, start: Place, size: int) -> None:
        self._name, self._from, self._size = terminal_escape(path.name), start, size
        self._began = self._shown_at = time.monotonic()
        self._bar: Bar | None = None
        if sys.stderr.isatty() and not sys.stdout.isatty():  # findings on the same terminal would tear the bar
            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
            # By default, rich would take over standard output, findings and all.
            self._bar = Bar(*columns, console=Console(stderr=True), redirect_stdout=False, redirect_stderr=False)
            self._task = self._bar.add_task(f"{escape(self._name)}: looking for files and templates", total=size)

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def at(self, place: Place, findings: int) -> None:
        """Show that the scan has reached a place."""
        if self._bar:
            self._bar.update(self._task, completed=place.packed, description=escape(self._words(place, findings)))
        elif time.monotonic() - self._shown_at >= _EVERY:
            self._shown_at = time.monotonic()
            self._say(f"{place.packed / max(1, self._size):.0%}, {self._words(place, findings)}{self._left(place)}")

    def done(self, place: Place, findings: int) -> None:
        """Show the result of the whole scan."""
        self._finish(f"{self._words(place, findings)}, {time.monotonic() - self._began:.1f} s")

    def interrupted(self, place: Place, findings: int) -> None:
        """Show how far the scan came before it was interrupted."""
        self._finish(f"interrupted after {self._words(place, findings)}")

    def _finish(self, words: str) -> None:
        if self._bar:
            self._bar.update(self._task, visible=False)
            self._bar.stop()
        self._say(words)

    def _say(self, words: str) -> None:
        print(f"{self._name}: {words}", file=sys.stderr)

    def _words(self, place: Place, findings: int) -> str:
        seconds = max(0.001, time.monotonic() - self._began)
        rate = (place.unpacked - self._from.unpacked) / 1e6 / seconds
        return f"{counted(place.pages, 'page')}, {rate:.1f} MB/s, {counted(findings, 'finding')}"

    def _left(self, place: Place) -> str:
        gone, done = time.monotonic() - self._began, place.packed - self._from.packed
        return f", {gone / done * (self._size - place.packed):.0f} s left" if done > 0 else ""
