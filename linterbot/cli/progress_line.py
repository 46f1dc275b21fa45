"""A line on the terminal that says how far a longer command has come, and goes away again."""

from __future__ import annotations

import sys
import time

from linterbot.plurals import counted

_SILENT = 1.0  # seconds before anything is said
_EVERY = 0.2  # seconds between two lines
_ERASE = "\r\x1b[K"


class ProgressLine:
    """The line; without a terminal on standard error there is none."""

    def __init__(self, noun: str) -> None:
        self._noun, self._began, self._shown_at = noun, time.monotonic(), 0.0
        self._there = False
        self._terminal = sys.stderr.isatty()

    def at(self, number: int) -> None:
        """Say how many are done, if it is time for that."""
        now = time.monotonic()
        if self._terminal and now - self._began >= _SILENT and now - self._shown_at >= _EVERY:
            sys.stderr.write(f"{_ERASE}{counted(number, self._noun)} …")
            sys.stderr.flush()
            self._there, self._shown_at = True, now

    def clear(self) -> None:
        """Take the line away before something else is written."""
        if self._there:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
            self._there = False
