"""The daemon's log: what happened, once, at a level that means something; as lines for people or as JSON."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime

from linterbot.bot.round_result import RoundResult
from linterbot.formats.terminal_escape import terminal_escape

log = logging.getLogger("linterbot")
FORMATS = ("text", "json")
_EVERY = 3600.0  # seconds after which an error that lasts is logged again
_MOST = 10_000  # held pages that are remembered


def to_stderr(form: str = "text") -> None:
    """Send the log to standard error, in one of `FORMATS`."""
    handler = logging.StreamHandler(sys.stderr)
    text = _TerminalEscape("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")
    handler.setFormatter(_Json() if form == "json" else text)
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


class _TerminalEscape(logging.Formatter):
    """Shows words from pages and people without anything a terminal obeys, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(terminal_escape(line) for line in super().format(record).split("\n"))


class _Json(logging.Formatter):
    """Shows each record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        values = {"at": at, "level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            values["fault"] = self.formatException(record.exc_info)
        return json.dumps(values)


class Held:
    """Logs what was held, and why: each page once for each reason, and what stops a whole round every hour."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}  # the last reason, by job and page
        self._errors: dict[str, tuple[str, float]] = {}  # the last error of each job, and when it was logged

    def note(self, job: str, result: RoundResult) -> None:
        """Log what one round held that the rounds before did not."""
        if len(self._known) > _MOST:
            self._known.clear()
        limits: dict[str, None] = {}  # of the bot's own that were reached
        for title, hold in result.held:
            if hold.stops_bot or hold.needs_person:
                self.error(job, f"nothing is written: {hold.reason}")
            elif hold.stops_round:
                limits[hold.reason] = None
            elif self._known.get((job, title)) != hold.reason:
                self._known[job, title] = hold.reason
                log.info("%s: %s waits: %s", job, terminal_escape(title), terminal_escape(hold.reason))
        for reason in limits:
            log.info("%s: %s", job, terminal_escape(reason))
        if not any(hold.stops_bot for _, hold in result.held):
            self._errors.pop(job, None)

    def once(self, job: str, words: str) -> None:
        """Log something that a job says, unless it was the last such thing that it said."""
        if self._known.get((job, "")) != words:
            self._known[job, ""] = words
            log.info("%s: %s", job, terminal_escape(words))

    def error(self, job: str, reason: str) -> None:
        """Log what keeps a job from its work; the same again only after an hour."""
        last, at = self._errors.get(job, ("", 0.0))
        if last != reason or time.monotonic() - at >= _EVERY:
            self._errors[job] = reason, time.monotonic()
            log.error("%s: %s", job, terminal_escape(reason))
