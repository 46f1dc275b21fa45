"""Does the rounds of the wikis that it is woken for, one at a time, and notes when each is due again."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Collection
from datetime import UTC, datetime

from linterbot.config.sections import Config
from linterbot.daemon.log_lines import Held, log
from linterbot.daemon.work import Done, patrol_once, send_what_was_approved
from linterbot.errors import ConfigError, LinterbotError
from linterbot.fleet import schedule
from linterbot.fleet.queue import Queue, Wakings
from linterbot.fleet.wiki_files import WikiFiles
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger import Ledger, wikis
from linterbot.ledger.timestamps import timestamp
from linterbot.notices import events
from linterbot.notices.deliver import deliver

_AFTER_FAILURE = 300.0  # seconds that a wiki which fails is left alone, at least
_REFUSED = "the wiki refuses the account; correct the password, then run: linterbot fleet wake"


class Worker:
    """One process of a fleet. pywikibot's settings are the whole process's, so it serves one wiki at a time."""

    def __init__(self, files: WikiFiles, ledger: Ledger) -> None:
        self._files, self._ledger = files, ledger
        self._stop, self._held = threading.Event(), Held()
        self._examined: set[str] = set()  # the wikis that were compared with their configuration

    async def run(self, wakings: Wakings, queues: Collection[Queue]) -> None:
        """Work until cancelled; the round under way ends between two edits."""
        try:
            await wakings.run(queues, self.patrol, self.send)
        finally:
            self._stop.set()

    def stop(self) -> None:
        """Let the round under way end between two edits."""
        self._stop.set()

    def patrol(self, wiki: str, due: float) -> None:
        """Do a round on a wiki; whatever goes wrong is logged, and noted where the next waking is planned."""
        began = time.monotonic()
        state, now = wikis.state_of(self._ledger, wiki)
        if state is None or state.trouble:
            return
        done, trouble = Done(), ""
        try:
            config = self._files.of(wiki)
        except ConfigError as error:
            trouble = str(error)
            log.error("%s: set aside until its configuration is corrected: %s", wiki, terminal_escape(trouble))
        else:
            first = wiki not in self._examined
            self._examined.add(wiki)
            done = patrol_once(config, wiki, wiki, self._stop, self._held, first)
            trouble = "" if done.goes_on else _REFUSED
            self._tell(config, wiki, refused=not done.goes_on)
        last_edit = max(state.last_edit, _seconds(done.last_edit))
        every = schedule.every(max(now - last_edit, 0) if last_edit else 0, random.random())  # noqa: S311  # no secret
        if done.failed:
            every = max(every, _AFTER_FAILURE)
        seconds = time.monotonic() - began
        cost = schedule.expected_cost(state.cost, seconds)
        wikis.done(self._ledger, wiki, wikis.Round(cost, max(now - due, 0), last_edit, every, trouble))

    def send(self, wiki: str, due: float) -> None:
        """Send what people approved on a wiki."""
        try:
            config = self._files.of(wiki)
        except ConfigError:
            return  # the round says what is the matter
        send_what_was_approved(config, wiki, self._stop, self._held)

    def _tell(self, config: Config, wiki: str, refused: bool) -> None:
        """Tell whoever watches over the bot how it is doing; no failure there may stop it."""
        if not config.notify:
            return
        try:
            events.note(config, wiki, refused, timestamp(datetime.now(UTC)))
            for failure in deliver(config, wiki, timestamp(datetime.now(UTC))):
                log.warning("notices about %s: %s", wiki, terminal_escape(failure))
        except LinterbotError as error:
            self._held.error(f"notices about {wiki}", str(error))


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp() if moment else 0.0
