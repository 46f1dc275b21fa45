"""Sends the notices that wait, each at least once, and tries again later where that did not work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

from linterbot.config.sections import Config
from linterbot.errors import ConfigError
from linterbot.ledger import notices, open_ledger
from linterbot.ledger.notices import Notice
from linterbot.ledger.timestamps import timestamp
from linterbot.notices.public_post import NotSent
from linterbot.notices.targets import send

_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
_PATIENCE = timedelta(days=3)  # after which a notice is given up


def deliver(config: Config, wiki: str, now: str) -> Iterator[str]:
    """Send what is due about a wiki; yield, in words, what did not work."""
    with closing(open_ledger(config.ledger_url, wiki)) as ledger:
        for one in notices.due(ledger, now):
            target = config.notify.get(one.target)
            if target is None:
                notices.not_sent(ledger, one, "is no longer configured", "")
                continue
            try:
                send(config, target, wiki, one)
            except (NotSent, ConfigError) as error:
                reason = error.reason if isinstance(error, NotSent) else error.cause
                again = _again(one, now, error.seconds if isinstance(error, NotSent) else None)
                notices.not_sent(ledger, one, reason, again)
                yield f"{one.target} could not be told: {reason}; {f'again at {again}' if again else 'given up'}"
            else:
                notices.sent(ledger, one)


def _again(one: Notice, now: str, asked: float | None) -> str:
    """Return when to try again, "" if it has been tried for long enough."""
    if datetime.fromisoformat(now) - datetime.fromisoformat(one.at) > _PATIENCE:
        return ""
    wait = min(_FIRST_WAIT * 2 ** min(one.tries, 10), _LONGEST_WAIT)
    if asked is not None:
        wait = max(wait, min(timedelta(seconds=asked), _LONGEST_WAIT))
    return timestamp(datetime.fromisoformat(now) + wait)
