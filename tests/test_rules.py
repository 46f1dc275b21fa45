"""Every example of every rule in every pack is found, or left alone, as it says."""

from __future__ import annotations

import pytest

from linterbot.lint.rule_examples import failures
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from tests.conftest import ROOT

RULES = [(pack, rule) for pack in packs.names() for rule in packs.load(pack)]
WANTED = """natter lone-sub-example duplicate-example missing-preload-markup missing-licence missing-attribution
unlicensed-image misplaced-folder unclosed-folder examples-outside-folder unknown-folder missing-folder-control"""


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=lambda one: getattr(one, "name", one))
def test_examples(pack: str, rule: Rule) -> None:
    assert list(failures(rule)) == []


@pytest.mark.parametrize("pack", packs.names())
def test_a_pack_holds_every_rule(pack: str) -> None:
    assert set(WANTED.split()) <= {rule.name for rule in packs.load(pack)}


def test_a_code_names_one_rule_on_every_wiki() -> None:
    by_code: dict[str, set[str]] = {}
    for _, rule in RULES:
        by_code.setdefault(rule.code, set()).add(rule.name)
    assert all(len(names) == 1 for names in by_code.values()), by_code


def test_rules_hold_data_only() -> None:
    held = {path.suffix for path in (ROOT / "rules").rglob("*") if path.is_file()}
    assert held == {".yaml", ".md"}


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=lambda one: getattr(one, "name", one))
def test_a_rule_says_what_is_wrong_and_why(pack: str, rule: Rule) -> None:
    assert rule.policy.startswith("https://")
    assert rule.message.endswith(".")
    assert len(rule.why.split()) >= 10
