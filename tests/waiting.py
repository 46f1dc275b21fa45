"""Waiting for what other processes do, which give no sign when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 200  # seconds: a write whose answer was lost is looked for after one minute
_LOOK = 0.05  # seconds between two looks


def until(done: Callable[[], bool], what: str = "it") -> None:
    """Wait until something is so; fails after `PATIENCE`."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, f"{what} has not happened"
        time.sleep(_LOOK)
