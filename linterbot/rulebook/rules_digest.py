"""Tells two sets of rules apart by what they find."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import fields as dataclass_fields

from linterbot.checks.base import Check
from linterbot.records import Record, fields
from linterbot.rulebook.rule import Rule

_LAST: deque[tuple[Sequence[Rule], str]] = deque(maxlen=16)  # packs that are asked for again and again


def digest(rules: Sequence[Rule]) -> str:
    """Return what identifies these rules by what they find; it is the same in every process."""
    for known, found in tuple(_LAST):  # other threads add to it meanwhile
        if known is rules:
            return found
    found = _digest(rules)
    _LAST.append((rules, found))
    return found


def _digest(rules: Sequence[Rule]) -> str:
    conventions = {id(rule.conventions): rule.conventions for rule in rules}
    return hashlib.sha256(_plain([tuple(rules), *conventions.values()]).encode("utf-8", "surrogatepass")).hexdigest()[
        :16
    ]


def _plain(value: object) -> str:
    """Return a value as text that does not depend on the order of its sets and mappings."""
    if (parts := _parts(value)) is not None:
        return f"{type(value).__name__}({_plain(parts)})"
    if isinstance(value, Mapping):
        return f"{{{','.join(sorted(f'{_plain(key)}:{_plain(one)}' for key, one in value.items()))}}}"
    if isinstance(value, set | frozenset):
        return f"{{{','.join(sorted(map(_plain, value)))}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_plain, value))}]"
    return repr(value) if isinstance(value, str | int | float | None) else type(value).__name__


def _parts(value: object) -> list[object] | None:
    """Return what counts in a rule, a check or another record, None for anything else."""
    if isinstance(value, Check):
        return value.values()
    if isinstance(value, Record):
        return [getattr(value, one.name) for one in fields(type(value))]
    if isinstance(value, Rule):
        return [getattr(value, one.name) for one in dataclass_fields(value) if one.compare]
    return None
