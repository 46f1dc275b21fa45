"""The page on which moderators change the settings: whatever it says, the bot becomes only more careful."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linterbot.bot import settings_page
from linterbot.config.sections import WikiConfig
from linterbot.config.wiki_page import Careful, check_text, more_careful
from linterbot.errors import ConfigError
from linterbot.ledger import open_ledger
from linterbot.model import Mode
from linterbot.rulebook import packs
from linterbot.wiki.sandbox.people import Person

RULES = packs.load("tropedia")
NAMES = [rule.name for rule in RULES]
ORDER = list(Mode)
PAGE = "MediaWiki:Linterbot.json"
SETTINGS = WikiConfig(
    kind="sandbox",
    pack="tropedia",
    operator="tests",
    path=Path("x"),
    namespaces=("main", "Trope Workshop"),
    mode=Mode.SUGGEST,
    rules={"duplicate-example": Mode.AUTO, "natter": Mode.FLAG},
    settings_page=PAGE,
)


def careful(said: Any) -> Careful:
    """Return the settings as a page changes them."""
    return more_careful(SETTINGS, RULES, check_text(json.dumps(said, indent=1, ensure_ascii=False), PAGE))


def threshold(found: Careful, rule: str) -> float:
    (one,) = [it for it in found.rules if it.name == rule]
    return one.threshold


def test_an_empty_object_changes_nothing() -> None:
    found = careful({})
    assert found.faults == []
    assert all(found.settings.mode_of(name) is SETTINGS.mode_of(name) for name in NAMES)
    assert found.settings.namespaces == SETTINGS.namespaces
    assert [rule.raw for rule in found.rules] == [rule.raw for rule in RULES]


def test_it_makes_the_bot_more_careful() -> None:
    said = {
        "rules": {"duplicate-example": "flag", "word-cruft": "off"},
        "leave-alone": ["Trope Workshop"],
        "thresholds": {"natter": 0.8},
    }
    found = careful(said)
    assert found.faults == []
    assert found.settings.mode_of("duplicate-example") is Mode.FLAG
    assert found.settings.mode_of("word-cruft") is Mode.SHADOW
    assert found.settings.mode_of("natter") is Mode.FLAG
    assert found.settings.mode_of("unnamed-work") is Mode.SUGGEST
    assert found.settings.namespaces == ("main",)
    assert threshold(found, "natter") == 0.8
    least = careful({"mode": "shadow"})
    assert {least.settings.mode_of(name) for name in NAMES} == {Mode.SHADOW}


def test_what_would_let_the_bot_do_more_counts_as_the_files() -> None:
    found = careful({"mode": "auto", "rules": {"natter": "auto", "word-cruft": "auto"}, "thresholds": {"natter": 0.01}})
    assert found.faults == []
    assert found.settings.mode_of("natter") is Mode.FLAG
    assert found.settings.mode_of("word-cruft") is Mode.SUGGEST
    assert threshold(found, "natter") == threshold(careful({}), "natter")


TEXTS = st.text(st.characters(categories=["L", "N", "P"]), max_size=9) | st.sampled_from([str(one) for one in ORDER])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
VALUES = st.recursive(SCALARS, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from(NAMES), one))
KEYS = st.sampled_from(["mode", "rules", "leave-alone", "thresholds", "user", "pack", "patience", "stop-page"])


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_whatever_it_says_the_bot_does_no_more(said: dict[str, Any]) -> None:
    found = careful(said)
    for name in NAMES:
        assert ORDER.index(found.settings.mode_of(name)) <= ORDER.index(SETTINGS.mode_of(name))
    assert set(found.settings.namespaces) <= set(SETTINGS.namespaces)
    for mine, files in zip(found.rules, RULES, strict=True):
        assert mine.threshold >= files.threshold
        assert replace(mine, threshold=files.threshold) == files
    same = SETTINGS.model_dump(exclude={"mode", "rules", "namespaces"})
    assert found.settings.model_dump(exclude={"mode", "rules", "namespaces"}) == same
    assert all(one.startswith(f"{PAGE}:") for one in found.faults)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"rulez": {}}, ':2: unknown key "rulez"; did you mean "rules"?'),
        ({"rules": {"nater": "flag"}}, ':3: unknown rule "nater"; did you mean "natter"?'),
        ({"rules": {"natter": "of"}}, ':3: unknown mode "of"; did you mean "off"?'),
        ({"mode": "quiet"}, ':2: unknown mode "quiet"'),
        ({"rules": ["natter"]}, ':2: "rules" must name rules'),
        ({"leave-alone": "main"}, ':2: "leave-alone" must be a list'),
        ({"leave-alone": ["Trope Worksop"]}, 'no namespace that the bot reads; did you mean "Trope Workshop"?'),
        ({"thresholds": {"natter": 2}}, ':3: "2" is no threshold; write a number from 0 to 1'),
        ({"thresholds": {"word-cruft": "high"}}, ':3: "high" is no threshold'),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_rest_applies(said: dict[str, Any], words: str) -> None:
    found = careful({**said, "thresholds": {**said.get("thresholds", {}), "zero-context-example": 0.99}})
    (fault,) = found.faults
    assert words in fault
    assert threshold(found, "zero-context-example") == 0.99


def test_a_word_that_is_no_mode_keeps_the_rule_silent() -> None:
    assert careful({"rules": {"duplicate-example": "of"}}).settings.mode_of("duplicate-example") is Mode.SHADOW


@pytest.mark.parametrize("text", ["[]", "x", "{", '{"mode": "flag", "mode": "auto"}', "{" * 200, "x" * 60_000, "\x00"])
def test_a_page_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(PAGE)):
        check_text(text, PAGE)


def test_a_slip_on_the_page_does_not_let_the_bot_do_more(tmp_path: Path) -> None:
    admin = Person(tmp_path / "sandbox.sqlite", "LabAdmin")
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}", "sandbox")

    def found(page: str = PAGE) -> Careful:
        settings = SETTINGS.model_copy(update={"settings_page": page})
        return settings_page.apply(admin.wiki, ledger, settings, RULES)

    assert found().settings == SETTINGS
    admin.edit(PAGE, '{"rules": {"duplicate-example": "shadow"}}')
    assert found().settings.mode_of("duplicate-example") is Mode.SHADOW
    admin.edit(PAGE, '{"rules": {"duplicate-example": "shadow"}')
    broken = found()
    assert broken.settings.mode_of("duplicate-example") is Mode.SHADOW
    assert "what the page said before applies" in broken.faults[0]
    assert settings_page.apply_last(ledger, SETTINGS, RULES).settings.mode_of("duplicate-example") is Mode.SHADOW
    admin.edit(PAGE, "")
    assert found().settings.mode_of("duplicate-example") is Mode.AUTO
    ledger.close()


def test_a_page_that_anybody_could_edit_is_not_used(tmp_path: Path) -> None:
    admin = Person(tmp_path / "sandbox.sqlite", "LabAdmin")
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}", "sandbox")
    title = "Project:Settings"
    settings = SETTINGS.model_copy(update={"settings_page": title})
    admin.edit(title, '{"mode": "shadow"}')
    found = settings_page.apply(admin.wiki, ledger, settings, RULES)
    assert found.settings == settings
    assert "anybody could edit this page" in found.faults[0]
    admin.protect(title, "sysop")
    assert settings_page.apply(admin.wiki, ledger, settings, RULES).settings.mode_of("natter") is Mode.SHADOW
    ledger.close()
