"""How fast a wiki's servers are asked, by all who share them."""

from __future__ import annotations

from typing import Protocol


class Pace(Protocol):
    """Keeps requests to the servers of one farm apart."""

    def wait(self) -> None:
        """Wait until the next request may leave."""
        ...

    def slow_down(self, seconds: float) -> None:
        """Let nobody ask these servers for some seconds, because they asked for that."""
        ...


class AsFastAsItGoes:
    """The pace of whoever has the servers for themselves: what a wiki asks for is heeded, but nobody else is told."""

    def wait(self) -> None:
        """Wait for nothing."""

    def slow_down(self, seconds: float) -> None:
        """Tell nobody."""


ALONE = AsFastAsItGoes()
