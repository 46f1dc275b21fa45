"""Works on pages in other processes, so that a page that kills or hangs its process takes nothing else with it."""

from __future__ import annotations

import gc
import multiprocessing
import resource
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Expired
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from linterbot.errors import WorkerError

SECONDS = 30.0  # that one page may take; no page is known to take two (docs/performance.md)
_FEW = 20  # items, which are not worth a second process
_MEMORY = 2 * 1024**3  # bytes of address space of one process
_GARBAGE = 200_000  # new objects between garbage collections: a document has thousands, and no cycles
_REMEDY = "check that there is memory left and that more processes may be started"
Setting = TypeVar("Setting")
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Failed:
    """Work that failed twice, the second time in a process of its own."""

    reason: str  # in words


@dataclass(frozen=True)
class _Batch(Generic[Setting, Item, Result]):
    work: Callable[[Setting, Item], Result]
    items: Sequence[Item]
    future: Future[list[Result]]


class WorkerPool(Generic[Setting]):
    """A few processes that work on items; they start when there is work and end with the context.

    `setting` returns what all work needs: it is called once, and each process gets the result once, when it starts.
    `seconds` is the longest that one item may take.
    """

    def __init__(self, setting: Callable[[], Setting], workers: int = 1, seconds: float = SECONDS) -> None:
        self._make_setting, self._workers, self._seconds = setting, workers, seconds
        self._setting: Setting | None = None
        self._pool: ProcessPool | None = None
        self._starting = threading.Lock()  # a server works for several people at once

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def setting(self) -> Setting:
        """What all work needs."""
        if self._setting is None:
            self._setting = self._make_setting()
        return self._setting

    @property
    def runs(self) -> bool:
        """Whether it has processes at the moment."""
        return self._pool is not None

    def end(self) -> None:
        """End the processes, whatever they are doing; new work starts new ones."""
        with self._starting:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            pool.join()

    def each(self, work: Callable[[Setting, Item], Result], items: Sequence[Item]) -> list[Result | Failed]:
        """Return the result of `work(setting, item)` for each item; many items are shared out among the processes.

        `work` must be a function of a module or a class, and what it takes and returns must be picklable.
        """
        size = max(_FEW, -(-len(items) // self._workers))
        batches = [self._start(work, items[at : at + size]) for at in range(0, len(items), size)]
        return [result for batch in batches for result in self._results(batch)]

    def stream(
        self, work: Callable[[Setting, Item], Result], batches: Iterable[Sequence[Item]]
    ) -> Iterator[list[Result | Failed]]:
        """Yield the results batch by batch, in order; only a few batches are under way at a time."""
        under_way: deque[_Batch[Setting, Item, Result]] = deque()
        for batch in batches:
            under_way.append(self._start(work, batch))
            if len(under_way) > 2 * self._workers:
                yield self._results(under_way.popleft())
        while under_way:
            yield self._results(under_way.popleft())

    def _start(self, work: Callable[[Setting, Item], Result], items: Sequence[Item]) -> _Batch[Setting, Item, Result]:
        with self._starting:
            pool = self._pool = self._pool or self._processes(self._workers)
            future = pool.schedule(_all, args=(work, items), timeout=self._seconds + len(items))
        return _Batch(work, items, future)

    def _results(self, batch: _Batch[Setting, Item, Result]) -> list[Result | Failed]:
        try:
            return [*batch.future.result()]
        except Exception:  # whatever it was, the item at fault will fail again when it is alone
            if self._pool is not None and not self._pool.active:
                self.end()
            return [self._alone(batch.work, item) for item in batch.items]

    def _alone(self, work: Callable[[Setting, Item], Result], item: Item) -> Result | Failed:
        with self._processes(1) as pool:
            future: Future[list[Result]] = pool.schedule(_all, args=(work, [item]), timeout=self._seconds)
            try:
                return future.result()[0]
            except Expired:
                return Failed(f"it takes more than {self._seconds:g} seconds")
            except BrokenProcessPool as error:
                raise WorkerError("processes", f"no worker process stays alive ({error})", _REMEDY) from None
            except ProcessExpired as error:
                self._prove_processes_work()
                how = f"signal {-error.exitcode}" if (error.exitcode or 0) < 0 else f"exit status {error.exitcode}"
                return Failed(f"it crashes the process that reads it ({how})")
            except MemoryError:
                return Failed(f"it needs more than {_MEMORY // 1024**3} GiB of memory")
            except Exception as error:  # what the work raised: a fault of ours that this item brings out
                return Failed(f"a fault in linterbot ({type(error).__name__}: {error})")

    def _prove_processes_work(self) -> None:
        """Raise WorkerError if no process can do anything at all: then the item is not at fault."""
        with self._processes(1) as pool:
            try:
                pool.schedule(_all, args=(_nothing, [None]), timeout=self._seconds + 10).result()
            except Exception as error:  # whatever keeps even an empty task from finishing
                raise WorkerError("processes", f"no worker process stays alive ({error})", _REMEDY) from None

    def _processes(self, workers: int) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")  # forking a process that has threads may hang
        context.set_forkserver_preload(["linterbot.lint.page_linter"])
        return ProcessPool(max_workers=workers, context=context, initializer=_begin, initargs=(self.setting,))


_here: Any = None  # the setting of this process


def _begin(setting: object) -> None:
    global _here
    _here = setting
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    gc.freeze()  # what the process starts with stays as long as it lives
    gc.set_threshold(_GARBAGE)


def _all(work: Callable[[Any, Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(_here, item) for item in items]


def _nothing(_setting: object, _item: object) -> None:
    """Do nothing, to show that the process works."""
