"""Two files for whoever watches over the daemon: its health as JSON, and metrics as Prometheus reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime

from linterbot.config.sections import Config
from linterbot.daemon.log_lines import log
from linterbot.desk.status import WikiStatus, wiki_status
from linterbot.errors import LinterbotError
from linterbot.files import write_whole
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger import open_ledger
from linterbot.ledger.timestamps import timestamp

_FINE, _NEEDS_PERSON, _FAILED = "fine", "needs a person", "failed"
_METRICS: Mapping[str, str] = {
    "last_round_timestamp_seconds": "When the last complete round ended, 0 if there was none.",
    "failed": "Whether the bot last failed to do its work.",
    "needs_person": "Whether something waits for a person.",
    "open_findings": "Open findings, by rule.",
    "edits_last_hour": "Writes in the last hour.",
    "edits_last_day": "Writes in the last day.",
}


def write(config: Config) -> None:
    """Write the files that the configuration asks for; a failure is logged, and never stops the bot."""
    if config.health is None and config.metrics is None:
        return
    try:
        statuses = _statuses(config)
        if config.health is not None:
            write_whole(config.path(config.health), json.dumps(health(statuses), indent=1).encode() + b"\n")
        if config.metrics is not None:
            lines = "".join(f"{line}\n" for line in metrics(statuses))
            write_whole(config.path(config.metrics), lines.encode("utf-8", "replace"))
    except (OSError, LinterbotError) as error:
        log.error("health: %s", terminal_escape(str(error)))


def health(statuses: Mapping[str, WikiStatus]) -> dict[str, object]:
    """Return how the bot is doing, on the whole and on each wiki."""
    wikis = {
        name: {"status": _state(one), "reason": _reason(one), "last_round": one.last_run}
        for name, one in statuses.items()
    }
    states = {_state(one) for one in statuses.values()}
    worst = next((state for state in (_FAILED, _NEEDS_PERSON) if state in states), _FINE)
    return {"status": worst, "at": _now(), "wikis": wikis}


def metrics(statuses: Mapping[str, WikiStatus]) -> Iterator[str]:
    """Yield the lines of a file in Prometheus's text format."""
    for name, words in _METRICS.items():
        yield f"# HELP linterbot_{name} {words}"
        yield f"# TYPE linterbot_{name} gauge"
        for wiki, status in statuses.items():
            for labels, value in _values(name, status):
                shown = ",".join(f'{key}="{_label(label)}"' for key, label in {"wiki": wiki, **labels}.items())
                yield f"linterbot_{name}{{{shown}}} {value:.15g}"


def _values(name: str, status: WikiStatus) -> Iterator[tuple[dict[str, str], float]]:
    if name == "open_findings":
        yield from (({"rule": rule}, float(number)) for rule, number in sorted(status.open_findings.items()))
        return
    last = datetime.fromisoformat(status.last_run).timestamp() if status.last_run else 0.0
    yield (
        {},
        {
            "last_round_timestamp_seconds": last,
            "failed": float(bool(status.failed_by)),
            "needs_person": float(status.needs_person),
            "edits_last_hour": float(status.edits_this_hour),
            "edits_last_day": float(status.edits_this_day),
        }[name],
    )


def _statuses(config: Config) -> dict[str, WikiStatus]:
    out = {}
    for name in sorted({job.wiki for job in config.jobs.values()}):
        with closing(open_ledger(config.ledger_url, name)) as ledger:
            out[name] = wiki_status(ledger, config.wikis[name], _now())
    return out


def _state(status: WikiStatus) -> str:
    if status.failed_by:
        return _FAILED
    return _NEEDS_PERSON if status.needs_person else _FINE


def _reason(status: WikiStatus) -> str:
    paused = next((one.reason for one in status.pauses if not one.until), "")
    return status.failed_by or status.stopped_by or paused


def _now() -> str:
    return timestamp(datetime.now(UTC))


def _label(words: str) -> str:
    return words.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
