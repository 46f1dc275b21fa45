"""Finds the second reader that is installed, if one is, and hands it to the rules that ask one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from linterbot.checks.nested_reply import NestedReply
from linterbot.errors import RuleError
from linterbot.evidence.second_reading import Passage, Remembering, SecondReader
from linterbot.records import changed
from linterbot.rulebook.rule import Rule

GROUP = "linterbot.second_reader"  # of the entry points by which a reader is found
_DISTRIBUTIONS = "linterbot_*.dist-info"  # what a distribution with a reader is called
_REMEDY = "install linterbot-reader again, or uninstall it to do without"
_MOST_PACKS = 64  # sets of rules that are kept with their reader


class Installed:
    """The second reader that is installed; each process loads it when it is first asked there."""

    def __init__(self, identity: str, entry: str) -> None:
        self.identity = identity
        self._entry = entry  # “module:name” of what is called to have it

    def __reduce__(self) -> tuple[type[Installed], tuple[str, str]]:
        return type(self), (self.identity, self._entry)

    @property
    def figures(self) -> str:
        """How good it is on pages that it has not seen, as a table in Markdown."""
        figures: str = _reader(self._entry).figures
        return figures

    def read(self, passages: Sequence[Passage]) -> Sequence[tuple[float, float]]:
        """Return an opinion on each passage."""
        reader = _reader(self._entry)
        try:
            said: Sequence[tuple[float, float]] = reader.read(passages)
        except MemoryError:
            raise
        except Exception as error:  # a foreign program may raise anything, and no page is to blame for it
            raise _unusable(self._entry.partition(":")[0], error) from None
        return said


@cache
def _reader(entry: str) -> Any:
    module, _, name = entry.partition(":")
    try:
        return getattr(import_module(module), name)()
    except Exception as error:  # a foreign program may raise anything, and a person has to know whose fault it is
        raise _unusable(module, error) from None


def _unusable(module: str, error: Exception) -> RuleError:
    return RuleError("second reader", f"{module} cannot be used ({error})", _REMEDY)


@cache
def installed() -> Installed | None:
    """Return the second reader of this machine, None if there is none; raises RuleError if it cannot be used."""
    if not _announced():
        return None
    from importlib.metadata import entry_points  # here, because it takes longer than linting a page

    found = sorted(entry.value for entry in entry_points(group=GROUP))
    return Installed(_reader(found[0]).identity, found[0]) if found else None


def _announced() -> bool:
    """Whether any distribution could have a reader, by its name: asking all of them takes far longer."""
    return any(next(Path(folder).glob(_DISTRIBUTIONS), None) is not None for folder in sys.path if folder)


def asking(rules: tuple[Rule, ...], reader: SecondReader | None = None) -> tuple[Rule, ...]:
    """Return rules that ask a reader, the installed one unless another is given; the same ones if there is none."""
    if not any(map(_asks, rules)) or (reader := reader or installed()) is None:
        return rules
    key = id(rules), reader.identity
    if key not in _kept:
        if len(_kept) >= _MOST_PACKS:
            _kept.clear()
        own = Remembering(reader)
        ready = (replace(one, check=changed(one.check, second_reader=own)) if _asks(one) else one for one in rules)
        _kept[key] = rules, tuple(ready)
    return _kept[key][1]


def _asks(rule: Rule) -> bool:
    return isinstance(rule.check, NestedReply) and bool(rule.check.doubt)


_kept: dict[tuple[int, str], tuple[tuple[Rule, ...], tuple[Rule, ...]]] = {}  # the first keeps its number from others
