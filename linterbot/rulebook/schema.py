"""The JSON Schema of rule files, for editors that complete and check what is typed."""

from __future__ import annotations

from typing import Any

from linterbot.checks import CHECKS
from linterbot.checks.base import Check
from linterbot.model import Markup, Severity
from linterbot.view.page_kind import KINDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_LIST = {"anyOf": [{"type": "array"}, {"type": "string", "pattern": "^lists/"}]}
_TYPES: dict[str, dict[str, Any]] = {
    "str": _TEXT,
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "tuple[str, ...]": _LIST,
}
_PAIRS = {"anyOf": [{"type": "object"}, {"type": "string", "pattern": "^lists/"}]}  # any kind of mapping
_COMMON: dict[str, dict[str, Any]] = {
    "code": {"type": "string", "pattern": "^(EX1|FO2|IM3|PG4|WD5)[0-9]{2}$", "description": "never used again"},
    "name": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$", "description": "names what is bad: natter"},
    "finds": {**_TEXT, "description": "what it finds, in a few words"},
    "severity": {"enum": [str(one) for one in Severity], "description": "how much it matters"},
    "message": {**_TEXT, "description": "what a finding says, with placeholders such as {found}"},
    "policy": {**_TEXT, "description": "the address of the wiki's policy"},
    "why": {**_TEXT, "description": "why that is a fault, for moderators"},
    "namespaces": {**_LIST, "description": "those it looks at; main is the one without a prefix"},
    "kinds": {**_LIST, "description": f"the kinds of pages it is for: {', '.join(KINDS)}"},
    "threshold": {**_SHARE, "description": "the least confidence that is reported"},
    "suggest-from": {**_SHARE, "description": "the least confidence that is reported with a fix"},
    "yields-to": {**_LIST, "description": "the rules that silence this one where they report the same words"},
    "leaves-repair-to": {**_LIST, "description": "the rules that know better what to do about the same bullet"},
}
_EXAMPLE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "bad": {**_TEXT, "description": "a text with «marks» round exactly what is underlined"},
        "good": {**_TEXT, "description": "a text in which nothing is found"},
        "fixed": {**_TEXT, "description": "the text after the fixes"},
        "markup": {"enum": [str(one) for one in Markup]},
        "title": {**_TEXT, "description": "of the page that the text is on"},
        "files": {"type": "object", "description": "the templates on file pages, or missing, by the files' titles"},
        "made-days-ago": {"type": ["integer", "string"], "minimum": 0, "description": "how old the page is"},
    },
    "oneOf": [{"required": ["bad"]}, {"required": ["good"]}],
}


def schema() -> dict[str, Any]:
    """Return the schema: what every rule may set, and for each check type its options."""
    options = sorted({option.name.replace("_", "-") for check in CHECKS.values() for option in check.options()})
    known = {**{name: {} for name in options}, **_COMMON}
    return {
        "$schema": DRAFT,
        "title": "A rule of linterbot",
        "type": "object",
        "required": ["extends"],
        "properties": {
            **known,
            "extends": {"anyOf": [{"enum": sorted(CHECKS)}, {"type": "string", "pattern": "^[a-z]+/[a-z-]+$"}]},
            "examples": {"type": "array", "items": _EXAMPLE},
        },
        "patternProperties": {f"^({'|'.join(known)})[+-]$": {"type": ["array", "object"]}},
        "additionalProperties": False,
        "allOf": [_of_check(name, check) for name, check in sorted(CHECKS.items())],
    }


def _of_check(name: str, check: type[Check]) -> dict[str, Any]:
    """Return what holds for the rules that use a check type: of what type each of its options is."""
    options = {one.name.replace("_", "-"): _TYPES.get(one.kind, _PAIRS) for one in check.options()}
    return {
        "if": {"properties": {"extends": {"const": name}}, "required": ["extends"]},
        "then": {"properties": options},
    }
