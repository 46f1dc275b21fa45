"""Lets a person or the system interrupt a command, but not in the middle of what must be done completely."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def stoppable() -> Iterator[Whole]:
    """Let Ctrl-C and SIGTERM interrupt, but not in the middle of what must be done completely or not at all."""
    whole = Whole()
    before = {number: signal.signal(number, whole.stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield whole
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Whole:
    """Delays an interruption while something must be done completely or not at all."""

    def __init__(self) -> None:
        self._busy = self._stopping = False

    def stop(self, *_: object) -> None:
        """Interrupt the scan, now or as soon as possible."""
        if not self._busy:
            raise KeyboardInterrupt
        self._stopping = True

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Delay an interruption until the context ends."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
        if self._stopping:
            raise KeyboardInterrupt
