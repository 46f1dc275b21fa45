"""When the daemon is to stop: a signal asks for it, or the process is gone that started it."""

from __future__ import annotations

import os
import signal
import threading
import time
from queue import SimpleQueue
from types import FrameType

_LOOK = 1.0  # seconds between two looks at the other process


def asked_to_stop(parent: int = 0) -> SimpleQueue[str]:
    """Return a queue that gets the reason to stop: SIGTERM, SIGINT, or the end of the process `parent`."""
    # A handler may interrupt anything, so it takes no lock: an event that it sets while it is waited for never ends.
    asked: SimpleQueue[str] = SimpleQueue()

    def ask(number: int, _frame: FrameType | None) -> None:
        asked.put(signal.Signals(number).name)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    if parent:
        threading.Thread(target=_watch, args=(parent, asked), daemon=True).start()
    return asked


def _watch(parent: int, asked: SimpleQueue[str]) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)  # no event says that a parent has ended
    asked.put("the daemon that started this process is gone")
