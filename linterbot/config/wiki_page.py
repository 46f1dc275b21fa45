"""What moderators may change on a page of the wiki: only ever to make the bot more careful than its configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from linterbot.config.sections import WikiConfig
from linterbot.errors import ConfigError
from linterbot.model import Mode
from linterbot.rulebook.rule import WHERE_LISTED, Rule
from linterbot.yaml_text import YamlText, load, near

KEYS = ("mode", "rules", "leave-alone", "thresholds")
_ORDER = tuple(Mode)  # from the most careful on
_MODES = ("off", *_ORDER)  # “off” is what people call shadow
LONGEST = 50_000  # characters of the page


@dataclass(frozen=True)
class Careful:
    """The settings in force, and what is wrong with the page that changed them."""

    settings: WikiConfig
    rules: tuple[Rule, ...]
    faults: Sequence[str] = ()  # each with the line, in words


def check_text(text: str, where: str) -> YamlText:
    """Return a page's text, read; raises ConfigError if it is no JSON object."""
    if len(text) > LONGEST:
        raise ConfigError(where, "the page is too long", f"it may have {LONGEST:,} characters")
    source = load(text, where, ConfigError)
    if not isinstance(source.content, dict):
        raise ConfigError(where, "the page is no JSON object", "begin it with { and end it with }")
    return source


def more_careful(settings: WikiConfig, rules: tuple[Rule, ...], source: YamlText) -> Careful:
    """Return the settings as a page changes them; what would make the bot less careful counts as the file's.

    What is wrong is named, and everything else on the page applies.
    """
    faults: list[ConfigError] = []
    page = _Page(source, settings, {rule.name: rule for rule in rules}, faults)
    for key in source.content:
        if key not in KEYS:
            faults.append(ConfigError(source.at((key,)), f'unknown key "{key}"', near(str(key), KEYS)))
    modes = page.modes()
    alone = page.left_alone()
    changed = {
        "mode": min(settings.mode, page.most, key=_ORDER.index),
        "rules": {rule.name: _least(settings, rule.name, page.most, modes) for rule in rules},
        "namespaces": tuple(name for name in settings.namespaces if name not in alone),
    }
    return Careful(
        settings.model_copy(update=changed),
        tuple(page.raised(rule) for rule in rules),
        [str(one) for one in faults],
    )


def _least(settings: WikiConfig, rule: str, most: Mode, modes: Mapping[str, Mode]) -> Mode:
    return min(settings.mode_of(rule), most, modes.get(rule, Mode.AUTO), key=_ORDER.index)


class _Page:
    """The parts of a page, as far as they make sense."""

    def __init__(
        self, source: YamlText, settings: WikiConfig, rules: Mapping[str, Rule], faults: list[ConfigError]
    ) -> None:
        self._source, self._settings, self._rules, self._faults = source, settings, rules, faults
        self.most = self._mode(("mode",), source.content["mode"]) if "mode" in source.content else Mode.AUTO
        self._thresholds = dict(self._read_thresholds())

    def modes(self) -> dict[str, Mode]:
        """Return how far single rules may go."""
        named = self._named("rules")
        return {rule: self._mode(("rules", rule), word) for rule, word in named}

    def left_alone(self) -> frozenset[str]:
        """Return the namespaces that the bot shall leave alone."""
        names = self._source.content.get("leave-alone", [])
        if not isinstance(names, list):
            self._fault(("leave-alone",), '"leave-alone" must be a list', 'as in ["Trope Workshop"]')
            return frozenset()
        known = self._settings.namespaces
        for number, name in enumerate(map(str, names)):
            if name not in known:
                self._fault(("leave-alone", number), f'"{name}" is no namespace that the bot reads', near(name, known))
        return frozenset(name for name in names if isinstance(name, str))

    def raised(self, rule: Rule) -> Rule:
        """Return a rule that reports only what is at least so sure."""
        return replace(rule, threshold=max(rule.threshold, self._thresholds.get(rule.name, 0.0)))

    def _read_thresholds(self) -> Iterator[tuple[str, float]]:
        for rule, text in self._named("thresholds"):
            path = ("thresholds", rule)
            try:
                number = float(text)
            except (TypeError, ValueError):
                number = -1.0
            if 0 <= number <= 1:
                yield rule, number
            else:
                self._fault(path, f'"{text}" is no threshold', "write a number from 0 to 1, as in 0.9")

    def _named(self, key: str) -> list[tuple[str, Any]]:
        """Return what a part of the page says of rules that there are."""
        part = self._source.content.get(key, {})
        if not isinstance(part, dict):
            self._fault((key,), f'"{key}" must name rules', 'as in {"natter": "flag"}')
            return []
        for rule in part:
            if rule not in self._rules:
                self._fault((key, rule), f'unknown rule "{rule}"', near(rule, self._rules, WHERE_LISTED))
        return [(rule, value) for rule, value in part.items() if rule in self._rules]

    def _mode(self, path: tuple[str, ...], word: Any) -> Mode:
        """Return a mode; a word that is none keeps the rule silent, since somebody wanted it to do less."""
        if word not in _MODES:
            self._fault(path, f'unknown mode "{word}"', near(str(word), _MODES))
            return Mode.SHADOW
        return Mode.SHADOW if word == "off" else Mode(word)

    def _fault(self, path: tuple[str | int, ...], cause: str, remedy: str) -> None:
        self._faults.append(ConfigError(self._source.at(path), cause, remedy))
