"""The rules of a configured wiki: those of its pack and its house, as it adjusts them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linterbot.config.sections import Config, FilesConfig, PerFileConfig
from linterbot.errors import ConfigError, RuleError, TargetError
from linterbot.file_faults import is_folder
from linterbot.lint.own_findings import OWN_RULES
from linterbot.lint.selection import Selection
from linterbot.model import SECOND_READING
from linterbot.rulebook import packs
from linterbot.rulebook.packs import SetAside
from linterbot.rulebook.rule import WHERE_LISTED, Rule
from linterbot.yaml_text import near


def load(config: Config, wiki: str, set_aside: SetAside | None = None) -> tuple[Rule, ...]:
    """Return a wiki's rules; a broken one raises RuleError, or is reported to `set_aside` and left out."""
    paths = [config.path(path) for path in config.rule_paths]
    return packs.load(config.wikis[wiki].pack, paths, set_aside, config.adjustments(wiki))


def faults(config: Config) -> Iterator[ConfigError]:
    """Yield an error for each rule that a configuration names although there is none, and for missing folders.

    They come in the order of the file. A broken rule file has a name that cannot be known, so with one of those, no
    name is reported.
    """
    missing = [number for number, path in enumerate(config.rule_paths) if not is_folder(config.path(path))]
    if missing:
        yield from (_missing(config, number) for number in missing)
        return
    found = [one for wiki in config.wikis for one in _of_wiki(config, wiki)]
    yield from sorted([*found, *_of_files(config)], key=lambda one: int(one.where.rpartition(":")[2]))


def _missing(config: Config, number: int) -> ConfigError:
    where, path = config.source.at(("rule-paths", number)), config.rule_paths[number]
    return ConfigError(where, f'there is no folder "{path}"', "check rule-paths")


def _of_wiki(config: Config, wiki: str) -> Iterator[ConfigError]:
    settings = config.wikis[wiki]
    rules = _all_rules(config, [settings.pack])
    known = [rule.name for rule in rules or ()]
    named = {
        "rules": settings.rules,
        "talk": settings.talk,
        "templates": settings.templates,
        "message-authors": settings.message_authors,
        "adjust": settings.adjust,
    }
    for key, names in named.items() if rules else ():
        for number, name in enumerate(names):
            if name not in known and (key, name) != ("rules", SECOND_READING):
                where = config.source.at(("wikis", wiki, key, name if isinstance(names, dict) else number))
                yield ConfigError(where, f'unknown rule "{name}"', near(name, known, WHERE_LISTED))


def _of_files(config: Config) -> Iterator[ConfigError]:
    """Yield an error for each word under `files` that stands for no rule of any pack."""
    rules = _all_rules(config, packs.names())
    sections: dict[tuple[str, ...], FilesConfig | PerFileConfig] = {("files",): config.files}
    sections |= {("files", "per-file", pattern): one for pattern, one in config.files.per_file.items()}
    for path, section in sections.items() if rules else ():
        for key in ("select", "ignore"):
            for number, word in enumerate(getattr(section, key)):
                try:
                    Selection((word,)).refuse_unknown([*rules, *OWN_RULES])
                except TargetError as error:
                    where = config.source.at((*path, key, number))
                    yield ConfigError(where, error.cause, error.remedy)


def _all_rules(config: Config, names: Sequence[str]) -> list[Rule]:
    """Return the rules of some packs and of the house, none if a file is broken."""
    broken: list[RuleError] = []
    paths = [config.path(path) for path in config.rule_paths]
    rules = [rule for name in names for rule in packs.load(name, paths, broken.append)]
    return [] if broken else rules
