"""Keeps the wiki's time: asked for once, then counted on by a stopwatch, so that the machine's date does not matter."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from linterbot.ledger.timestamps import timestamp


class Clock:
    """Knows the wiki's time; the wiki is asked when it is first needed."""

    def __init__(self, ask: Callable[[], str]) -> None:
        self._ask = ask
        self._started: datetime | None = None
        self._at = 0.0

    def now(self) -> str:
        """Return the wiki's time, in ISO 8601."""
        if self._started is None:
            self._started, self._at = datetime.fromisoformat(self._ask()), time.monotonic()
        return timestamp(self._started + timedelta(seconds=time.monotonic() - self._at))
