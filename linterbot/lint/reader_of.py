"""Tells which second reader some rules ask."""

from __future__ import annotations

from collections.abc import Sequence

from linterbot.checks.nested_reply import NestedReply
from linterbot.evidence.second_reading import Remembering
from linterbot.rulebook.rule import Rule


def reader_of(rules: Sequence[Rule]) -> Remembering | None:
    """Return the reader that rules ask, None if they ask none."""
    readers = (rule.check.asked_reader for rule in rules if isinstance(rule.check, NestedReply))
    return next((reader for reader in readers if reader is not None), None)
