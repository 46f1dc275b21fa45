"""Processes that several threads share: whatever dies, every thread gets its results, and none waits for ever."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from linterbot.errors import RuleError, WorkerError, together
from linterbot.worker_pool import Failed, WorkerPool
from linterbot.worker_processes import Processes

PATIENCE, KILLS = 180, 3  # seconds


@pytest.fixture
def processes() -> Iterator[Processes]:
    with Processes(2) as shared:
        yield shared


def plus(setting: int, item: int) -> int:
    time.sleep(0.001)
    return setting + item


def number_of_this_process(_setting: int, _item: int) -> int:
    return os.getpid()


def our_processes() -> list[int]:
    """Return the numbers of the processes that work for this one, and of the one that forks them."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"multiprocessing.forkserver" in (path / "cmdline").read_bytes():
                parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
    below = [os.getpid()]
    for one in below:
        below += [number for number, parent in parents.items() if parent == one]
    return below[1:]


def test_pools_with_different_settings_share_processes(processes: Processes) -> None:
    pools = [WorkerPool(partial(int, number), shared=processes) for number in range(12)]
    items = list(range(100))
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda pool: pool.each(plus, items), pools))
    assert found == [[item + number for item in items] for number in range(12)]
    used = {number for pool in pools for number in pool.each(number_of_this_process, items)}
    assert len(used) <= 2


def says_what_is_wrong(_setting: int, item: int) -> int:
    if item == 3:
        raise together([RuleError("second reader", "it cannot be used", "install it again"), RuleError("b.yaml", "no")])
    return item


def test_an_error_that_says_itself_what_is_wrong_blames_no_item(processes: Processes) -> None:
    with pytest.raises(RuleError) as raised:
        WorkerPool(partial(int, 0), shared=processes).each(says_what_is_wrong, range(5))
    error = raised.value
    assert (error.where, error.cause, error.remedy) == ("second reader", "it cannot be used", "install it again")
    assert error.lines == ("second reader: it cannot be used; install it again", "b.yaml: no")


def test_a_process_that_dies_while_it_has_nothing_to_do_costs_nothing(processes: Processes) -> None:
    pool = WorkerPool(lambda: 1, shared=processes)
    for _ in range(3):
        (number,) = set(pool.each(number_of_this_process, [0]))
        assert isinstance(number, int)
        os.kill(number, signal.SIGKILL)
        time.sleep(0.3)  # nobody tells that it is gone
        assert pool.each(plus, [1]) == [2]


def test_whatever_forks_them_may_die_while_it_does(processes: Processes) -> None:
    pool = WorkerPool(lambda: 1, shared=processes)
    assert pool.each(plus, [1]) == [2]
    processes.end()
    fork_server, *_ = our_processes()  # those that it forked may take a moment to end
    os.kill(fork_server, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as threads:
        found = threads.submit(pool.each, plus, [2])
        time.sleep(0.5)  # it has asked for a process, and waits for its number
        os.kill(fork_server, signal.SIGKILL)
        assert found.result(PATIENCE) == [3]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_whoever_is_killed_every_thread_gets_its_results(processes: Processes, number: signal.Signals) -> None:
    def kill() -> None:
        for _ in range(KILLS):
            time.sleep(1)  # it is to happen in the middle of the work
            for child in our_processes():
                with suppress(ProcessLookupError):
                    os.kill(child, number)  # the fork server as well, as when a service is stopped

    def work(setting: int) -> list[int | Failed]:
        pool = WorkerPool(lambda: setting, shared=processes)
        for _ in range(KILLS):
            try:
                return [one for _ in range(3) for one in pool.each(slow_plus, list(range(60)))]
            except WorkerError:
                continue  # a round ends so, and the next one begins anew
        return []

    killer = threading.Thread(target=kill)
    killer.start()
    with ThreadPoolExecutor(3) as threads:
        futures = [threads.submit(work, setting) for setting in range(3)]
        for setting, future in enumerate(futures):
            found = future.result(PATIENCE)
            right = [item + setting for _ in range(3) for item in range(60)]
            assert len(found) == len(right)
            assert all(one == it or isinstance(one, Failed) for one, it in zip(found, right, strict=True))
            assert sum(isinstance(one, Failed) for one in found) <= KILLS  # those that died even when they were alone
    killer.join()


def slow_plus(setting: int, item: int) -> int:
    time.sleep(0.02)
    return setting + item
