"""How fast a wiki's servers are asked, by all who share them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Pace(Protocol):
    """Keeps requests to the servers of one farm apart."""

    def wait(self) -> None:
        """Wait until the next request may leave."""
        ...

    def slow_down(self, seconds: float) -> None:
        """Let nobody ask these servers for some seconds, because they asked for that."""
        ...

    def rest(self, seconds: float) -> None:
        """Wait some seconds, alone, before one asks again."""
        ...


@dataclass(frozen=True)
class AsFastAsItGoes:
    """The pace of whoever has the servers for themselves: what a wiki asks for is heeded, but nobody else is told."""

    rest: Callable[[float], None]  # waits some seconds

    def wait(self) -> None:
        """Wait for nothing."""

    def slow_down(self, seconds: float) -> None:
        """Tell nobody."""


ALONE = AsFastAsItGoes(time.sleep)  # of a command that somebody runs, and may interrupt
