"""The configuration: what it may say, and how a mistake is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from linterbot.checks.nested_reply import NestedReply
from linterbot.config import reader as config
from linterbot.config import sections
from linterbot.errors import ConfigError, RuleError
from linterbot.lint.linter import lint
from linterbot.markup import read
from linterbot.model import NO_FACTS, Markup, Mode, Page, Severity
from linterbot.rulebook import packs
from tests.conftest import ROOT

GOOD = """wikis:
  one:
    kind: sandbox
    path: x.sqlite
    pack: tropedia
    operator: somebody
    mode: flag
    rules:
      natter: shadow
jobs:
  patrol:
    wiki: one
    cron: "*/5 * * * *"
"""
BROKEN = [
    ("natter: shadow", 'natter: "autofix"', 'config.yaml:9: unknown mode "autofix"; did you mean "auto"?'),
    ("mode: flag", "mode: flagg", 'config.yaml:7: unknown mode "flagg"; did you mean "flag"?'),
    ("mode: flag", "mood: flag", 'config.yaml:7: unknown key "mood"; did you mean "mode"?'),
    ("kind: sandbox", "kind: sandbocks", 'config.yaml:3: unknown kind "sandbocks"; did you mean "sandbox"?'),
    ("    pack: tropedia\n", "", 'config.yaml:2: "pack" is missing'),
    ("    path: x.sqlite\n", "", 'config.yaml:2: a sandbox wiki needs "path"'),
    ("wiki: one", "wiki: on", 'config.yaml:12: no wiki "on" is configured; did you mean "one"?'),
    ('"*/5 * * * *"', '"*/5 * *"', 'config.yaml:13: "cron": a schedule has five parts'),
    ("mode: flag", "edits-per-run: many", 'config.yaml:7: "edits-per-run" must be a whole number, not "many"'),
    ("mode: flag", "password: hunter2", 'config.yaml:7: "password" does not belong in this file'),
    ("mode: flag", "adjust: {natter: {Api-Token: hunter2}}", 'config.yaml:7: "Api-Token" does not belong in this file'),
    ("wikis:", "ledger: postgresql://me:hunter2@host/db\nwikis:", "config.yaml:1: an address with a password does not"),
    ("mode: flag", "api: http://wiki.test/api.php", "config.yaml:7: the address must begin with https://"),
    ("mode: flag", "api: http://127.0.0.1.evil.test/api.php", "config.yaml:7: the address must begin with https://"),
    ("mode: flag", "api: 'https://'", "config.yaml:7: the address must begin with https://"),
    ("kind: sandbox", "kind: sandbox\n    kind: sandbox", 'config.yaml:4: "kind" is here twice'),
    ("wikis:", "wikis: [", "config.yaml:"),
    ("mode: flag", "scope: addded", 'config.yaml:7: unknown scope "addded"; did you mean "added"?'),
    ("mode: flag", "edits: {minit: 6}", 'config.yaml:7: unknown key "minit"; did you mean "minute"?'),
    ("mode: flag", "stop-page: ''", 'config.yaml:7: "stop-page": no page can have this title'),
    ("mode: flag", "stop-page: 'User:A#Stop'", 'config.yaml:7: "stop-page": no page can have this title'),
    ("mode: flag", "stop-page: 'User:LinterBot/Report'", "config.yaml:7: the stop page must be a page of its own"),
    ("jobs:", "job:", 'config.yaml:10: unknown key "job"; did you mean "jobs"?'),
]


def test_a_good_configuration_is_read() -> None:
    one = config.parse(GOOD, Path("config.yaml"))
    assert one.wikis["one"].mode_of("natter") is Mode.SHADOW
    assert one.wikis["one"].mode_of("lone-sub-example") is Mode.FLAG


@pytest.mark.parametrize(("old", "new", "words"), BROKEN)
def test_a_mistake_is_reported_with_its_place(old: str, new: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        config.parse(GOOD.replace(old, new, 1), Path("config.yaml"))
    assert str(caught.value).startswith(words)
    assert "hunter2" not in str(caught.value)


def test_the_example_is_complete_and_works(tmp_path: Path) -> None:
    text = (ROOT / "config.example.yaml").read_text()
    parsed = config.parse(text, tmp_path / "config.yaml")
    assert parsed.wikis["sandbox"].kind == "sandbox"
    for model in (
        sections.WikiConfig,
        sections.FilesConfig,
        sections.PerFileConfig,
        sections.JobConfig,
        sections.Config,
    ):
        for name, field in model.model_fields.items():
            assert name in sections.OURS or f"{field.alias}:" in text, (
                f"config.example.yaml does not explain {field.alias}"
            )


ADJUSTED = """wikis:
  one:
    kind: sandbox
    path: s.sqlite
    pack: tropedia
    operator: somebody
    adjust:
      natter:
        threshold: 0.9
        severity: notice
        openers+: [by the by]
        openers-: [heck]
"""


def test_a_wiki_may_have_its_own_words_thresholds_and_severities(tmp_path: Path) -> None:
    parsed = config.parse(ADJUSTED, tmp_path / "config.yaml")
    usual = {rule.name: rule for rule in packs.load("tropedia")}
    own = {rule.name: rule for rule in packs.load("tropedia", adjust=parsed.adjustments("one"))}
    assert (own["natter"].threshold, own["natter"].severity) == (0.9, Severity.NOTICE)
    assert (own["natter"].code, own["natter"].message) == (usual["natter"].code, usual["natter"].message)
    before, after = usual["natter"].check, own["natter"].check
    assert isinstance(before, NestedReply)
    assert isinstance(after, NestedReply)
    assert set(after.openers) == {*before.openers, "by the by"} - {"heck"}
    assert after.threshold == 0.9
    others = usual.keys() - {"natter"}
    assert {name: usual[name].check for name in others} == {name: own[name].check for name in others}


@pytest.mark.parametrize(("threshold", "told"), [("0.45", True), ("0.4", False)])
def test_how_often_a_report_is_right_is_told_only_for_the_threshold_it_was_measured_at(
    tmp_path: Path, threshold: str, told: bool
) -> None:
    parsed = config.parse(ADJUSTED.replace("0.9", threshold), tmp_path / "config.yaml")
    text = "* Candles: The owl reads.\n** To be fair, they were good candles, though."
    page = read(Page("A", text), Markup.MEDIAWIKI)
    result = lint(page, packs.load("tropedia", adjust=parsed.adjustments("one")), NO_FACTS)
    (message,) = (one.message for one in result.findings if one.name == "natter")
    assert ("in 100" in message) is told


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("natter:", "nater:", '8: unknown rule "nater"; did you mean "natter"?'),
        ("threshold: 0.9", "treshold: 0.9", '9: unknown key "treshold" for a "nested-reply" rule; did you mean'),
        ("threshold: 0.9", "threshold: 9", '9: "threshold" must be from 0 to 1'),
        ("severity: notice", "severity: mild", '10: unknown severity "mild"'),
        ("[heck]", "[hek]", '12: "hek" is not in "openers"; did you mean "heck"?'),
        ("severity: notice", "code: EX999", '10: "code" cannot be adjusted; write a rule of your own instead'),
        (
            "[by the by]",
            "by the by",
            '11: "openers+" must add to a list of the extended rule; check that both are lists',
        ),
    ],
)
def test_a_mistake_in_an_adjustment_is_reported_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "config.yaml"
    parsed = config.parse(ADJUSTED.replace(old, new), path)
    with pytest.raises(RuleError) as caught:
        packs.load("tropedia", adjust=parsed.adjustments("one"))
    assert str(caught.value).startswith(f"{path}:{words}")
    aside: list[RuleError] = []
    rules = packs.load("tropedia", set_aside=aside.append, adjust=parsed.adjustments("one"))
    assert len(aside) == 1
    assert {rule.name: rule for rule in rules}["natter"].threshold == 0.45


def test_the_commented_wiki_of_the_example_works_too(tmp_path: Path) -> None:
    lines = (ROOT / "config.example.yaml").read_text().splitlines()
    start = lines.index("  # tropedia:")
    lines = [
        line.replace("  # ", "  ", 1) if number >= start and line.startswith("  #") else line
        for number, line in enumerate(lines)
    ]
    assert config.parse("\n".join(lines), tmp_path / "config.yaml").wikis["tropedia"].kind == "mediawiki"


def test_a_missing_file_bad_utf8_and_a_list_are_reported(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such file; make one: linterbot init"):
        config.load(tmp_path / "config.yaml")
    (tmp_path / "config.yaml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="is not UTF-8"):
        config.load(tmp_path / "config.yaml")
    (tmp_path / "config.yaml").write_text("- a\n- b\n")
    with pytest.raises(ConfigError, match=":1: a configuration is made of"):
        config.load(tmp_path / "config.yaml")


def test_an_unencrypted_wiki_is_refused_unless_it_is_this_machine() -> None:
    text = GOOD.replace("kind: sandbox", "kind: mediawiki").replace("path: x.sqlite", "api: http://wiki.test/api.php")
    with pytest.raises(ConfigError, match="must begin with https"):
        config.parse(text, Path("config.yaml"))


def test_the_only_wiki_need_not_be_named() -> None:
    one = config.parse(GOOD, Path("config.yaml"))
    assert config.wiki(one, None)[0] == "one"
    with pytest.raises(ConfigError, match='no wiki "on" is configured; did you mean "one"'):
        config.wiki(one, "on")
