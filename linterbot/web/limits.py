"""How often somebody may do something: what is counted is forgotten after a while, and when the desk starts again."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from math import ceil

_MOST_COUNTED = 20_000  # people and addresses; the oldest are forgotten first


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds."""

    times: int
    seconds: float


@dataclass(frozen=True)
class Limits:
    """What the desk allows."""

    tries: Limit = Limit(10, 60)  # to come in, for each address
    verdicts: Limit = Limit(60, 60)  # for each person; nobody reads faster than that
    bulk: Limit = Limit(10, 3_600)  # of many verdicts at once, for each person
    looks: Limit = Limit(240, 60)  # at findings, for each person
    repairs: Limit = Limit(50, 3_600)  # for each person
    checks: Limit = Limit(30, 60)  # of texts, for each address


def source_of(address: str) -> str:
    """Return what stands for everybody behind a network address: with IPv6, one customer has a whole network."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else address


class Counter:
    """Counts what was done by whom."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._times: dict[tuple[str, str], deque[float]] = {}

    def take(self, what: str, who: str, limit: Limit) -> int:
        """Count one more; return 0 if that is allowed, or after how many seconds it will be."""
        now, key = self._clock(), (what, who)
        with self._lock:
            times = self._times.pop(key, deque())
            while times and times[0] <= now - limit.seconds:
                times.popleft()
            self._times[key] = times  # at the end: the oldest come first
            while len(self._times) > _MOST_COUNTED:
                del self._times[next(iter(self._times))]
            if len(times) >= limit.times:
                return max(1, ceil(times[0] + limit.seconds - now))
            times.append(now)
            return 0
