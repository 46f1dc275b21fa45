"""Each guard, alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linterbot.config import WikiConfig
from linterbot.guards import budget, exclusion, first_hold, namespace, protection, refusal, reverts, stop
from linterbot.guards.base import Intent, World
from linterbot.ledger.actions import ActionKind
from linterbot.model import Page

SETTINGS = WikiConfig(kind="sandbox", pack="tropedia", operator="tests", namespaces=("main",), edits_per_run=2)
WORLD = World(SETTINGS, levels=frozenset({"", "autoconfirmed"}), stops={})
FIX = Intent(ActionKind.FIX, "A", frozenset({"natter"}), Page("A", "text", revision=1))


def test_nothing_holds_an_ordinary_repair() -> None:
    assert first_hold(FIX, WORLD) is None


def test_an_unreadable_stop_page_stops() -> None:
    assert stop.hold(FIX, replace(WORLD, stops=None)) is not None


def test_a_rules_stop_page_stops_that_rule() -> None:
    words = {f"{SETTINGS.stop_page}/natter": "no"}
    assert stop.hold(FIX, replace(WORLD, stops=words)) is not None
    assert stop.hold(replace(FIX, rules=frozenset({"other"})), replace(WORLD, stops=words)) is None


def test_a_namespace_that_is_not_configured() -> None:
    page = Page("User:A", "text", "User", revision=1)
    assert namespace.hold(replace(FIX, page=page), WORLD) is not None
    assert namespace.hold(replace(FIX, kind=ActionKind.REPORT, page=page), WORLD) is None


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("{{nobots}}", True),
        ("{{Nobots|x}}", True),
        ("{{bots|deny=all}}", True),
        ("{{bots|deny=Other, linterbot}}", True),
        ("{{bots|allow=none}}", True),
        ("{{bots|allow=Other}}", True),
        ("{{bots|optout=natter}}", True),
        ("{{Under construction}}", True),
        ("{{bots}}", False),
        ("{{bots|allow=all}}", False),
        ("{{bots|allow=Other,LinterBot}}", False),
        ("{{bots|deny=Other}}", False),
        ("{{bots|optout=other-rule}}", False),
        ("<!-- {{nobots}} -->", False),
        ("{{bots of Mars}}", False),
    ],
)
def test_templates_that_keep_bots_out(text: str, held: bool) -> None:
    assert (exclusion.hold(replace(FIX, page=Page("A", text)), WORLD) is not None) is held


def test_a_call_too_large_to_read_keeps_out_as_well() -> None:
    text = "{{bots|deny=" + "x" * 10_000 + "}}"
    assert exclusion.hold(replace(FIX, page=Page("A", text)), WORLD) is not None


def test_protection_above_our_rights() -> None:
    assert protection.hold(replace(FIX, page=Page("A", "", edit_level="sysop")), WORLD) is not None
    assert protection.hold(replace(FIX, page=Page("A", "", edit_level="autoconfirmed")), WORLD) is None


def test_the_budget_leaves_room_for_the_report() -> None:
    assert budget.hold(FIX, replace(WORLD, posted=1)) is None
    assert budget.hold(FIX, replace(WORLD, posted=2)) is not None
    assert budget.hold(replace(FIX, kind=ActionKind.REPORT), replace(WORLD, posted=2)) is None


def test_a_turned_away_rule_rests() -> None:
    assert reverts.hold(FIX, replace(WORLD, resting=frozenset({"natter"}))) is not None
    assert reverts.hold(FIX, replace(WORLD, resting=frozenset({"other"}))) is None


def test_a_refusal_is_not_asked_for_again() -> None:
    assert refusal.hold(FIX, replace(WORLD, refused="blocked: why")) is not None
