"""The processes that work on items: when they start, what they begin with, and when they end."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import pickle
import resource
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

_MEMORY = 2 * 1024**3  # bytes of address space of one process
MEMORY = f"{_MEMORY // 1024**3} GiB"
_GARBAGE = 200_000  # new objects between garbage collections: a document has thousands, and no cycles
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
    ) -> Future[list[Result]]:
        """Have work done on items, with a setting that was sent or with their own; it may take some seconds."""
        with self._starting:
            pool = self._pool = self._pool or self._started()
            future: Future[list[Result]] = pool.schedule(_all, args=(sent, work, items), timeout=seconds)
        return future

    def end(self) -> None:
        """End them, whatever they are doing; new work starts new ones."""
        with self._starting:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            pool.join()

    def end_if_broken(self) -> None:
        """End them if they take no more work."""
        if self._pool is not None and not self._pool.active:
            self.end()

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
