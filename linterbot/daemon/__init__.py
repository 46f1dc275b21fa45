"""Runs the jobs on their schedules and drains on SIGTERM; the only import of apscheduler.

The schedule only starts a job: what there is to do comes from the ledger's cursor, so a missed or late start loses
nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from queue import SimpleQueue

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from linterbot.config.sections import Config, JobConfig
from linterbot.daemon import health
from linterbot.daemon.approvals import SECONDS, Approvals
from linterbot.daemon.log_lines import Held, log, to_stderr
from linterbot.daemon.stopping import asked_to_stop
from linterbot.daemon.supervisor import Child, supervise
from linterbot.daemon.work import Workplace, run_job, send_what_was_approved
from linterbot.errors import ConfigError, LinterbotError, LoginRefused
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger.timestamps import timestamp
from linterbot.notices import events
from linterbot.notices.deliver import deliver

_LATE = 3600  # seconds that a job may start late; by default, APScheduler would drop it after one
_NOTICES, _NOTICE_SECONDS = "notices", 30  # how often it is seen whether there are any to send
_APPROVALS = "approvals"
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
        self._refused: set[str] = set()  # the wikis that refuse the account
        self._approvals = Approvals(config, wikis)
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": _LATE}
        # One thread: rounds never overlap, so two jobs on one wiki cannot post the same thing.
        executors = {name: ThreadPoolExecutor(1) for name in ("default", _NOTICES, _APPROVALS)}
        self._threads = executors.values()
        stores = {name: MemoryJobStore() for name in ("default", _NOTICES, _APPROVALS)}
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

        self._scheduler.add_job(
            self._look_for_approvals, "interval", seconds=SECONDS, executor=_APPROVALS, jobstore=_APPROVALS
        )

    def start(self) -> None:
        """Start the schedules."""
        self._scheduler.start()
        for job in self._scheduler.get_jobs("default"):
            log.info("job %s: next round at %s", job.id, job.next_run_time.strftime("%Y-%m-%d %H:%M:%SZ"))

    def stop(self) -> None:
        """End the schedules, after the round under way has finished its write."""
        self._stopping.set()
        # If it waited itself, it would hold locks that a job under way may want, and neither would ever end.
        self._scheduler.shutdown(wait=False)
        for one in self._threads:
            one.shutdown(wait=True)

    def _run(self, name: str, job: JobConfig) -> None:
        first = name not in self._examined
        self._examined.add(name)
        goes_on = run_job(self._config, name, job, self._stopping, self._held, first)
        self._done(job.wiki, [] if goes_on else [name])

    def _look_for_approvals(self) -> None:
        """Have what somebody approved sent as soon as no round is under way; until then, every look asks anew."""
        try:
            for wiki in self._approvals.new():
                name = f"{_APPROVALS} of {wiki}, by linterbot"  # jobs are counted by name, so none may have the same
                self._scheduler.add_job(
                    self._send_approved, args=(wiki,), id=name, jobstore=_APPROVALS, replace_existing=True
                )
        except LinterbotError as error:
            self._held.error(_APPROVALS, str(error))

    def _send_approved(self, wiki: str) -> None:
        try:
            self._approvals.take_up(wiki)
        except LinterbotError as error:
            self._held.error(_APPROVALS, str(error))
            return
        if wiki not in self._refused:
            goes_on = send_what_was_approved(self._config, wiki, Workplace(self._stopping, self._held))
            self._done(wiki, [] if goes_on else [name for name, job in self._config.jobs.items() if job.wiki == wiki])

    def _done(self, wiki: str, refused: Collection[str]) -> None:
        """Tell how a wiki is doing; the jobs that its account was refused for are not run again."""
        self._afterwards(wiki, refused=bool(refused))
        if not refused or self._stopping.is_set():
            return
        self._refused.add(wiki)
        for name in refused:
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
