"""Which rules a person wants: by name, by code, by the first letters of codes, or all; in capitals or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from linterbot.errors import TargetError
from linterbot.rulebook.rule import WHERE_LISTED
from linterbot.yaml_text import near

ALL = "ALL"
_FAMILY = re.compile(r"[A-Z]{2}\d{0,3}")
_EXACT = 10  # how precise a whole name or code is; a family is as precise as it has letters, and ALL is not at all


class Named(Protocol):
    """A rule, as far as it has to be known here."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def code(self) -> str:
        """Its code."""


class Selection(NamedTuple):
    """The rules to apply and to leave out; the more precise word wins, and of equals, `ignore` does."""

    select: tuple[str, ...] = ()  # names, codes, beginnings of codes or ALL; none stands for all
    ignore: tuple[str, ...] = ()  # likewise; none stands for none

    def wants(self, rule: Named) -> bool:
        """Whether a rule is to be applied."""
        wanted = max((_precision(one, rule) for one in self.select or (ALL,)), default=-1)
        return wanted > max((_precision(one, rule) for one in self.ignore), default=-1)

    def refuse_unknown(self, rules: Sequence[Named], option: str = "--select") -> None:
        """Raise TargetError if a word stands for none of some rules."""
        _refuse_unknown(option, self.select, rules)
        _refuse_unknown("--ignore", self.ignore, rules)

    def refuse_empty(self, rules: Sequence[Named]) -> None:
        """Raise TargetError if no rule is left to apply."""
        if not any(self.wants(rule) for rule in rules):
            option = "--select" if self.select else "--ignore"
            raise TargetError(option, "no rule is left to apply", "ignore fewer of them, or select more")


def listed(values: Iterable[str]) -> tuple[str, ...]:
    """Return the words in some options, each of which may have several with commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _refuse_unknown(option: str, words: Iterable[str], rules: Sequence[Named]) -> None:
    for word in words:
        if all(_precision(word, rule) < 0 for rule in rules):
            known = [name for rule in rules for name in (rule.name, rule.code)]
            cased = word.upper() if _FAMILY.match(word.upper()) and any(map(str.isdigit, word)) else word.lower()
            raise TargetError(option, f'unknown rule "{word}"', near(cased, known, WHERE_LISTED))


def _precision(word: str, rule: Named) -> int:
    """Return how precisely a word names a rule, -1 if it does not."""
    large = word.upper()
    if word.lower() == rule.name or large == rule.code:
        return _EXACT
    if large == ALL:
        return 0
    return len(word) if _FAMILY.fullmatch(large) and rule.code.startswith(large) else -1
