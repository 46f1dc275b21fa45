"""The formats for programs, read by real consumers where one can be installed, and the page and table for people."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click import unstyle
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml
from sarif_pydantic import Sarif

from linterbot.cli import Status, run
from linterbot.formats import FORMATS, render
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.look import Look
from linterbot.lint.linter import lint
from linterbot.markup import read
from linterbot.model import NO_FACTS, Markup, Page
from linterbot.rulebook import packs
from tests.test_cli_check import LONE, PAGE, TWICE

Out = pytest.CaptureFixture[str]
STRANGE = PAGE.replace("good candles", "\U0001f409 gööd “candles” <b>&amp; ]]> | :, % \x1b[2J")
PLACE = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": {"minimum": 1}, "column": {"minimum": 1}},
}
RANGE = {"type": "object", "required": ["start"], "properties": {"start": PLACE, "end": PLACE}}
# What the documentation of reviewdog and of GitLab asks of a report.
RDJSON = {
    "type": "object",
    "required": ["diagnostics"],
    "additionalProperties": False,
    "properties": {
        "source": {"type": "object", "required": ["name"]},
        "severity": {"type": "string"},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location"],
                "additionalProperties": False,
                "properties": {
                    "message": {"type": "string"},
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {"type": "object", "required": ["value"]},
                    "location": {"required": ["path"], "properties": {"path": {"type": "string"}, "range": RANGE}},
                    "suggestions": {
                        "type": "array",
                        "items": {"required": ["range", "text"], "properties": {"range": RANGE}},
                    },
                },
            },
        },
    },
}
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "fingerprint": {"type": "string", "minLength": 32},
            "location": {
                "required": ["path", "positions"],
                "properties": {"positions": {"required": ["begin"], "properties": {"begin": PLACE, "end": PLACE}}},
            },
        },
    },
}


@pytest.fixture
def shown(here: Path, capsys: Out) -> Any:
    """A function that returns what `check` shows of three pages in a format."""
    for name, text in [
        ("a.wiki", STRANGE),
        ("b b.wiki", TWICE + LONE.split("\n", 1)[1]),
        ("clean.wiki", "#REDIRECT [[A]]"),
    ]:
        (here / name).write_text(text)

    def of(form: str) -> str:
        run(["check", ".", "--isolated", "--output-format", form])
        return capsys.readouterr().out

    return of


def test_json_is_one_array_of_what_json_lines_say(shown: Any) -> None:
    array = json.loads(shown("json"))
    assert array == [json.loads(line) for line in shown("json-lines").splitlines()]
    assert {one["version"] for one in array} == {1}


def test_sarif_is_read_by_its_model(shown: Any) -> None:
    text = shown("sarif")
    log = Sarif.model_validate_json(text)
    (only,) = log.runs
    results = only.results or []
    rules = {rule.id for rule in only.tool.driver.rules or []}
    assert {result.rule_id for result in results} == rules
    assert "EX103" in rules
    raw = json.loads(text)["runs"][0]
    assert raw["columnKind"] == "unicodeCodePoints"
    uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in raw["results"]}
    assert uris == {"a.wiki", "b%20b.wiki"}
    fixed = [one["fixes"][0]["artifactChanges"][0]["replacements"][0] for one in raw["results"] if "fixes" in one]
    assert {"deletedRegion", "insertedContent"} <= fixed[0].keys()


def test_junit_is_read_by_a_consumer(shown: Any) -> None:
    suites = {suite.name: suite for suite in JUnitXml.fromstring(shown("junit").encode())}
    assert set(suites) == {"a.wiki", "b b.wiki", "clean.wiki"}
    assert suites["a.wiki"].failures >= 2
    assert (suites["clean.wiki"].tests, suites["clean.wiki"].failures) == (1, 0)
    (first, *_) = suites["a.wiki"]
    assert first.result[0].message
    assert "\x1b" not in shown("junit")


def test_rdjson_and_gitlab_are_as_their_documentation_asks(shown: Any) -> None:
    rdjson, gitlab = json.loads(shown("rdjson")), json.loads(shown("gitlab"))
    jsonschema.validate(rdjson, RDJSON)
    jsonschema.validate(gitlab, GITLAB)
    assert len({one["fingerprint"] for one in gitlab}) == len(gitlab) == len(rdjson["diagnostics"])


def test_reviewdog_counts_in_bytes(here: Path, capsys: Out) -> None:
    (here / "a.wiki").write_text("* ö: this troper saw it.\n")
    run(["check", "a.wiki", "--select", "this-troper", "--output-format", "rdjson"])
    (one,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert one["location"]["range"]["start"] == {"line": 1, "column": 7}


def test_github_gets_one_command_a_line(shown: Any) -> None:
    lines = shown("github").splitlines()
    assert all(line.startswith(("::warning ", "::error ", "::notice ")) for line in lines)
    assert any(
        line.startswith("::warning title=linterbot (EX101 natter),file=a.wiki,line=4,endLine=4,col=4,")
        for line in lines
    )
    assert not any("\x1b" in line for line in lines)


OUR_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "script", "section", "article", "header"),
    *("h1", "h2", "p", "span", "b", "a", "pre", "mark", "br", "del", "ins", "table", "caption", "tr", "th", "td"),
    *("svg", "rect", "form", "label", "input", "select", "option"),
}


class _Page(HTMLParser):
    """Collects what a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [
            f"{tag} {name}" for name, _ in attrs if name in ("src", "srcset", "data") or name.startswith("on")
        ]


def test_the_page_for_people_needs_nothing_else_and_runs_nothing_from_a_page(shown: Any) -> None:
    text = shown("html")
    page = _Page()
    page.feed(text)
    assert page.loads == []
    assert page.tags.count("script") == 1
    assert page.tags.count("article") >= 4
    assert "link" not in page.tags
    assert "&lt;b&gt;&amp;amp;" in text
    assert "<b>&amp; ]]>" not in text
    assert "default-src 'none'" in text


def test_the_table_for_a_wiki_has_no_markup_from_a_page(shown: Any) -> None:
    table = shown("wikitext")
    assert table.startswith('{| class="wikitable sortable"\n')
    assert table.rstrip().endswith("|}")
    row = next(line for line in table.splitlines() if "natter" in line)
    assert row.startswith("| [[:a]] || 4 || [https://tropedia.fandom.com/wiki/Tropedia:Style_Guide EX101 natter] || ")
    assert "<b>" not in row
    assert row.count("||") == 3


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_something_to_say_of_nothing(here: Path, capsys: Out, form: str) -> None:
    (here / "a.wiki").write_text("#REDIRECT [[Elsewhere]]")
    assert run(["check", "a.wiki", "--output-format", form]) is Status.CLEAN
    out = capsys.readouterr().out
    if form in ("json", "gitlab"):
        assert json.loads(out) == []
    assert "Traceback" not in out


@given(st.text(alphabet="*':,[]{}|<>&%\"\\\n \x00\x1b\u202eab\U0001f409ö", max_size=60))
def test_no_text_breaks_a_format(text: str) -> None:
    page = Page("A", f"* this troper {text}\n** To be fair, this troper {text}.\n")
    document = read(page, Markup.MEDIAWIKI)
    checked = CheckedPage(
        document, lint(document, packs.load("tropedia"), NO_FACTS), "tropedia", filename=f"x{text}.wiki"
    )
    for form in FORMATS:
        lines = list(render(form, [checked], Look(80)))
        shown = "\n".join(lines)
        if form in ("json", "sarif", "gitlab", "rdjson"):
            json.loads(shown)
        elif form == "junit":
            JUnitXml.fromstring(shown.encode())
        elif form == "html":
            parsed = _Page()
            parsed.feed(shown)
            assert set(parsed.tags) <= OUR_TAGS
        assert not set("\x1b\u202e\x00") & set(unstyle(shown))


def test_the_page_for_people_filters_in_a_browser(shown: Any, tmp_path: Path, chromium: str) -> None:
    (tmp_path / "found.html").write_text(shown("html"))
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    address = (tmp_path / "found.html").as_uri()
    done = subprocess.run([chromium, *flags, address], capture_output=True, text=True, check=True)
    count = shown("html").count("<article ")
    assert f'role="status">{count} findings shown</span>' in done.stdout
    assert "<form>" in done.stdout  # the script has shown it, so that its policy lets it run
