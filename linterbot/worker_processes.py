"""The processes that work on items: when they start, what they begin with, and when they end."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import pickle
import resource
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

_MEMORY = 2 * 1024**3  # bytes of address space of one process
MEMORY = f"{_MEMORY // 1024**3} GiB"
_GARBAGE = 200_000  # new objects between garbage collections: a document has thousands, and no cycles
_LOOK = 1.0  # seconds between two looks at whether anybody is still at it
_STARTS = 3  # tries: old ones that have ended, new ones whose fork server ended, and those after
_DYING = 0.2  # seconds in which a fork server that was ended may still look alive
_MOST_SETTINGS = 8  # that a process which works for many remembers
Crashed = ProcessExpired  # what a future raises whose process has ended
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Sent:
    """A setting on its way to processes that work for many; some 0.3 MB for the rules of a wiki."""

    digest: str
    packed: bytes

    @classmethod
    def of(cls, setting: object) -> Sent:
        """Return a setting ready to be sent."""
        packed = pickle.dumps(setting)
        return cls(hashlib.sha256(packed).hexdigest(), packed)


class Scheduled(Generic[Result]):
    """Work that was given to processes."""

    def __init__(self, pool: ProcessPool, future: Future[list[Result]]) -> None:
        self._pool, self._future = pool, future

    def result(self) -> list[Result]:
        """Wait for the results; raises whatever the work raised, Crashed, TimeoutError or Ended."""
        while not wait([self._future], _LOOK).done:
            # A pool that ends leaves what it had not begun undone, and says nothing.
            if not self._pool.active and not wait([self._future], _LOOK).done:
                raise Ended
        return self._future.result()


class Ended(Exception):
    """The processes were ended before they began with some work."""


class Processes:
    """A few processes; they start when there is work, and may be ended at any time.

    `setting` returns what each of them gets once, when it starts. Those that any number of pools share get one with
    each piece of work instead. `nice` makes them wait for others, from 0 to 19.
    """

    def __init__(self, workers: int, setting: Callable[[], object] | None = None, nice: int = 0) -> None:
        self.workers, self._setting, self._nice = workers, setting, nice
        self._pool: ProcessPool | None = None
        self._starting = threading.Lock()  # a server works for several people at once

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def run(self) -> bool:
        """Whether they have started and not been ended."""
        return self._pool is not None

    def schedule(
        self, sent: Sent | None, work: Callable[[Any, Item], Result], items: Sequence[Item], seconds: float
    ) -> Scheduled[Result]:
        """Have work done on items, with a setting that was sent or with their own; it may take some seconds.

        What keeps the processes from starting is raised where the results are waited for.
        """
        with self._starting:
            for _ in range(_STARTS):
                pool = self._pool = self._pool or self._started()
                try:
                    return Scheduled(pool, pool.schedule(_all, args=(sent, work, items), timeout=seconds))
                except RuntimeError as error:  # they have ended, or what forks them did at this very moment
                    self._pool = None
                    failed: Future[list[Result]] = Future()
                    failed.set_exception(error)
                    self._give_up(pool)
                    time.sleep(_DYING)  # nothing tells when what has ended no longer looks alive
        return Scheduled(pool, failed)

    def end(self) -> None:
        """End them, whatever they are doing; new work starts new ones."""
        with self._starting:
            pool, self._pool = self._pool, None
        if pool is not None:
            self._give_up(pool)

    def _give_up(self, pool: ProcessPool) -> None:
        pool.stop()
        pool.join()

    def _started(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")  # forking a process that has threads may hang
        context.set_forkserver_preload(["linterbot.lint.page_linter"])
        setting = self._setting() if self._setting is not None else None
        return ProcessPool(self.workers, context=context, initializer=_begin, initargs=(setting, self._nice))


_here: Any = None  # the setting of this process
_sent: OrderedDict[str, Any] = OrderedDict()  # those that came with work, the one used last at the end


def _begin(setting: object, nice: int) -> None:
    global _here
    _here = setting
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    os.nice(nice)
    gc.freeze()  # what the process starts with stays as long as it lives
    gc.set_threshold(_GARBAGE)


def _all(sent: Sent | None, work: Callable[[Any, Item], Result], items: Sequence[Item]) -> list[Result]:
    setting = _here if sent is None else _unpacked(sent)
    return [work(setting, item) for item in items]


def _unpacked(sent: Sent) -> Any:
    if sent.digest not in _sent:
        _sent[sent.digest] = pickle.loads(sent.packed)  # noqa: S301  # what our own process sent
    _sent.move_to_end(sent.digest)
    while len(_sent) > _MOST_SETTINGS:
        _sent.popitem(last=False)
    return _sent[sent.digest]
