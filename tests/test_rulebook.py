"""A mistake in a rule file is reported in one line with its place; on request, the other rules are used without it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from linterbot.checks.folder_name import FolderName
from linterbot.checks.phrase import Phrase
from linterbot.errors import RuleError
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.rulebook.rule import parse_rule as rule_of
from linterbot.yaml_text import load

GOOD = """code: WD599
name: no-lamp
extends: phrase
message: "“{found}” is a lamp."
policy: https://wiki.test/wiki/Lamps
why: Lamps are for lighting, and this is a text that explains it.
phrases: [lamp]
examples:
  - bad: "a «lamp»"
  - good: "a light"
"""
BROKEN = [
    (
        "phrases: [lamp]",
        "phrase: [lamp]",
        'x.yaml:7: unknown key "phrase" for a "phrase" rule; did you mean "phrases"?',
    ),
    ("extends: phrase", "extends: phrases", 'x.yaml:3: unknown check type or rule "phrases"; did you mean "phrase"?'),
    (
        "name: no-lamp",
        "name: no-lamp\nname: other",
        'x.yaml:3: "name" is here twice; the first is on line 2; keep one',
    ),
    ("phrases: [lamp]", 'patterns: ["(lamp"]', 'x.yaml:7: cannot read "(lamp": missing ): (lamp'),
    ("phrases: [lamp]", 'patterns: ["a(?=b)"]', 'x.yaml:7: cannot read "a(?=b)": invalid perl operator: (?='),
    ("phrases: [lamp]", "phrases: lamp", 'x.yaml:7: "phrases" must be a list of texts'),
    ("{found}", "{fuond}", 'x.yaml:4: unknown placeholder "{fuond}"; did you mean "found"?'),
    ("{found}", "{found.__class__}", None),
    ("a «lamp»", "a «lamp", "x.yaml:9: a « has no partner"),
    ("a «lamp»", "a lamp", "x.yaml:9: a bad example needs «marks»"),
    ("WD599", "XX1", 'x.yaml:1: "XX1" is not a valid code'),
    ("no-lamp", "No Lamp", 'x.yaml:2: "No Lamp" is not a valid name'),
    ("code: WD599\n", "", 'x.yaml:1: the rule lacks "code"'),
    ("why: L", "severity: awful\nwhy: L", 'x.yaml:6: unknown severity "awful"'),
    ("extends: phrase\n", "", 'x.yaml:1: a rule needs "extends"'),
    ('message: "“{found}”', 'message: "“{found}', None),
    ("phrases: [lamp]", "phrases: [lamp", "x.yaml:7: a [ is not closed; close it with a ]"),
    ("- good", "- god", 'x.yaml:10: an example is either "bad" or "good"'),
]


def parse_rule(text: str, where: str, parents: Mapping[str, Rule]) -> Rule:
    return rule_of(load(text, where, RuleError), parents)


def test_a_good_file_is_read() -> None:
    rule = parse_rule(GOOD, "x.yaml", {})
    assert (rule.code, rule.name, rule.check_type) == ("WD599", "no-lamp", "phrase")


@pytest.mark.parametrize(("old", "new", "words"), BROKEN)
def test_a_broken_file_is_reported_with_its_place(old: str, new: str, words: str | None) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    if words is None:
        parse_rule(text, "x.yaml", {})
        return
    with pytest.raises(RuleError) as caught:
        parse_rule(text, "x.yaml", {})
    assert str(caught.value).startswith(words)


def test_deeply_nested_yaml_is_refused() -> None:
    with pytest.raises(RuleError, match="nested too deeply"):
        parse_rule(GOOD.replace("[lamp]", "[" * 40 + "]" * 40), "x.yaml", {})


def test_no_and_on_are_words() -> None:
    rule = parse_rule(GOOD.replace("[lamp]", "[lamp, no, on, 1.10]"), "x.yaml", {})
    assert isinstance(rule.check, Phrase)
    assert rule.check.phrases == ("lamp", "no", "on", "1.10")


def test_a_rule_may_extend_another(tmp_path: Path) -> None:
    parent = parse_rule(GOOD, "x.yaml", {})
    child = parse_rule("extends: here/no-lamp\npolicy: https://other.test/wiki/X\n", "y.yaml", {"here/no-lamp": parent})
    assert (child.code, child.policy) == ("WD599", "https://other.test/wiki/X")
    assert child.examples == parent.examples


def test_a_plus_adds_to_a_list() -> None:
    parent = parse_rule(GOOD, "x.yaml", {})
    child = parse_rule("extends: here/no-lamp\nphrases+: [lantern]\n", "y.yaml", {"here/no-lamp": parent})
    assert isinstance(child.check, Phrase)
    assert child.check.phrases == ("lamp", "lantern")
    with pytest.raises(RuleError, match=r'y\.yaml:2: "phrases\+" must add to a list'):
        parse_rule("extends: here/no-lamp\nphrases+: lantern\n", "y.yaml", {"here/no-lamp": parent})
    with pytest.raises(RuleError, match=r'y\.yaml:2: unknown key "phrase"'):
        parse_rule("extends: here/no-lamp\nphrase+: [lantern]\n", "y.yaml", {"here/no-lamp": parent})


def test_house_rules_are_loaded_and_broken_ones_set_aside(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "broken.yaml").write_text(GOOD.replace("phrases", "phrase"))
    (tmp_path / "notes.txt").write_text("not a rule")
    with pytest.raises(RuleError, match=r"broken\.yaml:7"):
        packs.load("tropedia", [tmp_path])
    aside: list[RuleError] = []
    rules = packs.load("tropedia", [tmp_path], aside.append)
    assert "no-lamp" in {rule.name for rule in rules}
    assert len(aside) == 1


def test_a_code_that_is_taken_is_refused(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD.replace("WD599", "EX101"))
    with pytest.raises(RuleError, match='code EX101 already belongs to "natter"'):
        packs.load("tropedia", [tmp_path])


def test_a_missing_folder_and_an_unknown_pack_are_reported(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="there is no such folder"):
        packs.load("tropedia", [tmp_path / "none"])
    with pytest.raises(RuleError, match='did you mean "tropedia"'):
        packs.load("tropedea")


def test_a_rule_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"name: \xff\xfe")
    with pytest.raises(RuleError, match="is not UTF-8 text"):
        packs.load("tropedia", [tmp_path])


def house(folder: Path, **files: str) -> Path:
    """Return a folder of rules."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


def test_a_folder_of_rules_shares_lists_and_adds_to_those_before_it(tmp_path: Path) -> None:
    rule = GOOD.replace("[lamp]", "[lists/lamps, torch]")
    own = house(tmp_path / "house", lamp=rule, lists="lamps: [lamp, lantern]\nmedia+: [Shadow Plays]\n")
    rules = {one.name: one for one in packs.load("tropedia", [own])}
    lamp, folders = rules["no-lamp"].check, rules["unknown-folder"].check
    assert isinstance(lamp, Phrase)
    assert lamp.phrases == ("lamp", "lantern", "torch")
    assert isinstance(folders, FolderName)
    assert {"Shadow Plays", "New Media", "Literature", "Real Life"} <= set(folders.media)


@pytest.mark.parametrize(
    ("lists", "words"),
    [
        ("lamp: [lamp]\n", 'lamp.yaml:7: there is no list "lamps"; did you mean "lamp"?'),
        ("lamps: lamp\n", 'lists.yaml:1: "lamps" must be a list, or pairs of names'),
        ("lamps: [lamp]\nwork-namespaces+: [x]\n", 'lists.yaml:2: "work-namespaces+" must be a list'),
    ],
)
def test_a_mistake_in_a_list_is_reported_with_its_place(tmp_path: Path, lists: str, words: str) -> None:
    own = house(tmp_path / "house", lamp=GOOD.replace("[lamp]", "[lists/lamps]"), lists=lists)
    with pytest.raises(RuleError) as caught:
        packs.load("tropedia", [own])
    assert words in str(caught.value)


def test_a_minus_takes_from_a_list(tmp_path: Path) -> None:
    own = house(
        tmp_path / "house", cruft="extends: tropedia/word-cruft\nphrases-: [in a nutshell]\nphrases+: [so to say]\n"
    )
    check = {one.name: one for one in packs.load("tropedia", [own])}["word-cruft"].check
    assert isinstance(check, Phrase)
    assert "so to say" in check.phrases
    assert "in a nutshell" not in check.phrases


@pytest.mark.parametrize("weight", ["heavy", "nan", "inf", "[1]"])
def test_a_weight_is_a_number_and_has_a_known_name(tmp_path: Path, weight: str) -> None:
    base = f"extends: common/natter\nweights: {{opener: {weight}}}\n"
    with pytest.raises(RuleError, match='"weights" must be a number'):
        packs.load("tropedia", [house(tmp_path / "a", natter=base)])
    with pytest.raises(RuleError, match='unknown evidence "opner"; did you mean "opener"'):
        packs.load("tropedia", [house(tmp_path / "b", natter="extends: common/natter\nweights: {opner: 1}\n")])
