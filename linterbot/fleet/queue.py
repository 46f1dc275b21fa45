"""The queue of wakings, in the ledger's PostgreSQL; the only import of procrastinate.

It only wakes: the ledger's cursor, lease and outbox say what there is to do, so that a waking which is lost or comes
twice changes nothing. A waking whose worker died is given up and never tried again by the queue itself: it would hold
its wiki while the next waking waits for it, and neither would run.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from enum import StrEnum

from procrastinate import App, PsycopgConnector, exceptions
from procrastinate.jobs import Status

from linterbot.errors import LedgerError
from linterbot.fleet.schedule import Waking
from linterbot.ledger.engines import TO_POSTGRESQL, address_of
from linterbot.ledger.fleet_queue import STALLED

HEARTBEAT = 10.0  # seconds between two signs of life of a worker
_CONNECTIONS = 3  # one listens, one is for signs of life, one for everything else
_POLL = 5.0  # seconds between two looks, should a notification be lost
_ROUND, _SEND, _SCAN = "round", "send", "scan"


class Queue(StrEnum):
    """What kinds of work there are, and so what a worker may be kept for."""

    SEND = "send"  # what people approved, who are waiting for it
    SMALL = "small"
    BIG = "big"  # rounds on wikis that take long
    SCAN = "scan"  # turns at scans, which nobody is in a hurry for


_PRIORITY = {Queue.SEND: 10, Queue.SCAN: -10}
Work = Callable[[str, float], None]  # by the wiki, or by the turn at scans, and since when it was due


class Wakings:
    """The wakings that wait or are under way."""

    def __init__(self, url: str) -> None:
        connector = PsycopgConnector(
            conninfo=address_of(url), kwargs=dict(TO_POSTGRESQL), min_size=1, max_size=_CONNECTIONS, timeout=20
        )
        self._app = App(connector=connector)
        for name in ("procrastinate", "psycopg.pool"):  # what matters is raised as our errors
            logging.getLogger(name).setLevel(logging.CRITICAL)

    async def __aenter__(self) -> Wakings:
        opening = asyncio.ensure_future(self._app.open_async())
        with _in_words():
            try:
                await asyncio.shield(opening)
            except asyncio.CancelledError:  # what is opened by half would never end
                await asyncio.wait([opening])
                await self._app.close_async()
                raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._app.close_async()

    async def make_tables(self) -> None:
        """Make the queue's tables; only to be called if there are none, by one process at a time."""
        with _in_words():
            await self._app.schema_manager.apply_schema_async()

    async def wake(self, wakings: Iterable[Waking]) -> None:
        """Put wakings into the queue, the first one first; a wiki that is in it already is left out."""
        for one in wakings:
            await self._defer(_ROUND, Queue.BIG if one.is_big else Queue.SMALL, one.wiki, one.due)

    async def send(self, wikis: Iterable[str], due: float) -> None:
        """Have what people approved on wikis sent before anything else is done."""
        for one in wikis:
            await self._defer(_SEND, Queue.SEND, one, due)

    async def scan(self, turns: Iterable[str], due: float) -> None:
        """Have parts of scans done whenever there is nothing else to do, by one worker for each turn."""
        for one in turns:
            await self._defer(_SCAN, Queue.SCAN, one, due)

    async def give_up_stalled(self) -> list[str]:
        """Give up the wakings of workers that are dead, and return their wikis and turns at scans."""
        manager = self._app.job_manager
        with _in_words():
            stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED))
            for one in stalled:
                await manager.finish_job(one, status=Status.FAILED, delete_job=True)
            await manager.prune_stalled_workers(STALLED)
        return [str(one.lock) for one in stalled]

    async def run(self, queues: Collection[Queue], slots: int, patrol: Work, send: Work, scan: Work) -> None:
        """Do the work of some queues, as many things at a time as there are slots, until cancelled.

        What is under way then is finished.
        """
        # Threads that last: whatever starts processes must not end with them running.
        with ThreadPoolExecutor(slots) as threads:
            for name, work in ((_ROUND, patrol), (_SEND, send), (_SCAN, scan)):
                self._app.task(name=name, retry=False)(_in(threads, work))
            with _in_words():
                await self._app.run_worker_async(
                    queues=[*queues],
                    concurrency=slots,
                    delete_jobs="always",
                    fetch_job_polling_interval=_POLL,
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=STALLED,
                    install_signal_handlers=False,
                )

    async def _defer(self, task: str, queue: Queue, wiki: str, due: float) -> None:
        configured = self._app.configure_task(
            task,
            allow_unknown=True,
            queue=queue,
            lock=wiki,
            queueing_lock=f"{task} {wiki}",
            priority=_PRIORITY.get(queue, 0),
        )
        with _in_words(), suppress(exceptions.AlreadyEnqueued):
            await configured.defer_async(wiki=wiki, due=due)


def _in(threads: ThreadPoolExecutor, work: Work) -> Callable[..., Awaitable[None]]:
    async def task(wiki: str, due: float) -> None:
        await asyncio.get_running_loop().run_in_executor(threads, work, wiki, due)

    return task


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except exceptions.ConnectorException as error:
        cause = str(error.__cause__ or error).splitlines()[0]
        raise LedgerError("fleet", f"the queue failed ({cause})", "see whether the database server is up") from None
