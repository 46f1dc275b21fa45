"""One rule file: a named use of a check, in a moderator's words, with its policy and its tested examples."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache, cached_property
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from linterbot.checks import CHECKS
from linterbot.checks.base import Check
from linterbot.checks.phrases import refusal
from linterbot.errors import RuleError
from linterbot.model import Facts, FilePage, Hit, Markup, Severity, Span
from linterbot.yaml_text import YamlText, load, near

_CODE = re.compile(r"(?:EX1|FO2|IM3|PG4|WD5)\d\d")
_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
_MARK = re.compile("([«»])")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_COMMON = ("code", "name", "severity", "message", "policy", "why", "namespaces", "examples")
_NEEDED = ("code", "name", "message", "policy", "why", "examples")
_EXAMPLE_KEYS = ("bad", "good", "fixed", "markup", "title", "files")
_QUOTED = 100  # characters of a page's words that a message quotes


class RuleExample(NamedTuple):
    """A text with the spans that the rule must underline in it (none: it must stay silent), and its repair."""

    text: str
    spans: tuple[Span, ...]
    fixed: str | None
    markup: Markup
    title: str
    facts: Facts
    where: str


@dataclass(frozen=True)
class Rule:
    """A rule as loaded; `namespaces` are the wiki's names of those it looks at ("" is the main one), None is all."""

    code: str
    name: str
    severity: Severity
    message: str
    policy: str
    why: str
    check: Check
    check_type: str
    namespaces: frozenset[str] | None
    examples: tuple[RuleExample, ...]
    where: str
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def says_in_general(self) -> str:
        """The message with “…” where a hit would tell more."""
        return _PLACEHOLDER.sub("…", self.message)

    def says(self, hit: Hit, text: str) -> str:
        """Return the message for a hit: placeholders come from a fixed table, never from the text."""
        pieces = list(self._pieces)
        for at in range(1, len(pieces), 2):
            name = pieces[at]
            found = name == "found" and name not in hit.values
            pieces[at] = _short(hit.span.of(text) if found else hit.values.get(name, ""))
        return "".join(pieces)

    @cached_property
    def _pieces(self) -> list[str]:
        """The message with every second piece the name of a placeholder."""
        return _PLACEHOLDER.split(self.message)


def read(text: str, where: str, parents: Mapping[str, Rule]) -> Rule:
    """Read a rule file. `parents` are the rules it may extend, by `pack/name`. Raises RuleError with file and line."""
    source = load(text, where, RuleError)
    if not isinstance(source.content, dict) or "extends" not in source.content:
        raise RuleError(source.at(()), 'a rule needs "extends"', f"name a check type: {', '.join(sorted(CHECKS))}")
    own = dict(source.content)
    extends = own.pop("extends")
    parent = parents.get(extends) if isinstance(extends, str) else None
    if parent is None and extends not in CHECKS:
        known = [*CHECKS, *parents]
        raise RuleError(source.at(("extends",)), f'unknown check type or rule "{extends}"', near(str(extends), known))
    check_type = parent.check_type if parent else extends
    own = _with_additions(source, own, parent)
    raw = {**parent.raw, **own} if parent else own
    _known_keys(source, own, check_type)
    for key in _NEEDED:
        if key not in raw:
            raise RuleError(source.at(()), f'the rule lacks "{key}"', "every rule needs one")
    return _build(source, raw, own, check_type, parent)


def _build(source: YamlText, raw: dict[str, Any], own: dict[str, Any], check_type: str, parent: Rule | None) -> Rule:
    check = _check(source, CHECKS[check_type], raw)
    texts = {key: _text(source, raw, key) for key in ("code", "name", "message", "policy", "why")}
    _matches(source, "code", texts["code"], _CODE, "codes are EX1xx, FO2xx, IM3xx, PG4xx or WD5xx")
    _matches(source, "name", texts["name"], _NAME, "names are small letters and hyphens")
    for used in _PLACEHOLDER.findall(texts["message"]):
        if used not in {"found", *check.says}:
            hint = near(used, {"found", *check.says})
            raise RuleError(source.at(("message",)), f'unknown placeholder "{{{used}}}"', hint)
    inherited = parent.examples if parent and "examples" not in own else None
    return Rule(
        severity=_one_of(source, ("severity",), raw.get("severity", "warning"), Severity),
        check=check,
        check_type=check_type,
        namespaces=_namespaces(source, raw),
        examples=inherited if inherited is not None else tuple(_examples(source, raw)),
        where=source.where,
        raw=raw,
        **texts,
    )


def _with_additions(source: YamlText, own: dict[str, Any], parent: Rule | None) -> dict[str, Any]:
    """Return the keys of a rule with each `key+` turned into the list it extends together with its own."""
    out = dict(own)
    for key in [key for key in own if key.endswith("+")]:
        inherited = parent.raw.get(key[:-1], []) if parent else []
        if not isinstance(own[key], list) or not isinstance(inherited, list) or key[:-1] in own:
            raise RuleError(source.at((key,)), f'"{key}" adds to a list of the rule it extends', "give it a list")
        out[key[:-1]] = [*inherited, *out.pop(key)]
    return out


def _known_keys(source: YamlText, own: Mapping[str, Any], check_type: str) -> None:
    options = [option.name.replace("_", "-") for option in fields(CHECKS[check_type])]
    for key in own:
        if key not in _COMMON and key not in options:
            hint = near(key, [*_COMMON, *options])
            typed = key if (key,) in source.lines else f"{key}+"
            raise RuleError(source.at((typed,)), f'unknown key "{key}" for a "{check_type}" rule', hint)


def _text(source: YamlText, raw: Mapping[str, Any], key: str) -> str:
    value = raw[key]
    if not isinstance(value, str) or not value.strip():
        raise RuleError(source.at((key,)), f'"{key}" must be a text', "write it in quotes")
    return value.strip()


def _matches(source: YamlText, key: str, value: str, form: re.Pattern[str], remedy: str) -> None:
    if not form.fullmatch(value):
        raise RuleError(source.at((key,)), f'"{value}" is no {key}', remedy)


def _one_of(source: YamlText, path: tuple[str | int, ...], value: Any, kind: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        hint = near(str(value), [str(one) for one in kind])
        raise RuleError(source.at(path), f'unknown {path[-1]} "{value}"', hint) from None


def _namespaces(source: YamlText, raw: Mapping[str, Any]) -> frozenset[str] | None:
    if "namespaces" not in raw:
        return None
    names = _convert(source, "namespaces", raw["namespaces"], tuple[str, ...])
    return frozenset("" if name == "main" else name for name in names)


def _check(source: YamlText, kind: type[Check], raw: Mapping[str, Any]) -> Check:
    hints = _hints(kind)
    options: dict[str, Any] = {}
    for option in fields(kind):
        key = option.name.replace("_", "-")
        if key in raw:
            options[option.name] = _convert(source, key, raw[key], hints[option.name])
        elif option.default is MISSING and option.default_factory is MISSING:
            raise RuleError(source.at(()), f'the rule lacks "{key}"', "this check type needs it")
    for number, pattern in enumerate(options.get("patterns", ())):
        if (reason := refusal(pattern)) is not None:
            raise RuleError(source.at(("patterns", number)), reason, "patterns are RE2; most rules need only phrases")
    return kind(**options)


@cache
def _hints(kind: type[Check]) -> dict[str, Any]:
    return get_type_hints(kind)


def _convert(source: YamlText, key: str, value: Any, wanted: Any) -> Any:
    """Turn the text that was typed into the type an option declares."""
    origin = get_origin(wanted)
    if origin is tuple and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if origin in (dict, Mapping) and isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
        return dict(value)
    if isinstance(value, str) and origin is None:
        if wanted is bool and value in ("true", "false"):
            return value == "true"
        if wanted is str:
            return value
        if wanted in (int, float):
            try:
                return wanted(value)
            except ValueError:
                pass
    raise RuleError(source.at((key,)), f'"{key}" must be {_in_words(wanted)}', "see rules/README.md")


def _in_words(wanted: Any) -> str:
    if isinstance(wanted, types.GenericAlias):
        return "a list of texts" if get_origin(wanted) is tuple else f"pairs of {get_args(wanted)[0].__name__}s"
    return {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}[wanted]


def _short(words: str) -> str:
    line = " ".join(words[: _QUOTED + 1].split())
    return line if len(words) <= _QUOTED else f"{line[:_QUOTED].rstrip()}…"


def _examples(source: YamlText, raw: Mapping[str, Any]) -> Iterator[RuleExample]:
    if not isinstance(raw["examples"], list):
        raise RuleError(source.at(("examples",)), '"examples" must be a list', 'start each with "- bad:" or "- good:"')
    for number, one in enumerate(raw["examples"]):
        path = ("examples", number)
        where = source.at(path)
        if not isinstance(one, dict) or ("bad" in one) == ("good" in one):
            raise RuleError(where, 'an example is either "bad" or "good"', 'start it with "- bad:" or "- good:"')
        for key in one:
            if key not in _EXAMPLE_KEYS:
                raise RuleError(source.at((*path, key)), f'unknown key "{key}"', near(key, _EXAMPLE_KEYS))
        text, spans = _marked(one.get("bad") or one.get("good", ""), where)
        if ("bad" in one) != bool(spans):
            raise RuleError(where, "a bad example needs «marks», a good one has none", "mark what is underlined")
        yield RuleExample(
            text=text,
            spans=spans,
            fixed=one.get("fixed"),
            markup=_one_of(source, (*path, "markup"), one.get("markup", "mediawiki"), Markup),
            title=one.get("title", "Some Page"),
            facts=_facts(one.get("files", {})),
            where=where,
        )


def _marked(marked: str, where: str) -> tuple[str, tuple[Span, ...]]:
    """Return the text without its «marks», and the spans they stood round."""
    pieces = _MARK.split(marked)
    spans, at = [], len(pieces[0])
    start: int | None = None
    for mark, words in zip(pieces[1::2], pieces[2::2], strict=True):
        if (mark == "«") != (start is None):
            raise RuleError(where, f"a {mark} has no partner", "every « needs its »")
        if start is None:
            start = at
        else:
            spans.append(Span(start, at))
            start = None
        at += len(words)
    if start is not None:
        raise RuleError(where, "a « has no partner", "every « needs its »")
    return "".join(pieces[::2]), tuple(spans)


def _facts(files: Mapping[str, Any]) -> Facts:
    known = {
        title: FilePage(title, exists=templates != "missing", templates=frozenset(templates))
        for title, templates in files.items()
    }
    return Facts(files=known, template_redirects={})
