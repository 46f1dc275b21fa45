"""One rule: a named use of a check, in a moderator's words, with its policy and its tested examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from linterbot.checks import CHECKS
from linterbot.checks.base import Check
from linterbot.errors import RuleError
from linterbot.model import Fix, Hit, Severity
from linterbot.rulebook import options as options
from linterbot.rulebook.examples import RuleExample, examples
from linterbot.rulebook.lists import NO_LISTS, Lists
from linterbot.view.conventions import Conventions
from linterbot.view.page_kind import KINDS
from linterbot.yaml_text import YamlText, near

_CODE = re.compile(r"(?:EX1|FO2|IM3|PG4|WD5)\d\d")
_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
NAMING_RULES = ("yields-to", "leaves-repair-to")  # the keys whose values are names of other rules
_COMMON = (
    *("code", "name", "finds", "severity", "message", "policy", "why", "namespaces", "examples"),
    *("threshold", "suggest-from", *NAMING_RULES, "kinds"),
)
_NEEDED = ("code", "name", "message", "policy", "why", "examples")
WHERE_LISTED = "linterbot rule --all lists them"  # where a person finds the names of all rules
_WHERE_LISTED = "docs/checks.md lists what it may extend"
_OWN = ("code", "name", "extends", "examples")  # keys that a configuration cannot change
_QUOTED = 100  # characters of a page's words that a message quotes


@dataclass(frozen=True)
class Rule:
    """A rule, ready to be applied."""

    code: str
    name: str
    severity: Severity
    message: str  # with placeholders
    policy: str  # the address of the wiki's policy
    why: str
    check: Check
    check_type: str  # the name of the check
    namespaces: frozenset[str] | None  # those it looks at, by the wiki's names ("" is the main one); None means all
    kinds: frozenset[str] | None  # the kinds of pages it is for, from `KINDS`; None means all
    threshold: float  # the least confidence that is reported, from 0 to 1
    suggest_from: float  # the least confidence that is reported with a fix, from 0 to 1
    yields_to: frozenset[str]  # the rules that silence this one where they report the same words
    leaves_repair_to: frozenset[str]  # the rules that know better what to do about a bullet which both report
    examples: tuple[RuleExample, ...]
    where: str  # its file
    fix_texts: Mapping[str, str] = field(repr=False, compare=False)  # what fixes do, in the pack's words
    conventions: Conventions = field(repr=False, compare=False)  # what its pack knows about pages
    pack_names: frozenset[str] = field(repr=False, compare=False)  # names and codes of its pack's rules, in lower case
    raw: Mapping[str, Any] = field(repr=False, compare=False)  # the values in its file and in those it extends

    @property
    def finds(self) -> str:
        """What it finds, in a few words; if the file does not say, the message in general."""
        return str(self.raw.get("finds") or self.says_in_general)

    @property
    def says_in_general(self) -> str:
        """The message with its placeholders filled in as far as possible without a hit, or else with “…”."""
        return _PLACEHOLDER.sub(lambda found: self.check.in_general.get(found[1], "…"), self.message)

    def says(self, hit: Hit, text: str) -> str:
        """Return the message for a hit; placeholders are filled from a fixed table, never by formatting page text."""
        pieces = list(self._pieces)
        for at in range(1, len(pieces), 2):
            name = pieces[at]
            found = name == "found" and name not in hit.values
            pieces[at] = _short(hit.span.of(text) if found else hit.values.get(name, ""))
        return "".join(pieces)

    def described(self, fix: Fix) -> Fix:
        """Return a fix with its description, in the pack's words."""
        text = self.fix_texts.get(f"fix-{fix.action}", fix.action)
        return fix._replace(description=text.replace("{words}", fix.words))

    @cached_property
    def _pieces(self) -> list[str]:
        """The message in pieces, of which every second one is the name of a placeholder."""
        return _PLACEHOLDER.split(self.message)


def parse_rule(source: YamlText, parents: Mapping[str, Rule], lists: Lists = NO_LISTS) -> Rule:
    """Return the rule that a file describes; raises RuleError with file and line.

    `parents` are the rules that it may extend, by `pack/name`; `lists` are those that its values may refer to.
    """
    if not isinstance(source.content, dict) or "extends" not in source.content:
        raise RuleError(source.at(()), 'a rule needs "extends"', _WHERE_LISTED)
    own = dict(source.content)
    extends = own.pop("extends")
    if not isinstance(extends, str):
        raise RuleError(source.at(("extends",)), '"extends" must be text', "write it in quotes")
    parent = parents.get(extends)
    if parent is None and extends not in CHECKS:
        hint = near(extends, [*CHECKS, *parents], _WHERE_LISTED)
        raise RuleError(source.at(("extends",)), f'unknown check type or rule "{extends}"', hint)
    return _extended(source, own, parent.check_type if parent else extends, parent, lists)


def adjusted(rule: Rule, source: YamlText, lists: Lists = NO_LISTS) -> Rule:
    """Return a rule with the changes from a wiki's configuration; raises RuleError with file and line."""
    if not isinstance(source.content, dict):
        raise RuleError(source.at(()), f'"{rule.name}" is adjusted by "key: value" lines', "see rules/README.md")
    for key in source.content:
        if key in _OWN:
            raise RuleError(source.at((key,)), f'"{key}" cannot be adjusted', "write a rule of your own instead")
    return replace(_extended(source, dict(source.content), rule.check_type, rule, lists), where=rule.where)


def _extended(source: YamlText, own: dict[str, Any], check_type: str, parent: Rule | None, lists: Lists) -> Rule:
    own = _with_changes(source, own, parent, lists)
    raw = {**parent.raw, **own} if parent else own
    _known_keys(source, own, check_type)
    for key in _NEEDED:
        if key not in raw:
            raise RuleError(source.at(()), f'the rule lacks "{key}"', "every rule needs one")
    return _build(source, raw, own, check_type, parent, lists)


def _build(
    source: YamlText, raw: dict[str, Any], own: dict[str, Any], check_type: str, parent: Rule | None, lists: Lists
) -> Rule:
    check = options.check(source, CHECKS[check_type], raw, lists)
    texts = {key: _text(source, raw, key) for key in ("code", "name", "message", "policy", "why")}
    _matches(source, "code", texts["code"], _CODE, "codes are EX1xx, FO2xx, IM3xx, PG4xx or WD5xx")
    _matches(source, "name", texts["name"], _NAME, "names are lower-case letters and hyphens")
    for used in _PLACEHOLDER.findall(texts["message"]):
        if used not in {"found", *check.says}:
            hint = near(used, {"found", *check.says})
            raise RuleError(source.at(("message",)), f'unknown placeholder "{{{used}}}"', hint)
    inherited = parent.examples if parent and "examples" not in own else None
    return Rule(
        severity=options.one_of(source, ("severity",), raw.get("severity", "warning"), Severity),
        check=check,
        check_type=check_type,
        namespaces=_namespaces(source, raw),
        kinds=_kinds(source, raw, lists),
        threshold=_share(source, raw, "threshold"),
        suggest_from=_share(source, raw, "suggest-from"),
        yields_to=_rules(source, raw, NAMING_RULES[0]),
        leaves_repair_to=_rules(source, raw, NAMING_RULES[1]),
        examples=inherited if inherited is not None else tuple(examples(source, raw)),
        where=source.where,
        fix_texts=lists.fix_texts,
        conventions=lists.conventions,
        pack_names=frozenset(),
        raw=raw,
        **texts,
    )


def _rules(source: YamlText, raw: dict[str, Any], key: str) -> frozenset[str]:
    return frozenset(options.convert(source, key, raw.get(key, []), tuple[str, ...]))


def _with_changes(source: YamlText, own: dict[str, Any], parent: Rule | None, lists: Lists) -> dict[str, Any]:
    """Return the keys of a rule with each `key+` and `key-` replaced by the whole value that results."""
    out = dict(own)
    for changed in [key for key in own if key.endswith(("+", "-"))]:
        key, items = changed[:-1], options.shared(source, changed, out.pop(changed), lists)
        inherited = out.get(key, parent.raw.get(key, type(items)()) if parent else type(items)())
        inherited = options.shared(source, changed, inherited, lists)
        adds = changed.endswith("+")
        if isinstance(items, dict) and isinstance(inherited, dict) and adds and key not in own:
            out[key] = {**inherited, **items}
        elif isinstance(items, list) and isinstance(inherited, list) and key not in own:
            out[key] = [*inherited, *items] if adds else _without(source, changed, inherited, items)
        else:
            cause = f'"{changed}" must {"add to" if adds else "remove from"} a list of the extended rule'
            raise RuleError(source.at((changed,)), cause, "check that both are lists")
    return out


def _without(source: YamlText, key: str, items: list[Any], unwanted: list[Any]) -> list[Any]:
    for one in unwanted:
        if one not in items:
            raise RuleError(source.at((key,)), f'"{one}" is not in "{key[:-1]}"', near(str(one), map(str, items)))
    return [one for one in items if one not in unwanted]


def _known_keys(source: YamlText, own: Mapping[str, Any], check_type: str) -> None:
    options = [option.name.replace("_", "-") for option in CHECKS[check_type].options()]
    for key in own:
        if key not in _COMMON and key not in options:
            hint = near(key, [*_COMMON, *options])
            typed = next((form for form in (key, f"{key}+", f"{key}-") if (form,) in source.lines), key)
            raise RuleError(source.at((typed,)), f'unknown key "{key}" for a "{check_type}" rule', hint)


def _text(source: YamlText, raw: Mapping[str, Any], key: str) -> str:
    value = raw[key]
    if not isinstance(value, str) or not value.strip():
        raise RuleError(source.at((key,)), f'"{key}" must be text', "write it in quotes")
    return value.strip()


def _matches(source: YamlText, key: str, value: str, form: re.Pattern[str], remedy: str) -> None:
    if not form.fullmatch(value):
        raise RuleError(source.at((key,)), f'"{value}" is not a valid {key}', remedy)


def _namespaces(source: YamlText, raw: Mapping[str, Any]) -> frozenset[str] | None:
    if "namespaces" not in raw:
        return None
    names = options.convert(source, "namespaces", raw["namespaces"], tuple[str, ...])
    return frozenset("" if name == "main" else name for name in names)


def _kinds(source: YamlText, raw: Mapping[str, Any], lists: Lists) -> frozenset[str] | None:
    if "kinds" not in raw:
        return None
    names = options.convert(source, "kinds", options.shared(source, "kinds", raw["kinds"], lists), tuple[str, ...])
    for name in names:
        if name not in KINDS:
            raise RuleError(source.at(("kinds",)), f'unknown kind of page "{name}"', near(name, KINDS))
    return frozenset(names)


def _share(source: YamlText, raw: Mapping[str, Any], key: str) -> float:
    value: float = options.convert(source, key, raw.get(key, "0"), float)
    if not 0 <= value <= 1:
        raise RuleError(source.at((key,)), f'"{key}" must be from 0 to 1', "0.5 means as likely as not")
    return value


def _short(words: str) -> str:
    line = " ".join(words[: _QUOTED + 1].split())
    return line if len(words) <= _QUOTED else f"{line[:_QUOTED].rstrip()}…"
