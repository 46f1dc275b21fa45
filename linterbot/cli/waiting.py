"""Says on the terminal that a longer piece of work is under way, and for how long."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from linterbot.cli import common_options

_SILENT = 1.0  # seconds before anything is said
_EVERY = 1.0  # seconds between two lines
_ERASE = "\r\x1b[K"


@contextmanager
def waiting(words: str) -> Iterator[None]:
    """Say what is under way while the context lasts, if there is a terminal; nothing else may be printed meanwhile."""
    if common_options.quiet() or not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=(words, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(words: str, done: threading.Event) -> None:
    began = time.monotonic()
    said = False
    wait = _SILENT
    while not done.wait(wait):
        sys.stderr.write(f"{_ERASE}{words} … {time.monotonic() - began:.0f} s")
        sys.stderr.flush()
        said, wait = True, _EVERY
    if said:
        sys.stderr.write(_ERASE)
        sys.stderr.flush()
