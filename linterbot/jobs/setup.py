"""Opens what a job works with, from the configuration."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from linterbot import packs
from linterbot.config import Config, WikiConfig
from linterbot.config import wiki as wiki_of
from linterbot.errors import ConfigError, RuleError
from linterbot.jobs.apart import Apart
from linterbot.jobs.tools import Tools
from linterbot.ledger import open_ledger
from linterbot.report import texts
from linterbot.wiki.connect import connect
from linterbot.yaml_text import near

_MOST_PROCESSES = 4  # a round has a few hundred pages to judge, seldom more


@contextmanager
def tools(
    config: Config,
    name: str | None,
    set_aside: Callable[[RuleError], None] | None = None,
    pause: Callable[[float], None] = time.sleep,  # between two edits; the daemon's can be interrupted
) -> Iterator[Tools]:
    """Give the tools for one wiki, and let go of them afterwards; raises ConfigError, RuleError or WikiError.

    With `set_aside`, a broken rule file is told there and the other rules go on.
    """
    wiki_name, settings = wiki_of(config, name)
    paths = [config.path(path) for path in config.rule_paths]
    rules = packs.load(settings.pack, paths, set_aside, config.adjustments(wiki_name))
    known = [rule.name for rule in rules]
    for rule in (*settings.rules, *settings.talk, *settings.templates, *settings.message_authors):
        if rule not in known and set_aside is None:
            raise ConfigError(f"wikis.{wiki_name}.rules", f'unknown rule "{rule}"', near(rule, known))
    ledger = open_ledger(config.ledger_url, wiki_name)
    wiki = connect(config, wiki_name, settings)
    try:
        with Apart(min(_MOST_PROCESSES, os.cpu_count() or 1)) as apart:
            yield Tools(wiki, ledger, rules, settings, pause, apart, texts.load(settings.pack, paths, places(settings)))
    finally:
        wiki.close()
        ledger.close()


def places(settings: WikiConfig) -> dict[str, str]:
    """Return what fills the places in the bot's texts, on every page of a wiki."""
    pages = {"report": settings.report_page, "stop": settings.stop_page, "opt-out": settings.opt_out_page}
    return {"bot": settings.user, **pages}
