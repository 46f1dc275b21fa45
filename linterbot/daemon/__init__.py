"""Runs the jobs on their schedules and drains on SIGTERM; the only import of apscheduler.

The schedule only starts a job: what there is to do comes from the ledger's cursor, so a missed or late start loses
nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from queue import SimpleQueue

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from linterbot.bot.context import BotContext
from linterbot.bot.opening import open_bot
from linterbot.bot.patrol import patrol
from linterbot.config.sections import Config, JobConfig
from linterbot.daemon import health
from linterbot.daemon.log_lines import Held, log, to_stderr
from linterbot.daemon.stopping import asked_to_stop
from linterbot.daemon.supervisor import Child, supervise
from linterbot.desk.doctor import Level, examine
from linterbot.errors import ConfigError, LinterbotError, LoginRefused, RuleError, WikiBusy
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger.timestamps import timestamp
from linterbot.notices import events
from linterbot.notices.deliver import deliver

_LATE = 3600  # seconds that a job may start late; by default, APScheduler would drop it after one
_NOTICES, _NOTICE_SECONDS = "notices", 30  # how often it is seen whether there are any to send
_NO_LOGIN = "no wiki accepts the account any more"


def serve(
    config: Config, log_format: str = "text", wiki: str = "", parent: int = 0, child: Child | None = None
) -> None:
    """Run the configured jobs, or those of one wiki, until SIGTERM or SIGINT, then finish the current round.

    With several wikis, each is served by a `child` process of its own, if it is said how to start one. A process with a
    `parent` ends with it.

    Raises ConfigError for a job or a rule that cannot be, and LoginRefused if no wiki accepts the account any more:
    then there is nothing left to do, and somebody has to hear of it.
    """
    to_stderr(log_format)
    wikis = _checked(config, wiki)
    asked = asked_to_stop(parent)
    if child is not None and len(wikis) > 1:
        log.info("one process for each wiki: %s", ", ".join(wikis))
        reason = supervise(wikis, child, asked)
        log.info("stopped (%s)", reason or _NO_LOGIN)
    else:
        reason = _serve(_Jobs(config, wikis, lambda: asked.put("")), asked)
    if not reason:
        raise LoginRefused("daemon", _NO_LOGIN, "correct the password, then start the daemon again")


def _checked(config: Config, wiki: str) -> list[str]:
    """Return the wikis to serve; raises ConfigError for a job or a rule that cannot be."""
    if not config.jobs:
        raise ConfigError("jobs", "no job is configured", "add one under `jobs:` (see config.example.yaml)")
    with_jobs = sorted({job.wiki for job in config.jobs.values()})
    if wiki and wiki not in with_jobs:
        raise ConfigError("--wiki", f'no job is configured for "{wiki}"', f"choose from: {', '.join(with_jobs)}")
    wikis = [wiki] if wiki else with_jobs
    for name, job in config.jobs.items():
        _trigger(name, job)
    return wikis


def _serve(jobs: _Jobs, asked: SimpleQueue[str]) -> str:
    """Run the jobs until there is a reason to stop; return it."""
    jobs.start()
    reason = asked.get()
    log.info("stopping (%s); finishing the current round", reason or _NO_LOGIN)
    jobs.stop()
    log.info("stopped")
    return reason


class _Jobs:
    """The jobs of some wikis on their schedules; `none_left` is called when none accepts the account any more."""

    def __init__(self, config: Config, wikis: Collection[str], none_left: Callable[[], None]) -> None:
        self._config, self._wikis, self._none_left = config, wikis, none_left
        self._stopping, self._held = threading.Event(), Held()
        self._examined: set[str] = set()  # the jobs whose wiki was compared with the configuration
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": _LATE}
        # One thread: rounds never overlap, so two jobs on one wiki cannot post the same thing.
        executors = {"default": ThreadPoolExecutor(1), _NOTICES: ThreadPoolExecutor(1)}
        stores = {"default": MemoryJobStore(), _NOTICES: MemoryJobStore()}
        self._scheduler = BackgroundScheduler(
            jobstores=stores, executors=executors, job_defaults=defaults, timezone=UTC
        )
        for name, job in config.jobs.items():
            if job.wiki not in wikis:
                continue
            self._scheduler.add_job(self._run, _trigger(name, job), args=(name, job), id=name)
        if config.notify:  # in a thread of their own, so that a target that hangs holds up no round
            self._scheduler.add_job(
                self._deliver, "interval", seconds=_NOTICE_SECONDS, executor=_NOTICES, jobstore=_NOTICES
            )

    def start(self) -> None:
        """Start the schedules."""
        self._scheduler.start()
        for job in self._scheduler.get_jobs("default"):
            log.info("job %s: next round at %s", job.id, job.next_run_time.strftime("%Y-%m-%d %H:%M:%SZ"))

    def stop(self) -> None:
        """End the schedules, after the round under way has finished its write."""
        self._stopping.set()
        self._scheduler.shutdown(wait=True)

    def _run(self, name: str, job: JobConfig) -> None:
        first = name not in self._examined
        self._examined.add(name)
        goes_on = run_job(self._config, name, job, self._stopping, self._held, first)
        self._afterwards(job.wiki, refused=not goes_on)
        if not goes_on:
            self._scheduler.pause_job(name)
            if not any(one.next_run_time for one in self._scheduler.get_jobs("default")):
                self._none_left()

    def _afterwards(self, wiki: str, refused: bool) -> None:
        """Tell whoever watches over the bot how it is doing; no failure there may stop it."""
        health.write(self._config)
        try:
            events.note(self._config, wiki, refused, timestamp(datetime.now(UTC)))
        except LinterbotError as error:
            self._held.error(f"notices about {wiki}", str(error))

    def _deliver(self) -> None:
        for wiki in self._wikis:
            try:
                for failure in deliver(self._config, wiki, timestamp(datetime.now(UTC))):
                    log.warning("notices about %s: %s", wiki, terminal_escape(failure))
            except LinterbotError as error:
                self._held.error(f"notices about {wiki}", str(error))


def _trigger(name: str, job: JobConfig) -> CronTrigger:
    try:
        return CronTrigger.from_crontab(job.cron, timezone=UTC)
    except ValueError as error:
        raise ConfigError(
            f"jobs.{name}.cron", f'cannot read "{job.cron}" ({error})', "see config.example.yaml"
        ) from None


def run_job(
    config: Config, name: str, job: JobConfig, stop: threading.Event, held: Held | None = None, first: bool = False
) -> bool:
    """Do one round and log it on one line; a failure is logged, and the schedule continues.

    Before the `first` round, whatever in the configuration does not fit the wiki is logged.

    Returns False if continuing makes no sense: a wiki locks out an account that keeps trying a wrong password.
    """
    held = held or Held()
    set_aside: list[RuleError] = []
    try:
        with open_bot(config, job.wiki, set_aside.append, pause=_pause(stop)) as context:
            for error in set_aside:
                log.error("%s: rule set aside, the others continue: %s", name, terminal_escape(str(error)))
            if first:
                _log_diagnoses(name, config, context)
            _round(name, context, held)
    except WikiBusy as error:
        log.info("%s: %s; trying again at the next round", name, terminal_escape(str(error)))
    except _Stopped:
        log.info("%s: stopped between two edits; the rest waits for the next start", name)
    except LoginRefused as error:
        log.error("%s: %s; not trying again until the daemon is restarted", name, terminal_escape(str(error)))
        return False
    except LinterbotError as error:
        held.error(name, f"{error}; trying again at the next round")
    except Exception:  # a fault of ours must not end the daemon: the next round reads the same changes again
        log.exception("%s: a fault in linterbot; trying again at the next round", name)
    return True


def _log_diagnoses(name: str, config: Config, context: BotContext) -> None:
    levels = {Level.WARNING: logging.WARNING, Level.ERROR: logging.ERROR}
    for one in examine(config, context):
        if one.level in levels:
            remedy = f"; {one.remedy}" if one.remedy else ""
            log.log(levels[one.level], "%s: %s", name, terminal_escape(f"{one.words}{remedy}"))


def _round(name: str, context: BotContext, held: Held) -> None:
    result = patrol(context)
    log.info("%s: %s", name, result.in_words())
    held.note(name, result)
    for rule, reason in result.stopped:
        log.error("%s: %s is stopped until a person resumes it: %s", name, rule, terminal_escape(reason))
    for title, reason in result.refused:
        log.warning("%s: the wiki refused an edit to %s: %s", name, terminal_escape(title), terminal_escape(reason))


class _Stopped(BaseException):
    """SIGTERM came while the bot was waiting between two edits."""


def _pause(stop: threading.Event) -> Callable[[float], None]:
    def wait(seconds: float) -> None:
        if stop.wait(seconds):
            raise _Stopped

    return wait
