"""Tells two sets of rules apart by what they find."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass

from linterbot.checks.base import Check
from linterbot.rulebook.rule import Rule


def digest(rules: Iterable[Rule]) -> str:
    """Return what identifies these rules by what they find; it is the same in every process."""
    rules = tuple(rules)
    conventions = {id(rule.conventions): rule.conventions for rule in rules}
    return hashlib.sha256(_plain([rules, *conventions.values()]).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(value: object) -> str:
    """Return a value as text that does not depend on the order of its sets and mappings."""
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}({_plain([getattr(value, one.name) for one in fields(value) if one.compare])})"
    if isinstance(value, Check):
        return f"{type(value).__name__}({_plain(value.values())})"
    if isinstance(value, Mapping):
        return f"{{{','.join(sorted(f'{_plain(key)}:{_plain(one)}' for key, one in value.items()))}}}"
    if isinstance(value, set | frozenset):
        return f"{{{','.join(sorted(map(_plain, value)))}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_plain, value))}]"
    return repr(value) if isinstance(value, str | int | float | None) else type(value).__name__
