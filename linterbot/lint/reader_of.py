"""Tells which second reader some rules ask, and which of them do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linterbot.checks.nested_reply import NestedReply
from linterbot.evidence.second_reading import Remembering
from linterbot.rulebook.rule import Rule


def reader_of(rules: Sequence[Rule]) -> Remembering | None:
    """Return the reader that rules ask, None if they ask none."""
    return next((reader for _, reader in _asking(rules)), None)


def names_of_asking(rules: Sequence[Rule]) -> frozenset[str]:
    """Return the names of the rules that ask a reader."""
    return frozenset(name for name, _ in _asking(rules))


def _asking(rules: Sequence[Rule]) -> Iterator[tuple[str, Remembering]]:
    for rule in rules:
        if isinstance(rule.check, NestedReply) and (reader := rule.check.asked_reader) is not None:
            yield rule.name, reader
