"""`linterbot rule` and `linterbot test`, as a moderator runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linterbot.cli import Status, run
from linterbot.lint.own_findings import OWN_RULES
from linterbot.rulebook import packs
from tests.test_rulebook import GOOD


def test_rule_explains_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "natter"]) is Status.CLEAN
    out = capsys.readouterr().out
    assert "EX101 natter (warning)" in out
    assert "policy: https://tropedia.fandom.com/wiki/" in out
    assert "** «To be fair, the water was only knee-deep.»" in out
    run(["rule", "EX101"])
    assert capsys.readouterr().out == out


def test_what_linterbot_itself_finds_is_explained_too(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("LB101", "unreadable-suppression"):
        assert run(["rule", name]) is Status.CLEAN
        assert "names no rule" in capsys.readouterr().out


def test_rule_lists_all_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "--all", "--pack", "tvtropes"]) is Status.CLEAN
    assert len(capsys.readouterr().out.splitlines()) == len(packs.load("tvtropes")) + len(OWN_RULES)
    run(["rule", "--all", "--output-format", "json"])
    assert {one["name"] for one in json.loads(capsys.readouterr().out)} == {
        rule.name for rule in packs.load("tropedia")
    }


def test_an_unknown_rule_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "nater"]) is Status.CANNOT_RUN
    assert 'there is no such rule; did you mean "natter"?' in capsys.readouterr().err


def test_the_packaged_rules_do_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test"]) is Status.CLEAN
    assert "all pass" in capsys.readouterr().out


def test_a_failing_example_is_reported_with_its_place(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "rule.yaml").write_text(GOOD.replace('"a light"', '"a lamp"'))
    assert run(["test", "rule.yaml"]) is Status.FINDINGS
    assert "rule.yaml:10: no-lamp: underlines 'lamp', not nothing" in capsys.readouterr().out


def test_a_broken_file_exits_with_two_and_the_others_are_tested(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "good.yaml").write_text(GOOD)
    (here / "bad.yaml").write_text(GOOD.replace("phrases:", "phrase:"))
    assert run(["test", "."]) is Status.CANNOT_RUN
    captured = capsys.readouterr()
    assert 'bad.yaml:7: unknown key "phrase"' in captured.err
    assert "1 rule, 2 examples: 1 file cannot be used" in captured.out


def test_having_nothing_to_test_is_reported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", "none"]) is Status.CANNOT_RUN
    (here / "empty").mkdir()
    assert run(["test", "empty"]) is Status.CANNOT_RUN
    assert "contains no rule files" in capsys.readouterr().err


def export(*texts: str) -> str:
    pages = "".join(
        f"<page><title>Page {number}</title><revision><id>{number}</id><text>{text}</text></revision></page>"
        for number, text in enumerate(texts, 1)
    )
    return f"<mediawiki><siteinfo><sitename>W</sitename></siteinfo>{pages}</mediawiki>"


def test_a_rule_can_be_tried_on_a_whole_export(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cruft = "* ''Moss'': Needless to say, the lodger never leaves his trombone alone.\n"
    (here / "w.xml").write_text(export(*[cruft * number for number in range(1, 31)], "nothing here"))
    tried = ["rule", "word-cruft", "--try", "w.xml", "--examples", "5"]
    assert run(tried) is Status.CLEAN
    first = capsys.readouterr().out
    assert first.count("WD502 word-cruft (notice)") == 5
    assert "word-cruft: 465 findings on 30 of 31 pages of w.xml (96.8%); above are 5 of them, drawn at random." in first
    run(tried)
    assert capsys.readouterr().out == first
    run([*tried, "--seed", "7"])
    assert capsys.readouterr().out != first
    run(["rule", "this-troper", "--try", "w.xml"])
    assert capsys.readouterr().out == "this-troper finds nothing on the 31 pages of w.xml.\n"


def test_a_trial_without_a_rule_or_an_export_is_reported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "--try", "w.xml"]) is Status.CANNOT_RUN
    assert "--try: no rule is named; run: linterbot rule NAME --try EXPORT" in capsys.readouterr().err
    assert run(["rule", "natter", "--try", "nowhere.xml"]) is Status.CANNOT_RUN
    assert "nowhere.xml" in capsys.readouterr().err
    assert run(["rule", "nater", "--try", "nowhere.xml"]) is Status.CANNOT_RUN
    assert 'did you mean "natter"?' in capsys.readouterr().err
