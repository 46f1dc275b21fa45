"""Runs linterbot as on a machine whose clock is wrong: WRONG_BY=3600 python -m tests.contract.wrong_clock"""

from __future__ import annotations

import datetime
import os
import time

OFF, RIGHT = float(os.environ["WRONG_BY"]), time.time


class Wrong(datetime.datetime):
    """The time by the clock of that machine."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Wrong:
        return super().now(tz) + datetime.timedelta(seconds=OFF)


if __name__ == "__main__":
    time.time = lambda: RIGHT() + OFF
    datetime.datetime = Wrong  # type: ignore[misc]  # the class itself is the clock that is wrong
    from linterbot.cli import main  # linterbot is loaded only after the clock went wrong

    main()
