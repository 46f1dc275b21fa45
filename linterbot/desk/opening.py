"""Opens one wiki's ledger for people, without asking the wiki."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from linterbot.config.reader import wiki as wiki_of
from linterbot.config.sections import Config, WikiConfig
from linterbot.errors import ConfigError
from linterbot.ledger import Ledger, open_ledger
from linterbot.lint import own_findings
from linterbot.rulebook import packs
from linterbot.rulebook.rule import WHERE_LISTED
from linterbot.yaml_text import near


@dataclass(frozen=True)
class Desk:
    """One wiki as its ledger knows it."""

    config: Config
    name: str  # of the wiki in the configuration
    settings: WikiConfig
    ledger: Ledger

    def known_rule(self, rule: str) -> str:
        """Return a rule's name; raises ConfigError if the wiki has no such rule."""
        return known_rule(self.config, self.settings, rule)


@contextmanager
def open_desk(config: Config, name: str | None) -> Iterator[Desk]:
    """Yield the desk of a wiki, and close its ledger afterwards; raises ConfigError."""
    wiki_name, settings = wiki_of(config, name)
    ledger = open_ledger(config.ledger_url, wiki_name)
    try:
        yield Desk(config, wiki_name, settings, ledger)
    finally:
        ledger.close()


def known_rule(config: Config, settings: WikiConfig, rule: str) -> str:
    """Return a rule's name; raises ConfigError if neither the wiki's pack nor linterbot itself has such a rule."""
    paths = [config.path(path) for path in config.rule_paths]
    known = [one.name for one in packs.load(settings.pack, paths)] + list(own_findings.NAMES)
    if rule not in known:
        raise ConfigError("RULE", f'unknown rule "{rule}"', near(rule, known, WHERE_LISTED))
    return rule
