"""Does the work on one wiki, a round or what people approved, and logs it; no failure ends the daemon."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from linterbot.bot.approved import send_approved
from linterbot.bot.context import BotContext
from linterbot.bot.opening import Kept, open_bot
from linterbot.bot.patrol import patrol
from linterbot.bot.round_result import RoundResult
from linterbot.config.sections import Config, JobConfig
from linterbot.daemon.log_lines import Held, log
from linterbot.desk.doctor import Level, examine
from linterbot.digest.send import send_if_due
from linterbot.errors import LedgerError, LinterbotError, LoginRefused, RuleError, WikiBusy
from linterbot.formats.terminal_escape import terminal_escape


class Ending(Enum):
    """How work on a wiki ended."""

    WELL = auto()
    BUSY = auto()  # another linterbot is writing to the wiki
    NO_LEDGER = auto()  # the ledger failed, which says nothing about the wiki
    STOPPED = auto()  # this process was asked to stop
    FAILED = auto()
    REFUSED = auto()  # the wiki refuses the account, and locks out one that keeps trying a wrong password


@dataclass(frozen=True)
class Workplace:
    """What all work that a process does has in common."""

    stop: threading.Event  # set once the process was asked to stop
    held: Held = field(default_factory=Held)
    kept: Kept | None = None  # from one round to the next; without it, each round begins anew


@dataclass(frozen=True)
class Done:
    """What became of a round."""

    ending: Ending
    last_edit: str = ""  # when somebody last edited the wiki, "" if it did not say


def run_job(
    config: Config, name: str, job: JobConfig, stop: threading.Event, held: Held | None = None, first: bool = False
) -> bool:
    """Do one round of a job, as `patrol_once` says; False if continuing makes no sense."""
    return patrol_once(config, job.wiki, name, Workplace(stop, held or Held()), first).ending is not Ending.REFUSED


def patrol_once(config: Config, wiki: str, name: str, place: Workplace, first: bool) -> Done:
    """Do one round and log it on one line; a failure is logged, and the schedule continues.

    Before the `first` round, whatever in the configuration does not fit the wiki is logged.
    """
    results: list[RoundResult] = []

    def work(context: BotContext) -> None:
        if first:
            _log_diagnoses(name, config, context)
        results.append(_round(name, config, context, place.held))

    ending = _working(config, wiki, name, place, work)
    return Done(ending, results[0].last_edit if results else "")


def send_what_was_approved(config: Config, wiki: str, place: Workplace) -> bool:
    """Send what people approved, and log it on one line; False as `run_job` says."""
    name = f"approvals on {wiki}"

    def work(context: BotContext) -> None:
        result = send_approved(context)
        log.info("%s: %s", name, result.in_words())
        place.held.note(name, result)

    return _working(config, wiki, name, place, work) is not Ending.REFUSED


def _working(config: Config, wiki: str, name: str, place: Workplace, work: Callable[[BotContext], None]) -> Ending:
    """Do some work on a wiki, and return how it ended; whatever goes wrong is logged."""
    set_aside: list[RuleError] = []
    try:
        pause = _pause(place.stop)
        with open_bot(config, wiki, set_aside.append, pause, kept=place.kept) as context:
            for error in set_aside:
                log.error("%s: rule set aside, the others continue: %s", name, terminal_escape(str(error)))
            work(context)
        return Ending.WELL
    except WikiBusy as error:
        log.info("%s: %s; trying again at the next round", name, terminal_escape(str(error)))
        return Ending.BUSY
    except _Stopped:
        log.info("%s: stopped between two edits; the rest waits for the next start", name)
        return Ending.STOPPED
    except LoginRefused as error:
        log.error("%s: %s; not trying again until the daemon is restarted", name, terminal_escape(str(error)))
        return Ending.REFUSED
    except LedgerError as error:
        place.held.error(name, f"{error}; trying again at the next round")
        return Ending.NO_LEDGER
    except LinterbotError as error:
        place.held.error(name, f"{error}; trying again at the next round")
    except Exception:  # a fault of ours must not end the daemon: the next round reads the same changes again
        log.exception("%s: a fault in linterbot; trying again at the next round", name)
    return Ending.FAILED


def _log_diagnoses(name: str, config: Config, context: BotContext) -> None:
    levels = {Level.WARNING: logging.WARNING, Level.ERROR: logging.ERROR}
    for one in examine(config, context):
        if one.level in levels:
            remedy = f"; {one.remedy}" if one.remedy else ""
            log.log(levels[one.level], "%s: %s", name, terminal_escape(f"{one.words}{remedy}"))


def _round(name: str, config: Config, context: BotContext, held: Held) -> RoundResult:
    result = patrol(context)
    log.info("%s: %s", name, result.in_words())
    held.note(name, result)
    for rule, reason in result.stopped:
        log.error("%s: %s is stopped until a person resumes it: %s", name, rule, terminal_escape(reason))
    for title, reason in result.refused:
        log.warning("%s: the wiki refused an edit to %s: %s", name, terminal_escape(title), terminal_escape(reason))
    if (sent := send_if_due(config, context)) is not None:
        held.once(name, sent.words)
    return result


class _Stopped(BaseException):
    """SIGTERM came while the bot was waiting between two edits."""


def _pause(stop: threading.Event) -> Callable[[float], None]:
    def wait(seconds: float) -> None:
        if stop.wait(seconds):
            raise _Stopped

    return wait
