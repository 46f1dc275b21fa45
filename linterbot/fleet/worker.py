"""Does the rounds of the wikis that it is woken for, and notes when each is due again."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

from linterbot.bot.opening import Kept
from linterbot.config.sections import Config
from linterbot.daemon.log_lines import Held, log
from linterbot.daemon.work import Done, Ending, Workplace, patrol_once, send_what_was_approved
from linterbot.errors import ConfigError, LinterbotError
from linterbot.fleet import schedule
from linterbot.fleet.wiki_files import WikiFiles
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger import Ledger, fleet_queue, wikis
from linterbot.ledger.timestamps import timestamp
from linterbot.ledger.wikis import WikiState
from linterbot.notices import events
from linterbot.notices.deliver import deliver
from linterbot.plurals import counted
from linterbot.scan.part_linter import PartLinter

_SOON = 15.0  # seconds until a wiki is due again if nothing is wrong with it
_FAILED = 300.0  # the same, at least, if something is
_TURN = 10.0  # seconds at scans before others have their turn
_REFUSED = "the wiki refuses the account; correct the password, then run: linterbot fleet wake"


class Worker:
    """One process of a fleet; any number of threads may use it, each for another wiki."""

    def __init__(self, files: WikiFiles, ledger: Ledger, kept: Kept | None = None) -> None:
        self._files, self._ledger = files, ledger
        self._place = Workplace(threading.Event(), Held(), kept)
        self._parts = PartLinter(ledger, files.path)

    def stop(self) -> None:
        """Let each round under way end between two edits."""
        self._place.stop.set()

    def patrol(self, wiki: str, due: float) -> None:
        """Do a round on a wiki; whatever goes wrong is logged, and noted where the next waking is planned."""
        began = time.monotonic()
        state, now = wikis.state_of(self._ledger, wiki)
        if state is None or state.trouble:
            return
        done, trouble = self._round(state)
        last_edit = max(state.last_edit, _seconds(done.last_edit))
        cost = schedule.expected_cost(state.cost, time.monotonic() - began)
        every = _until_next(done.ending, wiki, max(now - last_edit, 0) if last_edit else 0)
        read = done.ending is Ending.WELL
        wikis.done(self._ledger, state, wikis.Round(cost, max(now - due, 0), last_edit, every, trouble, read))

    def send(self, wiki: str, due: float) -> None:
        """Send what people approved on a wiki; what then still waits is for a round, which is soon."""
        try:
            config = self._files.of(wiki)
        except ConfigError:
            return  # the round says what is the matter
        send_what_was_approved(config, wiki, self._place)
        wikis.soon(self._ledger, wiki, schedule.SHORTEST)

    def scan(self, turn: str, due: float) -> None:
        """Do parts of scans for a while, unless there is something better to do.

        If one cannot be done here, whoever waits for it is told.
        """
        end = time.monotonic() + _TURN
        try:
            while not self._place.stop.is_set() and (done := self._parts.lint_one()) is not None:
                log.info(
                    "scan %s, part %d: %s", done.part.digest[:8], done.part.number + 1, counted(done.pages, "page")
                )
                if time.monotonic() > end or fleet_queue.state(self._ledger).waiting:
                    return
        except LinterbotError as error:
            self._place.held.error("scan", str(error))
        except Exception:  # a fault of ours must not end the worker
            log.exception("%s: a fault in linterbot", turn)

    def _round(self, state: WikiState) -> tuple[Done, str]:
        """Do a round; return what became of it, and why the wiki is to be set aside, "" if it is not."""
        try:
            config = self._files.of(state.name)
        except ConfigError as error:
            log.error("%s: set aside until its configuration is corrected: %s", state.name, terminal_escape(str(error)))
            return Done(Ending.FAILED), str(error)
        first = state.examined != state.version  # nobody has compared them since the configuration changed
        if first:
            self._forget_site(config, state.name)
        done = patrol_once(config, state.name, state.name, self._place, first)
        if done.ending is Ending.FAILED:
            self._forget_site(config, state.name)  # it may no longer be what it said
        refused = done.ending is Ending.REFUSED
        self._tell(config, state.name, refused)
        return done, _REFUSED if refused else ""

    def _forget_site(self, config: Config, wiki: str) -> None:
        settings = config.wikis[wiki]
        if self._place.kept is not None:
            self._place.kept.sites.forget(settings.api or "", settings.user)

    def _tell(self, config: Config, wiki: str, refused: bool) -> None:
        """Tell whoever watches over the bot how it is doing; no failure there may stop it."""
        if not config.notify:
            return
        try:
            events.note(config, wiki, refused, timestamp(datetime.now(UTC)))
            for failure in deliver(config, wiki, timestamp(datetime.now(UTC))):
                log.warning("notices about %s: %s", wiki, terminal_escape(failure))
        except LinterbotError as error:
            self._place.held.error(f"notices about {wiki}", str(error))


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp() if moment else 0.0


def _until_next(ending: Ending, wiki: str, silent: float) -> float:
    """Return the seconds until a wiki is due again, after a round that ended in some way."""
    if ending is Ending.STOPPED:
        return 0  # another worker goes on
    if ending in (Ending.BUSY, Ending.NO_LEDGER):
        return _SOON
    every = schedule.every(silent, schedule.share_of(wiki))
    return max(every, _FAILED) if ending is Ending.FAILED else every
