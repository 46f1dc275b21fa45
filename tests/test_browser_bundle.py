"""The linter in a browser says what it says everywhere else: to the letter, and in Pyodide itself."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from linterbot.browser import bridge, house, modules, re2_stand_in
from linterbot.browser.asked_wiki import SETTINGS_PAGE
from linterbot.browser.build import FOLDERS, PACKAGES, build
from linterbot.browser.node import node
from linterbot.browser.utf16 import Utf16
from linterbot.errors import LinterbotError, RuleError, TargetError
from linterbot.rulebook import packs
from linterbot.view.phrase_matcher import refusal
from linterbot.yaml_text import load
from tests.conftest import ROOT, sample_texts, shared

RULE = (ROOT / "linterbot" / "browser" / "site" / "sample-rule.yaml").read_text()
MOST_PAGES = 200  # of the corpus
API = "https://wiki.example/api.php"
Question = dict[str, Any]


def natively(question: Question) -> Any:
    return json.loads(bridge.answer(json.dumps(question), lambda address: ""))


def in_pyodide(site: Path, folder: Path, questions: Sequence[Question]) -> Any:
    """Return what the bundle answers in Node."""
    (folder / "questions.json").write_text(json.dumps(questions))
    node(ROOT / "tests" / "browser_node.mjs", site, folder / "questions.json", folder / "answers.json")
    return json.loads((folder / "answers.json").read_text())["found"]


def same(site: Path, folder: Path, questions: Sequence[Question]) -> int:
    """Demand the same answers here and in Pyodide, and return how many findings they have."""
    found = in_pyodide(site, folder, questions)
    assert len(found) == len(questions)
    for question, there in zip(questions, found, strict=True):
        assert there == natively(question), question
    return sum(len(answer.get("findings", ())) for answer in found)


def test_the_sample_wiki_and_its_repairs(try_page: Path, tmp_path: Path) -> None:
    checks = [{"do": "check", "text": text, "title": "Some Page"} for text in sample_texts()]
    repairs = [{"do": "repair", "text": text} for text in sample_texts()]
    assert same(try_page, tmp_path, [*checks, *repairs]) > 100


def test_the_examples_of_every_rule(try_page: Path, tmp_path: Path) -> None:
    asked = [
        {"do": "check", "text": one.text, "pack": pack, "markup": one.markup, "title": one.title}
        for pack in packs.names()
        for rule in packs.load(pack)
        for one in rule.examples
    ]
    assert same(try_page, tmp_path, asked) > 500


def test_pages_of_other_wikis(try_page: Path, tmp_path: Path) -> None:
    pages = [path for folder in shared("corpus", "pages") for path in sorted(folder.iterdir())]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in pages[:: max(1, len(pages) // MOST_PAGES)]]
    asked = [{"do": "check", "text": text, "markup": "mediawiki", "pack": "allthetropes"} for text in texts]
    assert same(try_page, tmp_path, asked) > 0 or not pages


def test_a_rule_is_tried_and_wrong_ones_are_told(try_page: Path, tmp_path: Path) -> None:
    page = "* ''Moss'': The lodger has recently left. 🎭 Recently, too.\n"
    asked: list[Question] = [
        {"do": "start"},
        {"do": "try", "rule": RULE},
        {"do": "try", "rule": RULE.replace("severity", "severty")},
        {"do": "try", "rule": RULE.replace("«recently»", "recently")},
        {"do": "try", "rule": "a: [", "pack": "tvtropes"},
        {"do": "try", "rule": RULE.replace("[recent, recently, this year]", "[not there]")},
        {"do": "try", "rule": RULE + "patterns: ['(?=a)']"},
        {"do": "try", "rule": "x: 1\n" * 100_000},
        {"do": "check", "text": page, "rule": RULE},
        {"do": "check", "text": page, "rule": "nonsense"},
        {"do": "check", "text": page, "pack": "no-such-pack"},
        {"do": "check", "text": page, "api": API, "title": "Moss"},
        {"do": "check", "text": page * 3, "before": page},
        {"do": "check", "text": "a" * 5_000_000},
        {"do": "repair", "text": page, "fix": ["no such finding"]},
    ]
    found = in_pyodide(try_page, tmp_path, asked)
    for question, there in zip(asked, found, strict=True):
        here = natively(question)
        if "patterns" in question.get("rule", ""):  # each engine has words of its own
            assert there["error"].startswith("your rule:14: ")
            assert here["error"].startswith("your rule:14: ")
        else:
            assert there == here, question
    assert found[1] == {"name": "recent", "code": "WD590", "examples": 2, "failures": []}
    assert found[2]["error"].startswith('your rule:4: unknown key "severty"')
    assert [len(one["failures"]) for one in (found[5],)] == [1]
    (first, second) = [one for one in found[8]["findings"] if one["name"] == "recent"]
    assert page.encode("utf-16-le")[2 * second["start"] : 2 * second["end"]].decode("utf-16-le") == "Recently"
    assert first["new"] is True
    assert [one["new"] for one in found[12]["findings"]].count(False) >= 1
    assert "gives no usable answer" in found[11]["notes"][0]
    assert [one["code"] for one in found[13]["findings"]] == ["LB001"]


def test_what_the_page_about_it_shows_is_right() -> None:
    page = (ROOT / "docs" / "gadget.md").read_text()
    (own,) = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    found = house.of_page(SETTINGS_PAGE, own)
    assert found["pack"] == "tropedia"
    ((name, text),) = found["rules"].items()
    assert house.tried("tropedia", name, text)["failures"] == []
    assert f"`{SETTINGS_PAGE}`" in page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "the page is no JSON object"),
        ('{"pak": "tropedia"}', 'unknown key "pak"; choose from: pack, adjust, rules'),
        ('{"pack": []}', '"pack" must be a name'),
        ('{"rules": {"a": "b"}}', '"a" must be an object'),
        ('{"adjust": {"nater": {}}}', 'unknown rule "nater"; did you mean "natter"?'),
        ('{"rules": {"recent": {"extends": "phrase"}}}', "(recent)"),
        ('{"pack": "tropedia"', "is not closed"),
        (json.dumps({"pack": "x" * 200_000}), "the page is too long"),
    ],
)
def test_a_wrong_page_of_a_wiki_is_told(text: str, words: str) -> None:
    with pytest.raises(LinterbotError) as told:
        house.of_page(SETTINGS_PAGE, text)
    assert words in str(told.value)


def test_only_what_is_needed_goes_into_the_bundle() -> None:
    ours = modules.ours()
    rooms = {name.split(".")[1] for name in ours if "." in name}
    assert not rooms & {"cli", "bot", "daemon", "ledger", "web", "desk", "fleet", "credentials", "posts", "guards"}
    pure = {"mwparserfromhell", "rapidfuzz", "re2", "yaml"}
    assert {one for one in modules.others(ours) if one not in sys.stdlib_module_names} == pure
    assert pure - {"re2"} == {FOLDERS.get(name, name) for name in PACKAGES}


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("all of it")
    with pytest.raises(TargetError, match="does not hold the page"):
        build(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "other.tgz").write_bytes(b"not Pyodide")
    with pytest.raises(TargetError, match="is not Pyodide"):
        build(tmp_path / "out", tmp_path / "other.tgz")


def test_a_new_page_takes_nothing_else_from_a_folder(try_page: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(try_page, tmp_path / "page")
    (folder / "CNAME").write_text("lint.example.org")
    (folder / "page.mjs").write_text("an old one")
    build(folder)
    assert (folder / "CNAME").read_text() == "lint.example.org"
    assert (folder / "page.mjs").read_bytes() == (try_page / "page.mjs").read_bytes()


def matches(engine: Any, pattern: str, text: str, cased: bool) -> list[tuple[int, int]] | None:
    """Return the matches that are not empty, None if the engine refuses the pattern."""
    options = engine.Options()
    options.case_sensitive, options.log_errors = cased, False
    try:
        compiled = engine.compile(pattern, options)
    except engine.error:
        return None
    return [one.span() for one in compiled.finditer(text.encode()) if one.span()[0] < one.span()[1]]


PIECES = [
    *("a", "b", "é", " ", ".", "\\b", "\\w", "\\s", "\\S", "\\d", "[a-c]", "[^é\\s]", "[]a]", "[[a]", "\\.", "\\x41"),
    *("(?:a|b)", "(a)", "(?i)", "(?i:é)", "(?P<n>b)", "a*", "b+?", "a{2}", "{", "$", "^", "|", "[&|~-]", "\\n", "\\z"),
    *("(?=a)", "a++", "\\1", "(", ")", "a{1001}", "(?<=a)", "[a", "\\é", "(?>a)", "a**"),
]


@settings(max_examples=400)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join),
    st.text("aAbBé É.\nx{|&", max_size=12),
    st.booleans(),
)
def test_the_stand_in_finds_what_re2_finds(pattern: str, text: str, cased: bool) -> None:
    """Whatever RE2 takes and the stand-in does not have is refused, never read as something else."""
    theirs, ours = matches(re2, pattern, text, cased), matches(re2_stand_in, pattern, text, cased)
    assert ours in (theirs, None) if theirs is not None else ours is None


def test_the_stand_in_takes_every_pattern_of_the_packs() -> None:
    patterns = {
        one for pack in packs.names() for rule in packs.load(pack) for one in getattr(rule.check, "patterns", ())
    }
    assert patterns
    for pattern in patterns:
        assert refusal(pattern) is None
        re2_stand_in.compile(pattern)


@given(st.text(max_size=40))
def test_offsets_are_those_of_javascript(text: str) -> None:
    offsets = Utf16(text)
    for at in range(len(text) + 1):
        assert offsets(at) == len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


WORDS = st.text(st.characters(codec="utf-8", max_codepoint=0xFFFD, exclude_categories=["C", "Zl", "Zp"]), max_size=5)
PLAIN = st.recursive(WORDS, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(WORDS, inside, max_size=3))


@given(st.dictionaries(WORDS, PLAIN, max_size=4), st.booleans())
def test_json_is_read_as_yaml_would_read_it(content: dict[str, Any], in_ascii: bool) -> None:
    text = json.dumps(content, ensure_ascii=in_ascii)
    as_yaml = f" {text}"  # indented, so that it is not taken for JSON
    assert load(text, "a file", RuleError).content == load(as_yaml, "a file", RuleError).content == content
