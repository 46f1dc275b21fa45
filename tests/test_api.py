"""The public Python API: what it gives, what it refuses, and that nothing else is public."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

import linterbot
from linterbot import api
from linterbot.wiki.sandbox.people import Person
from tests.test_cli_check import CONFIG, LONE, PAGE, TWICE
from tests.test_rulebook import GOOD

PUBLIC = {
    *("check_text", "check_page", "load_pack", "apply_fixes"),
    *("Report", "FixedText", "Pack", "RuleInfo", "LinterbotError"),
    *("Finding", "Fix", "Edit", "Span", "Position", "Skipped", "Markup", "Safety", "Severity"),
    *("Facts", "FilePage", "Made", "Names"),
}


def test_nothing_else_is_public() -> None:
    assert set(api.__all__) == PUBLIC
    assert {name for name in dir(linterbot) if not name.startswith("_")} == PUBLIC
    for name in PUBLIC:
        assert getattr(linterbot, name) is getattr(api, name)
        assert getattr(api, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'check_file'"):
        attrgetter("check_file")(linterbot)


def test_a_text_is_checked_and_fixed() -> None:
    report = linterbot.check_text(TWICE, title="Ropewalk")
    (finding,) = report.findings
    assert (finding.code, finding.name) == ("EX103", "duplicate-example")
    assert report.text[slice(*finding.span)].startswith("''Ropewalk''")
    assert report.position(finding.span.start) == linterbot.Position(5, 3)
    assert (report.pack, report.markup) == ("tropedia", linterbot.Markup.MEDIAWIKI)
    fixed = linterbot.apply_fixes(report)
    assert fixed.text.count("Mother Ansel") == 1
    assert [one.name for one in fixed.fixed] == ["duplicate-example"]


def test_fixes_that_a_person_should_review_are_made_on_request() -> None:
    report = linterbot.check_text(LONE)
    assert linterbot.apply_fixes(report).text == LONE
    assert "days. In the stage version" in linterbot.apply_fixes(report, unsafe=True).text


def put(thing: object, name: str) -> None:
    setattr(thing, name, "")


def test_results_cannot_be_changed() -> None:
    report = linterbot.check_text(PAGE)
    with pytest.raises(dataclasses.FrozenInstanceError):
        put(report, "text")
    with pytest.raises(AttributeError):
        put(report.findings[0], "name")


def test_rules_are_selected_and_added(tmp_path: Path) -> None:
    assert {one.name for one in linterbot.check_text(PAGE, select=["ex101"]).findings} == {"natter"}
    assert "natter" not in {one.name for one in linterbot.check_text(PAGE, ignore=["natter"]).findings}
    (tmp_path / "lamp.yaml").write_text(GOOD)
    found = linterbot.check_text("A lamp.", rules=[tmp_path], select=["no-lamp"]).findings
    assert [one.code for one in found] == ["WD599"]
    pack = linterbot.load_pack("tvtropes", rules=[tmp_path])
    assert {"natter", "no-lamp"} <= {one.name for one in pack.rules}


def test_a_configuration_counts_if_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(f"{CONFIG}    adjust: {{natter: {{threshold: 0.99}}}}\n")
    assert "natter" in {one.name for one in linterbot.check_text(PAGE).findings}
    report = linterbot.check_text(PAGE, config=tmp_path / "config.yaml")
    assert "natter" not in {one.name for one in report.findings}


def test_a_pack_is_adjusted_once_and_used_often() -> None:
    pack = linterbot.load_pack(
        "tropedia", adjust={"natter": {"threshold": 0.99}, "lone-sub-example": {"severity": "error"}}
    )
    for _ in range(2):
        (finding,) = linterbot.check_text(LONE, pack=pack).findings
        assert (finding.name, finding.severity) == ("lone-sub-example", linterbot.Severity.ERROR)
    with pytest.raises(linterbot.LinterbotError, match='unknown rule "nater"; did you mean "natter"'):
        linterbot.load_pack("tropedia", adjust={"nater": {}})
    with pytest.raises(linterbot.LinterbotError, match='"threshold" must be a number'):
        linterbot.load_pack("tropedia", adjust={"natter": {"threshold": "much"}})


def test_rules_learn_what_they_must_know_of_the_wiki() -> None:
    text = "[[File:Ropewalk.png]]\n"
    unknown = linterbot.check_text(text)
    assert "missing-file" in {one.name for one in unknown.skipped}
    files = {"Ropewalk.png": linterbot.FilePage("Ropewalk.png", exists=False, stored=False)}
    known = linterbot.check_text(text, facts=linterbot.Facts(files=files, template_redirects={}))
    assert "missing-file" in {one.name for one in known.findings}
    assert unknown.wanted_facts().files == {"Ropewalk.png"}


def test_one_finding_is_fixed_and_what_an_edit_brought_in_is_told() -> None:
    report = linterbot.check_text(LONE)
    (lone,) = (one for one in report.findings if one.name == "lone-sub-example")
    fixed = linterbot.apply_fixes(report, only=[lone.fingerprint])
    assert [one.name for one in fixed.fixed] == ["lone-sub-example"]
    assert report.brought_in(LONE) == ()
    assert lone in report.brought_in("")
    data = report.as_data(lone)
    assert (data["code"], data["location"]) == ("EX102", {"row": 4, "column": 4})


def test_a_page_of_a_wiki_is_checked(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG)
    Person(tmp_path / "s.sqlite", "Quill").edit("Ropewalk", PAGE)
    report = linterbot.check_page("Ropewalk", config=tmp_path / "config.yaml")
    assert {one.name for one in report.findings} == {"natter", "lone-sub-example"}
    with pytest.raises(linterbot.LinterbotError, match='there is no such page on "one"'):
        linterbot.check_page("Nowhere", config=tmp_path / "config.yaml")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"pack": "tropedea"}, 'unknown pack "tropedea"; did you mean "tropedia"?'),
        ({"select": ["nater"]}, 'unknown rule "nater"; did you mean "natter"?'),
        ({"rules": ["nowhere"]}, 'there is no folder "nowhere"'),
        ({"config": "nowhere.yaml"}, r"nowhere.yaml: no such file"),
    ],
)
def test_what_is_wrong_is_said(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(linterbot.LinterbotError, match=words.replace("?", r"\?")):
        linterbot.check_text(PAGE, **wrong)


def test_importing_linterbot_costs_nothing() -> None:
    code = "import linterbot, sys; print(linterbot.__version__, 'linterbot.api' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [linterbot.__version__, "False"]
