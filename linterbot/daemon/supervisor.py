"""Several wikis at once, each in a process of its own, so that a slow or broken one holds up no other."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import NamedTuple

from linterbot.daemon.log_lines import log

_LOOK = 1.0  # seconds between two looks at the processes
_AGAIN, _LONGEST = 30.0, 600.0  # seconds before a process is started again: at first, and after many times
_LONG_ENOUGH = 3600.0  # seconds after which a process that ends counts as one that was well


class Child(NamedTuple):
    """How to serve one wiki in a process of its own."""

    command: Callable[[str], list[str]]  # what to run, by the name of the wiki
    refused: int  # the exit status that says that the wiki refuses the account
    again: float = _AGAIN  # seconds before a process that ended is started again, doubled each time


def supervise(wikis: Sequence[str], child: Child, asked: SimpleQueue[str]) -> str:
    """Keep a process running for each wiki until there is a reason to stop; return it, "" if no process is left."""
    processes = [_Process(wiki, child) for wiki in wikis]
    try:
        while not all(one.left for one in processes):
            for one in processes:
                one.look()
            with suppress(Empty):
                return asked.get(timeout=_LOOK)
        return ""
    finally:
        for one in processes:
            one.ask_to_end()
        for one in processes:
            one.wait()


class _Process:
    """The process of one wiki."""

    def __init__(self, wiki: str, child: Child) -> None:
        self._wiki, self._child, self._pause = wiki, child, child.again
        self._running: subprocess.Popen[bytes] | None = None
        self._started = self._due = time.monotonic()
        self.left = False  # whether it has ended and is not to be started again

    def look(self) -> None:
        """Start the process if it is time, and see whether it still runs."""
        if self._running is not None:
            if (status := self._running.poll()) is not None:
                self._running = None
                self._ended(status)
        elif not self.left and time.monotonic() >= self._due:
            self._started = time.monotonic()
            self._running = subprocess.Popen(self._child.command(self._wiki))  # noqa: S603  # no shell, and only words of ours

    def ask_to_end(self) -> None:
        """Ask the process to finish what it does."""
        if self._running is not None:
            self._running.terminate()

    def wait(self) -> None:
        """Wait until the process has ended."""
        if self._running is not None:
            self._running.wait()

    def _ended(self, status: int) -> None:
        if status == self._child.refused:
            self.left = True
            log.error("%s: the wiki refuses the account; its process is not started again", self._wiki)
            return
        if time.monotonic() - self._started > _LONG_ENOUGH:
            self._pause = self._child.again
        log.error("%s: its process ended (status %d); starting it again in %.0f s", self._wiki, status, self._pause)
        self._due = time.monotonic() + self._pause
        self._pause = min(2 * self._pause, max(_LONGEST, self._child.again))
