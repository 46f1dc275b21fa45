"""Turns the values in a rule file, which are all text, into the options of a check, by their declared types."""

from __future__ import annotations

import types
from collections.abc import Mapping
from contextlib import suppress
from math import isfinite
from typing import Any, get_args, get_origin

from linterbot.checks.base import Check
from linterbot.errors import RuleError
from linterbot.records import NOT_GIVEN
from linterbot.rulebook.lists import Lists
from linterbot.view.phrase_matcher import refusal
from linterbot.yaml_text import YamlText, near

TYPES: Mapping[str, Any] = {  # what an option may be, as the classes of checks say it
    **{kind.__name__: kind for kind in (bool, int, float, str)},
    "tuple[str, ...]": tuple[str, ...],
    "Mapping[str, str]": Mapping[str, str],
    "Mapping[str, float]": Mapping[str, float],
    "Mapping[str, tuple[str, ...]]": Mapping[str, tuple[str, ...]],
}
_LIST = "lists/"  # how a value refers to one of the lists that rules share


def check(source: YamlText, kind: type[Check], raw: Mapping[str, Any], lists: Lists) -> Check:
    """Return the check that a rule describes; raises RuleError with the place of an invalid value."""
    options: dict[str, Any] = {}
    for option in kind.options():
        key = option.name.replace("_", "-")
        if key in raw:
            options[option.name] = convert(source, key, shared(source, key, raw[key], lists), TYPES[option.kind])
        elif option.default is NOT_GIVEN:
            raise RuleError(source.at(()), f'the rule lacks "{key}"', "this check type requires it")
    for number, pattern in enumerate(options.get("patterns", ())):
        if (reason := refusal(pattern)) is not None:
            raise RuleError(source.at(("patterns", number)), reason, "patterns are in RE2 syntax; phrases may do")
    for name in options.get("weights", ()):
        if name not in kind.evidence:
            where = next((at for key in ("weights", "weights+") if (at := (key, name)) in source.lines), ("weights",))
            raise RuleError(source.at(where), f'unknown evidence "{name}"', near(name, kind.evidence))
    return kind(**options, language=lists.conventions.language)


def shared(source: YamlText, key: str, value: Any, lists: Lists) -> Any:
    """Return a value with each `lists/name` in it replaced by that list; a list inside a list is spliced in."""
    if isinstance(value, str) and value.startswith(_LIST):
        name = value.removeprefix(_LIST)
        if name not in lists:
            raise RuleError(source.at((key,)), f'there is no list "{name}"', near(name, lists))
        return lists[name]
    if isinstance(value, dict):
        return {name: shared(source, key, one, lists) for name, one in value.items()}
    if not isinstance(value, list):
        return value
    out: list[Any] = []
    for one in value:
        found = shared(source, key, one, lists)
        out += found if isinstance(found, list) and not isinstance(one, list) else [found]
    return out


def convert(source: YamlText, key: str, value: Any, wanted: Any) -> Any:
    """Return the text that was typed as the type that an option declares; raises RuleError if that is not possible."""
    origin = get_origin(wanted)
    if origin is tuple and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if origin is Mapping and isinstance(value, dict):
        return {name: convert(source, key, one, get_args(wanted)[1]) for name, one in value.items()}
    if isinstance(value, str) and origin is None:
        if wanted is bool and value in ("true", "false"):
            return value == "true"
        if wanted is str:
            return value
        if wanted in (int, float):
            with suppress(ValueError):
                if isfinite(number := wanted(value)):
                    return number
    raise RuleError(source.at((key,)), f'"{key}" must be {_in_words(wanted)}', "see rules/README.md")


def _in_words(wanted: Any) -> str:
    if isinstance(wanted, types.GenericAlias):
        return "a list of texts" if get_origin(wanted) is tuple else "pairs of a name and a value"
    return {int: "a whole number", float: "a number", bool: "true or false", str: "text"}[wanted]


def one_of(source: YamlText, path: tuple[str | int, ...], value: Any, kind: Any) -> Any:
    """Return the member of an enumeration that a value names; raises RuleError if there is none."""
    if not isinstance(value, str):
        raise RuleError(source.at(path), f'"{path[-1]}" must be text', "write it in quotes")
    try:
        return kind(value)
    except ValueError:
        hint = near(str(value), [str(one) for one in kind])
        raise RuleError(source.at(path), f'unknown {path[-1]} "{value}"', hint) from None
