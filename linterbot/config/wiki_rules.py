"""The rules of a configured wiki: those of its pack and its house, as it adjusts them."""

from __future__ import annotations

from collections.abc import Iterator

from linterbot.config.sections import Config
from linterbot.errors import ConfigError, RuleError
from linterbot.rulebook import packs
from linterbot.rulebook.packs import SetAside
from linterbot.rulebook.rule import Rule
from linterbot.yaml_text import near


def load(config: Config, wiki: str, set_aside: SetAside | None = None) -> tuple[Rule, ...]:
    """Return a wiki's rules; a broken one raises RuleError, or is reported to `set_aside` and left out."""
    paths = [config.path(path) for path in config.rule_paths]
    return packs.load(config.wikis[wiki].pack, paths, set_aside, config.adjustments(wiki))


def unknown_names(config: Config, wiki: str) -> Iterator[ConfigError]:
    """Yield an error for each rule that a wiki's settings name although there is none.

    A broken rule file has a name that cannot be known, so with one of those, nothing is reported.
    """
    broken: list[RuleError] = []
    paths = [config.path(path) for path in config.rule_paths]
    known = [rule.name for rule in packs.load(config.wikis[wiki].pack, paths, broken.append)]
    if broken:
        return
    settings = config.wikis[wiki]
    named = {
        "rules": settings.rules,
        "talk": settings.talk,
        "templates": settings.templates,
        "message-authors": settings.message_authors,
        "adjust": settings.adjust,
    }
    for key, names in named.items():
        for number, name in enumerate(names):
            if name not in known:
                item = name if isinstance(names, dict) else number
                where = config.source.at(("wikis", wiki, key, item))
                yield ConfigError(where, f'unknown rule "{name}"', near(name, known))
