"""The pace at which a whole fleet asks one farm of wikis, kept in its ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linterbot.errors import LedgerError
from linterbot.ledger import Ledger, turns


@dataclass(frozen=True)
class SharedPace:
    """Waits for the turn of this process; while the ledger is away, it is as slow as if it were alone."""

    ledger: Ledger
    farm: str
    rate: float  # requests a second
    rest: Callable[[float], None]  # waits some seconds

    def wait(self) -> None:
        """Wait until the next request may leave."""
        try:
            seconds = turns.take(self.ledger, self.farm, self.rate)
        except LedgerError:
            seconds = 1 / self.rate
        if seconds:
            self.rest(seconds)

    def slow_down(self, seconds: float) -> None:
        """Let nobody ask this farm for some seconds."""
        try:
            turns.stop(self.ledger, self.farm, seconds)
        except LedgerError:
            return  # this process heeds it all the same
