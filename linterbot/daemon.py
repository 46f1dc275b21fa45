"""Runs the jobs on their schedules and drains on SIGTERM; the only import of apscheduler.

The schedule only starts a job: what there is to do comes from the ledger's cursor, so a missed or late start loses
nothing.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC
from queue import SimpleQueue
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from linterbot.bot.opening import open_bot
from linterbot.bot.patrol import patrol
from linterbot.config import Config, JobConfig
from linterbot.errors import ConfigError, LinterbotError, LoginRefused, RuleError, WikiBusy
from linterbot.formats.terminal_escape import terminal_escape

log = logging.getLogger("linterbot")
_LATE = 3600  # seconds that a job may start late; by default, APScheduler would drop it after one


def serve(config: Config) -> None:
    """Run the configured jobs until SIGTERM or SIGINT, then finish the current round; raises ConfigError."""
    _log_to_stderr()
    if not config.jobs:
        raise ConfigError("jobs", "no job is configured", "add one under `jobs:` (see config.example.yaml)")
    stop = threading.Event()
    # A handler may interrupt anything, so it takes no lock: an event that it sets while it is waited for never ends.
    asked: SimpleQueue[int] = SimpleQueue()

    def ask_to_stop(number: int, _frame: FrameType | None) -> None:
        asked.put(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    scheduler = _scheduler(config, stop)
    scheduler.start()
    for job in scheduler.get_jobs():
        log.info("job %s: next round at %s", job.id, job.next_run_time.strftime("%Y-%m-%d %H:%M:%SZ"))
    log.info("stopping (%s); finishing the current round", signal.Signals(asked.get()).name)
    stop.set()
    scheduler.shutdown(wait=True)
    log.info("stopped")


def _scheduler(config: Config, stop: threading.Event) -> BackgroundScheduler:
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": _LATE}
    # One thread: rounds never overlap, so two jobs on one wiki cannot post the same thing.
    executors = {"default": ThreadPoolExecutor(1)}
    scheduler = BackgroundScheduler(timezone=UTC, executors=executors, job_defaults=defaults)
    for name, job in config.jobs.items():
        scheduler.add_job(_run, _trigger(name, job), args=(scheduler, config, name, job, stop), id=name)
    return scheduler


def _run(scheduler: BackgroundScheduler, config: Config, name: str, job: JobConfig, stop: threading.Event) -> None:
    if not run_job(config, name, job, stop):
        scheduler.pause_job(name)


def _trigger(name: str, job: JobConfig) -> CronTrigger:
    try:
        return CronTrigger.from_crontab(job.cron, timezone=UTC)
    except ValueError as error:
        raise ConfigError(
            f"jobs.{name}.cron", f'cannot read "{job.cron}" ({error})', "see config.example.yaml"
        ) from None


def run_job(config: Config, name: str, job: JobConfig, stop: threading.Event) -> bool:
    """Do one round and log it on one line; a failure is logged, and the schedule continues.

    Returns False if continuing makes no sense: a wiki locks out an account that keeps trying a wrong password.
    """
    set_aside: list[RuleError] = []
    try:
        with open_bot(config, job.wiki, set_aside.append, pause=_pause(stop)) as context:
            for error in set_aside:
                log.error("%s: rule set aside, the others continue: %s", name, terminal_escape(str(error)))
            result = patrol(context)
            log.info("%s: %s", name, result.in_words())
            for rule, reason in result.stopped:
                log.error("%s: %s is stopped until a person resumes it: %s", name, rule, terminal_escape(reason))
            for title, reason in result.refused:
                log.warning(
                    "%s: the wiki refused an edit to %s: %s", name, terminal_escape(title), terminal_escape(reason)
                )
    except WikiBusy as error:
        log.info("%s: %s; trying again at the next round", name, terminal_escape(str(error)))
    except _Stopped:
        log.info("%s: stopped between two edits; the rest waits for the next start", name)
    except LoginRefused as error:
        log.error("%s: %s; not trying again until the daemon is restarted", name, terminal_escape(str(error)))
        return False
    except LinterbotError as error:
        log.error("%s: %s; trying again at the next round", name, terminal_escape(str(error)))
    except Exception:  # a fault of ours must not end the daemon: the next round reads the same changes again
        log.exception("%s: a fault in linterbot; trying again at the next round", name)
    return True


class _Stopped(BaseException):
    """SIGTERM came while the bot was waiting between two edits."""


def _pause(stop: threading.Event) -> Callable[[float], None]:
    def wait(seconds: float) -> None:
        if stop.wait(seconds):
            raise _Stopped

    return wait


class _TerminalEscape(logging.Formatter):
    """Shows words from pages and people without anything a terminal obeys, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(terminal_escape(line) for line in super().format(record).split("\n"))


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_TerminalEscape("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
