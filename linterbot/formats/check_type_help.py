"""Describes a check type and its options as Markdown, all from its code."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from linterbot.checks.base import Check
from linterbot.model import Markup
from linterbot.records import NOT_GIVEN, Field
from linterbot.rulebook.options import TYPES

_KINDS = {bool: "`true` or `false`", int: "a whole number", float: "a number", str: "text"}


def markdown(name: str, check: type[Check]) -> str:
    """Return the section about one check type."""
    parts = [f"## `{name}`", inspect.cleandoc(check.__doc__ or "")]
    if rows := list(_options(check)):
        parts.append("\n".join(["| option | value | default |", "| --- | --- | --- |", *rows]))
    placeholders = ", ".join(f"`{{{one}}}`" for one in ("found", *sorted(check.says)))
    parts.append(f"A message may use {placeholders}.")
    if check.reads != frozenset(Markup):
        parts.append(f"Looks only at {' and '.join(sorted(check.reads))}.")
    if check.evidence:
        rows = [f"| `{one}` | {meaning} |" for one, meaning in check.evidence.items()]
        parts.append("\n".join(["| evidence | seen if |", "| --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


def _options(check: type[Check]) -> Iterator[str]:
    for option in check.options():
        yield f"| `{option.name.replace('_', '-')}` | {_kind(TYPES[option.kind])} | {_default(option)} |"


def _kind(hint: Any) -> str:
    origin = get_origin(hint)
    if origin is tuple:
        return "a list of texts"
    if origin is Mapping:
        inner = get_args(hint)[1]
        return "names, each with a list" if get_origin(inner) is tuple else f"names, each with {_KINDS[inner]}"
    return _KINDS[hint]


def _default(option: Field) -> str:
    if option.default is NOT_GIVEN or option.default in ((), "", {}):
        return "nothing"
    return f"`{str(option.default).lower()}`"
