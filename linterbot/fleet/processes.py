"""A process of a fleet, from its start until it is asked to stop."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

from linterbot.bot.opening import MOST_PROCESSES, Kept
from linterbot.daemon.log_lines import log, to_stderr
from linterbot.daemon.stopping import asked_to_stop
from linterbot.errors import ConfigError
from linterbot.fleet import clock
from linterbot.fleet.queue import Queue, Wakings
from linterbot.fleet.wiki_files import WikiFiles
from linterbot.fleet.worker import Worker
from linterbot.ledger import Ledger, file_of, fleet_queue, open_ledger
from linterbot.wiki.known_sites import KnownSites
from linterbot.worker_processes import Processes

_CONNECTIONS = 2  # more than there are rounds at once
_LOOK = 1.0  # seconds between two looks for the queue that a clock makes
_REMEDY = "name one under `ledger`, as docs/fleet.md says"


def ledger_of(files: WikiFiles, slots: int = 1) -> Ledger:
    """Return the ledger, as that of no wiki, for some rounds at once; raises ConfigError if it is a file."""
    url = files.main.ledger_url
    if file_of(url) is not None:
        raise ConfigError("ledger", "a fleet needs a ledger on a PostgreSQL server", _REMEDY)
    return open_ledger(url, "", connections=slots + _CONNECTIONS)


def be_worker(config_path: Path, queues: Collection[Queue], slots: int, log_format: str, parent: int) -> None:
    """Do rounds, some at once, until SIGTERM or SIGINT, or until the process `parent` has ended.

    Raises ConfigError or LedgerError.
    """
    to_stderr(log_format)
    files, asked = WikiFiles(config_path), asked_to_stop(parent)
    ledger = ledger_of(files, slots)
    processes = Processes(min(MOST_PROCESSES, os.cpu_count() or 1))
    worker = Worker(files, ledger, Kept(processes, KnownSites()))

    async def work() -> None:
        if not fleet_queue.has_tables(ledger):
            log.info("waiting for a clock: linterbot fleet clock")
        while not fleet_queue.has_tables(ledger):
            await asyncio.sleep(_LOOK)
        async with Wakings(files.main.ledger_url) as wakings:
            log.info("worker for %s", ", ".join(queues))
            await wakings.run(queues, slots, worker.patrol, worker.send, worker.scan)

    with processes:
        asyncio.run(_until_asked(work(), asked, worker.stop))


def be_clock(config_path: Path, log_format: str) -> None:
    """Be the clock until SIGTERM or SIGINT; raises ConfigError or LedgerError."""
    to_stderr(log_format)
    files, asked = WikiFiles(config_path), asked_to_stop()
    ledger, stop = ledger_of(files), threading.Event()

    async def work() -> None:
        async with Wakings(files.main.ledger_url) as wakings:
            await clock.run(files, ledger, wakings, stop)

    asyncio.run(_until_asked(work(), asked, stop.set))


async def _until_asked(work: Coroutine[None, None, None], asked: SimpleQueue[str], before: Callable[[], None]) -> None:
    """Run something until there is a reason to stop; then cancel it and wait for its end."""
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)

    def wait() -> None:
        reason = asked.get()
        log.info("stopping (%s)", reason)
        before()
        with suppress(RuntimeError):  # it has ended by itself
            loop.call_soon_threadsafe(task.cancel)

    threading.Thread(target=wait, daemon=True).start()
    with suppress(asyncio.CancelledError):
        await task
    log.info("stopped")
