"""Puts the wikis that are due into the queue, and takes out what dead workers left; one process at a time does it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection

from linterbot.daemon.log_lines import Held, log
from linterbot.errors import ConfigError, LinterbotError
from linterbot.fleet.queue import Wakings
from linterbot.fleet.schedule import Waking, most_waiting
from linterbot.fleet.wiki_files import WikiFiles
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger import Ledger, fleet_queue, scans, wikis
from linterbot.ledger.leader import leading

_TICK = 1.0  # seconds; an approved write waits no longer
_SELDOM = 10  # ticks between two looks at the files of wikis
_LEADER = 20261127  # the lock of the one that is at it


class Clock:
    """The clock of a fleet, while it is the one that is at it."""

    def __init__(self, files: WikiFiles, ledger: Ledger, wakings: Wakings) -> None:
        self._files, self._ledger, self._wakings = files, ledger, wakings
        self._ticks = 0
        self._approved: Collection[int] = ()  # the approved writes that wait and were seen
        self._held = Held()

    async def begin(self) -> None:
        """Make the queue's tables, if there are none."""
        if not fleet_queue.has_tables(self._ledger):
            await self._wakings.make_tables()

    async def tick(self) -> None:
        """Do what is due at this moment; raises LedgerError."""
        if self._ticks % _SELDOM == 0:
            self._follow_files()
            scans.forget_unwanted(self._ledger)
        self._ticks += 1
        await self._give_up_stalled()
        await self._send()
        await self._wake()
        await self._scan()

    async def _give_up_stalled(self) -> None:
        """Let wikis be due at once whose worker died."""
        for name in await self._wakings.give_up_stalled():
            log.warning("%s: the worker that was at it is gone; somebody else is asked", terminal_escape(name))
            wikis.soon(self._ledger, name, 0)

    async def _send(self) -> None:
        """Have each approved write sent, once; what is then held waits for a round."""
        approved = wikis.approved(self._ledger)
        if new := {wiki for number, wiki in approved.items() if number not in self._approved}:
            await self._wakings.send(sorted(new), wikis.now(self._ledger))
        self._approved = approved.keys()  # not the newest number alone: a lower one may come after it

    async def _wake(self) -> None:
        now = fleet_queue.state(self._ledger)
        room = most_waiting(now.workers, wikis.mean_cost(self._ledger)) - now.waiting
        if room <= 0:
            return
        due = wikis.due(self._ledger, room, fleet_queue.under_way(self._ledger))
        if due:
            await self._wakings.wake(Waking(one.name, one.due, one.cost) for one in due)
            wikis.woken(self._ledger, [one.name for one in due])

    async def _scan(self) -> None:
        """Have scans done, but always leave a worker for the wikis, if there are several."""
        if scans.due(self._ledger):
            workers = max(fleet_queue.state(self._ledger).workers - 1, 1)
            turns = {f"turn {number} at scans" for number in range(1, workers + 1)}
            await self._wakings.scan(turns - fleet_queue.turns(self._ledger), wikis.now(self._ledger))

    def _follow_files(self) -> None:
        try:
            wikis.follow(self._ledger, self._files.versions())
        except ConfigError as error:
            self._held.error("configuration", f"{error}; until then, it stays as it was")


async def run(files: WikiFiles, ledger: Ledger, wakings: Wakings, stop: threading.Event) -> None:
    """Be the clock, as soon as no other process is, until asked to stop."""
    held = Held()
    while not stop.is_set():
        try:
            with leading(ledger, _LEADER) as prove:
                if prove is None:
                    held.once("clock", "another clock is in charge; this one waits")
                else:
                    await _lead(Clock(files, ledger, wakings), prove, stop)
        except LinterbotError as error:
            held.error("clock", str(error))
        await asyncio.sleep(_TICK)


async def _lead(clock: Clock, prove: Callable[[], object], stop: threading.Event) -> None:
    log.info("this clock is in charge")
    await clock.begin()
    while not stop.is_set():  # a task that is cancelled within a query may learn only that the query failed
        prove()
        await clock.tick()
        await asyncio.sleep(_TICK)
