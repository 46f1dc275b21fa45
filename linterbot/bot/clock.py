"""The wiki's clock, read once and carried on by our own stopwatch: the machine's idea of the time is never asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from linterbot.ledger.timestamps import timestamp


class Clock:
    """Tells the wiki's time; the wiki is asked for it when it is first wanted."""

    def __init__(self, ask: Callable[[], str]) -> None:
        self._ask = ask
        self._started: datetime | None = None
        self._at = 0.0

    def now(self) -> str:
        """Return the time as the wiki would tell it."""
        if self._started is None:
            self._started, self._at = datetime.fromisoformat(self._ask()), time.monotonic()
        return timestamp(self._started + timedelta(seconds=time.monotonic() - self._at))
