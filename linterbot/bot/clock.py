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

    def learn(self, time_now: str) -> None:
        """Take the wiki's time from another answer, if it was not asked for yet."""
        if self._started is None and time_now:
            self._started, self._at = datetime.fromisoformat(time_now), time.monotonic()

    def now(self) -> str:
        """Return the wiki's time, in ISO 8601."""
        if self._started is None:
            self.learn(self._ask())
        assert self._started is not None
        return timestamp(self._started + timedelta(seconds=time.monotonic() - self._at))
