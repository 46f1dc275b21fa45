"""The wiki's clock, read once and carried on by our own stopwatch: what the machine takes for the time is not asked."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from linterbot.ledger.stamps import stamp


class Clock:
    """Tells the wiki's time; `started` is what the wiki said when it was asked."""

    def __init__(self, started: str) -> None:
        self._started, self._at = datetime.fromisoformat(started), time.monotonic()

    def now(self) -> str:
        """Return the time as the wiki would tell it."""
        return stamp(self._started + timedelta(seconds=time.monotonic() - self._at))
