"""The rules of a house, as they come to a browser: texts in YAML, and what the rules of a pack do differently."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from linterbot.api import Pack, load_pack
from linterbot.errors import LinterbotError, RuleError
from linterbot.lint.rule_examples import failures
from linterbot.rulebook import packs
from linterbot.yaml_text import load

USUAL = "tropedia"  # the pack, where nobody says which
_MOST_PACKS = 4  # that are kept ready
_MOST_RULES = 200
_LONGEST = 100_000  # characters of one rule, or of a wiki's page
_PAGE_KEYS = ("pack", "adjust", "rules")
Rules = tuple[tuple[str, str], ...]  # each with what people call it, and its text


def pack_with(name: str, rules: Mapping[str, str], adjust: Mapping[str, Any]) -> Pack:
    """Return a pack with rules of a house; raises LinterbotError with the name of a broken one."""
    return _loaded(name, tuple(rules.items()), json.dumps(adjust, sort_keys=True))


def tried(name: str, rule: str, text: str) -> dict[str, Any]:
    """Return what becomes of one rule and its examples; raises LinterbotError if it is broken."""
    with TemporaryDirectory() as folder:
        path = _written(Path(folder), 1, rule, text)
        try:
            loaded = packs.load(name, [path.parent])
            (ours,) = (one for one in loaded if Path(one.where).name == path.name)
            faults = [_by_name(fault, folder, rule, 1) for fault in failures(ours)]
        except LinterbotError as error:
            raise _named(error, folder, {1: rule}) from None
    return {"name": ours.name, "code": ours.code, "examples": len(ours.examples), "failures": faults}


def of_page(title: str, text: str) -> dict[str, Any]:
    """Return what a wiki's own page says about its rules; raises RuleError if it makes no sense."""
    if len(text) > _LONGEST:
        raise RuleError(title, "the page is too long", f"it may have {_LONGEST:,} characters")
    source = load(text, title, RuleError)
    if not isinstance(source.content, dict):
        raise RuleError(title, "the page is no JSON object", "begin it with { and end it with }")
    for key, value in source.content.items():
        if key not in _PAGE_KEYS:
            raise RuleError(source.at((key,)), f'unknown key "{key}"', f"choose from: {', '.join(_PAGE_KEYS)}")
        if isinstance(value, str) != (key == "pack") or isinstance(value, list):
            what = "a name" if key == "pack" else "an object that names rules"
            raise RuleError(source.at((key,)), f'"{key}" must be {what}', "see docs/gadget.md")
    rules = {
        f"{title} ({name})": json.dumps({"name": name, **_rule(source, name, one)})
        for name, one in source.content.get("rules", {}).items()
    }
    own = {"pack": source.content.get("pack", ""), "adjust": source.content.get("adjust", {}), "rules": rules}
    pack_with(own["pack"] or USUAL, rules, own["adjust"])  # to tell at once what is broken
    return own


def _rule(source: Any, name: str, rule: Any) -> dict[str, Any]:
    if not isinstance(rule, dict):
        raise RuleError(source.at(("rules", name)), f'"{name}" must be an object', "see docs/gadget.md")
    return rule


@lru_cache(maxsize=_MOST_PACKS)
def _loaded(name: str, rules: Rules, adjust: str) -> Pack:
    if len(rules) > _MOST_RULES:
        raise RuleError("rules", f"there are more than {_MOST_RULES}", "keep those that are needed")
    with TemporaryDirectory() as folder:
        for number, (rule, text) in enumerate(rules, 1):
            _written(Path(folder), number, rule, text)
        try:
            return load_pack(name, rules=[folder] if rules else [], adjust=json.loads(adjust))
        except LinterbotError as error:
            raise _named(error, folder, {number: rule for number, (rule, _) in enumerate(rules, 1)}) from None


def _written(folder: Path, number: int, rule: str, text: str) -> Path:
    if len(text) > _LONGEST:
        raise RuleError(rule, "the rule is too long", f"it may have {_LONGEST:,} characters")
    path = folder / f"rule-{number}.yaml"
    path.write_text(text, encoding="utf-8", errors="replace")
    return path


def _named(error: LinterbotError, folder: str, names: Mapping[int, str]) -> RuleError:
    """Return an error that names rules as people do, not by the files that they were put into."""
    where = error.where
    for number, name in names.items():
        where = _by_name(where, folder, name, number)
    return RuleError(where, error.cause, error.remedy)


def _by_name(words: str, folder: str, name: str, number: int) -> str:
    return words.replace(str(Path(folder) / f"rule-{number}.yaml"), name)
