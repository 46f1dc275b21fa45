"""What is wrong with a configuration, in a moderator's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from linterbot.config.sections import (
    OURS,
    Config,
    DeskConfig,
    EditsConfig,
    FilesConfig,
    JobConfig,
    OAuthConfig,
    PatienceConfig,
    PerFileConfig,
    TargetConfig,
    WikiConfig,
)
from linterbot.errors import ConfigError
from linterbot.yaml_text import YamlText, near

_EXAMPLE = "see config.example.yaml"
_SHOWN = 40  # characters of a value
_WHOLE = ("unknown", "no wiki")  # how a cause begins that needs no key before it
_NAMED: Mapping[str, type[BaseModel]] = {"wikis": WikiConfig, "notify": TargetConfig, "jobs": JobConfig}
_PARTS: Mapping[tuple[str, str], type[BaseModel]] = {
    ("wikis", "edits"): EditsConfig,
    ("wikis", "patience"): PatienceConfig,
    ("wikis", "oauth"): OAuthConfig,
}
_WHAT: Mapping[str, str] = {  # what a value must be, by the kind of fault that pydantic finds
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "tuple_type": "a list, as in [one, another]",
    "list_type": "a list, as in [one, another]",
    "dict_type": 'made of "key: value" lines',
    "model_type": 'made of "key: value" lines',
    "string_type": "text",
    "path_type": "the path of a file or folder",
    "is_instance_of": "text",
}
_BOUNDS: Mapping[str, tuple[str, str]] = {  # likewise, with the name of the bound
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("more than", "gt"),
    "less_than_equal": ("at most", "le"),
    "less_than": ("less than", "lt"),
}


def in_words(source: YamlText, faults: Iterable[Any]) -> list[ConfigError]:
    """Return what pydantic found, in words and in the order of the file; a misspelt key is not reported as missing."""
    faults = list(faults)
    misspelt = {tuple(one["loc"][:-1]) for one in faults if one["type"] == "extra_forbidden"}
    kept = [one for one in faults if one["type"] != "missing" or tuple(one["loc"][:-1]) not in misspelt]
    kept.sort(key=lambda one: _line(source, tuple(one["loc"])))
    return [_one_in_words(source, one) for one in kept]


def _line(source: YamlText, path: tuple[Any, ...]) -> int:
    return int(source.at(path).rpartition(":")[2])


def _one_in_words(source: YamlText, fault: Any) -> ConfigError:
    path, kind = tuple(fault["loc"]), fault["type"]
    where, key = source.at(path), _key(path)
    value = _cut(str(fault.get("input")))
    if kind == "extra_forbidden":
        return ConfigError(where, f'unknown key "{key}"', near(key, fields_at(path)))
    if kind == "missing":
        return ConfigError(where, f'"{key}" is missing', _EXAMPLE)
    if kind in ("enum", "literal_error") and not isinstance(fault.get("input"), str):
        cause = f'"{key}" must be one word, not {_shown(fault.get("input"))}'
        return ConfigError(where, cause, near("", _expected(fault)))
    if kind == "enum":
        what = "mode" if "rules" in path[-2:-1] else key
        return ConfigError(where, f'unknown {what} "{value}"', near(value, _expected(fault)))
    if kind == "literal_error":
        return ConfigError(where, f'unknown {key} "{value}"', near(value, get_args(fields_at(path)[key].annotation)))
    if kind == "value_error":
        reason = str(fault["msg"]).removeprefix("Value error, ")
        cause, _, remedy = reason.partition("; ")
        return ConfigError(where, cause if cause.startswith(_WHOLE) else f'"{key}": {cause}', remedy)
    return ConfigError(where, f'"{key}" must {_must(fault, path)}, not {_shown(fault.get("input"))}', _EXAMPLE)


def _key(path: tuple[Any, ...]) -> str:
    """Return the name of the setting that a path leads to; an item of a list has none of its own."""
    return str(next((one for one in reversed(path) if isinstance(one, str)), ""))


def _expected(fault: Any) -> list[str]:
    """Return the words that are expected, which pydantic gives as “'a', 'b' or 'c'”."""
    expected = str(fault["ctx"]["expected"]).replace(" or ", ", ")
    return [one.strip(" '") for one in expected.split(",")]


def _must(fault: Any, path: tuple[Any, ...]) -> str:
    kind, bounds = fault["type"], fault.get("ctx", {})
    if kind == "int_parsing_size":
        known = fields_at(path).get(_key(path))
        most = next((one.le for one in known.metadata if hasattr(one, "le")), None) if known else None
        return f"be at most {most}" if most is not None else "be a smaller number"
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        return f"be {words} {bounds[bound]:g}"
    if kind == "string_too_short":
        return f"have at least {bounds['min_length']} characters"
    return f"be {_WHAT.get(kind, 'something else')}"


def _shown(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return "lines under it" if isinstance(value, dict) else "a list"
    return f'"{_cut(str(value))}"'


def _cut(text: str) -> str:
    return f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text


def fields_at(path: tuple[Any, ...]) -> dict[str, FieldInfo]:
    """Return the fields of the section that a path leads to, by the names that people write."""
    fields = _section(path).model_fields.items()
    return {field.alias or name: field for name, field in fields if name not in OURS}


def _section(path: tuple[Any, ...]) -> type[BaseModel]:
    if path[0] == "desk" and len(path) >= 2:
        return DeskConfig
    if path[0] == "files" and len(path) >= 2:
        return PerFileConfig if len(path) >= 4 and path[1] == "per-file" else FilesConfig
    if len(path) >= 4 and (path[0], path[2]) in _PARTS:
        return _PARTS[path[0], path[2]]
    return _NAMED[path[0]] if len(path) >= 3 and path[0] in _NAMED else Config
