"""Which wikis of a desk have processes that read pages: the last few that somebody needed them for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

MOST = 8  # wikis; each has up to six processes


class ReadyWikis:
    """The wikis that have processes; whoever was not needed for longest gives theirs up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rest: OrderedDict[str, Callable[[], None]] = OrderedDict()

    def use(self, wiki: str, rest: Callable[[], None]) -> None:
        """Note that a wiki needs its processes; `rest` ends them, and they start again by themselves."""
        with self._lock:
            self._rest[wiki] = rest
            self._rest.move_to_end(wiki)
            others = [self._rest.popitem(last=False)[1] for _ in range(len(self._rest) - MOST)]
        for rest in others:
            rest()
