"""Works on pages in other processes, so that a page that kills or hangs its process takes nothing else with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as Expired
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Self, TypeVar

from linterbot.errors import LinterbotError, WorkerError
from linterbot.worker_processes import MEMORY, Crashed, Processes, Scheduled, Sent

SECONDS = 30.0  # that one page may take; no page is known to take two (docs/performance.md)
_FEW = 20  # items, which are not worth a second process
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
    scheduled: Scheduled[Result]


class WorkerPool(Generic[Setting]):
    """Works on items in a few processes, which start when there is work.

    `setting` returns what all work needs; it is called once. The processes are the pool's own, which end with its
    context, or `shared` ones. `seconds` is the longest that one item may take.
    """

    def __init__(
        self,
        setting: Callable[[], Setting],
        workers: int = 1,
        seconds: float = SECONDS,
        shared: Processes | None = None,
        nice: int = 0,
    ) -> None:
        self._make_setting, self._seconds = setting, seconds
        self._setting: Setting | None = None
        self._shares = shared is not None
        self._processes = shared or Processes(workers, lambda: self.setting, nice)

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
        return self._processes.run

    def end(self) -> None:
        """End the processes if they are its own, whatever they are doing; new work starts new ones."""
        if not self._shares:
            self._processes.end()

    def each(self, work: Callable[[Setting, Item], Result], items: Sequence[Item]) -> list[Result | Failed]:
        """Return the result of `work(setting, item)` for each item; many items are shared out among the processes.

        `work` must be a function of a module or a class, and what it takes and returns must be picklable.
        """
        size = max(_FEW, -(-len(items) // self._processes.workers))
        batches = [self._start(work, items[at : at + size]) for at in range(0, len(items), size)]
        return [result for batch in batches for result in self._results(batch)]

    def stream(
        self, work: Callable[[Setting, Item], Result], batches: Iterable[Sequence[Item]]
    ) -> Iterator[list[Result | Failed]]:
        """Yield the results batch by batch, in order; only a few batches are under way at a time."""
        under_way: deque[_Batch[Setting, Item, Result]] = deque()
        for batch in batches:
            under_way.append(self._start(work, batch))
            if len(under_way) > 2 * self._processes.workers:
                yield self._results(under_way.popleft())
        while under_way:
            yield self._results(under_way.popleft())

    @cached_property
    def _sent(self) -> Sent | None:
        return Sent.of(self.setting) if self._shares else None

    def _start(self, work: Callable[[Setting, Item], Result], items: Sequence[Item]) -> _Batch[Setting, Item, Result]:
        return _Batch(work, items, self._processes.schedule(self._sent, work, items, self._seconds + len(items)))

    def _results(self, batch: _Batch[Setting, Item, Result]) -> list[Result | Failed]:
        try:
            return [*batch.scheduled.result()]
        except Exception:  # whatever it was, the item at fault will fail again when it is alone
            return [self._alone(batch.work, item) for item in batch.items]

    def _alone(self, work: Callable[[Setting, Item], Result], item: Item) -> Result | Failed:
        with self._one_process() as one:
            scheduled = one.schedule(None, work, [item], self._seconds)
            try:
                return scheduled.result()[0]
            except Expired:
                return Failed(f"it takes more than {self._seconds:g} seconds")
            except BrokenProcessPool as error:
                raise WorkerError("processes", f"no worker process stays alive ({error})", _REMEDY) from None
            except Crashed as error:
                self._prove_processes_work()
                how = f"signal {-error.exitcode}" if (error.exitcode or 0) < 0 else f"exit status {error.exitcode}"
                return Failed(f"it crashes the process that reads it ({how})")
            except LinterbotError:  # it says itself what is wrong, and that is not the item
                raise
            except MemoryError:
                return Failed(f"it needs more than {MEMORY} of memory")
            except Exception as error:  # what the work raised: a fault of ours that this item brings out
                return Failed(f"a fault in linterbot ({type(error).__name__}: {error})")

    def _prove_processes_work(self) -> None:
        """Raise WorkerError if no process can do anything at all: then the item is not at fault."""
        with self._one_process() as one:
            try:
                one.schedule(None, _nothing, [None], self._seconds + 10).result()
            except Exception as error:  # whatever keeps even an empty task from finishing
                raise WorkerError("processes", f"no worker process stays alive ({error})", _REMEDY) from None

    def _one_process(self) -> Processes:
        return Processes(1, lambda: self.setting)


def _nothing(_setting: object, _item: object) -> None:
    """Do nothing, to show that the process works."""
