"""Sends a notice that nothing has happened for, so that operators know that real ones will arrive."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from linterbot.config.sections import Config
from linterbot.errors import ConfigError
from linterbot.ledger.notices import Notice
from linterbot.notices.public_post import NotSent
from linterbot.notices.targets import send
from linterbot.yaml_text import near

_WORDS = "linterbot is being tried out: this is what a notice looks like. Nothing is wrong."


def try_targets(config: Config, names: Collection[str], now: str) -> Iterator[tuple[str, str]]:
    """Send a notice to some targets, or to all; yield each with why it could not be told, "" if it was.

    Raises ConfigError if there is no such target.
    """
    if not config.notify:
        raise ConfigError("notify", "nobody is to be told of anything", "add a target (see config.example.yaml)")
    for name in names:
        if name not in config.notify:
            raise ConfigError("notify", f'there is no target "{name}"', near(name, config.notify))
    for name in names or config.notify:
        try:
            send(config, config.notify[name], "test", Notice(0, name, "test", _WORDS, now, now, 0))
        except NotSent as error:
            yield name, error.reason
        except ConfigError as error:
            yield name, f"{error.cause}; {error.remedy}"
        else:
            yield name, ""
