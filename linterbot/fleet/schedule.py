"""How often a wiki is looked at: soon after an edit, and more and more seldom while nobody edits."""

from __future__ import annotations

from typing import NamedTuple
from zlib import crc32

SHORTEST, LONGEST = 60.0, 6 * 3600.0  # seconds between two rounds
_SHARE = 10  # a wiki that nobody has edited for a time is looked at again after a tenth of it
_SPREAD = 0.1  # by how much of that time wikis differ
_BIG = 10.0  # seconds of work from which a wiki counts as big
_WEIGHT = 0.3  # of the last round, in what a round is expected to cost
_BACKLOG = 10.0  # seconds of work that may wait in the queue: enough for nobody to be idle, and no more
_LEAST_WAITING = 4  # for each worker, however long rounds take


class Waking(NamedTuple):
    """A wiki that is due."""

    wiki: str
    due: float  # seconds since 1970, by the database's clock
    cost: float  # seconds that a round is expected to take

    @property
    def is_big(self) -> bool:
        """Whether its rounds take so long that small wikis must not have to wait for them."""
        return self.cost >= _BIG


def every(silent: float, share: float) -> float:
    """Return the seconds until the next round on a wiki that nobody has edited for some seconds.

    `share` is the wiki's own, from 0 to 1: those that began together soon drift apart.
    """
    seconds = min(max(silent / _SHARE, SHORTEST), LONGEST)
    return seconds * (1 + _SPREAD * (2 * share - 1))


def share_of(wiki: str) -> float:
    """Return a number from 0 to 1 that is always the same for a wiki, and spread evenly over all."""
    return crc32(wiki.encode()) / 0xFFFFFFFF


def expected_cost(before: float, seconds: float) -> float:
    """Return what a round is expected to cost after one that took some seconds."""
    return seconds if before == 0 else (1 - _WEIGHT) * before + _WEIGHT * seconds


def most_waiting(workers: int, cost: float) -> int:
    """Return how many wakings may wait at once for some workers, if a round costs so many seconds."""
    return max(workers, 1) * max(_LEAST_WAITING, round(_BACKLOG / max(cost, 0.05)))
