"""The demo shows what the README promises, in a terminal with 80 columns, any number of times."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from linterbot.cli import Status, run
from linterbot.wiki.sandbox.people import Person
from tests.terminal import at_a_terminal

PROMISED = [
    "are patrolled for the first time",
    "Fixed, because the wiki allows it",
    "    + {{Trope Workshop}}",
    "Flagged, for people to decide: on User:LinterBot/Report",
    "Left alone: Ask the Ferryman: the page carries {{Nobots}}.",
    "Nothing new to post: 0 new findings, 0 edits.",
    "Caught: natter, lone-sub-example.",
    "The bot takes that as an answer: duplicate-example rests there for thirty days.",
    "Edits by the bot there since: 0.",
]


def test_the_demo_tells_the_whole_story(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for _ in range(2):
        assert run(["demo"]) is Status.CLEAN
        out = capsys.readouterr().out
        for words in PROMISED:
            assert words in out
        assert [line for line in out.splitlines()[:-5] if len(line) > 80] == []
    chapters = re.split(r"^.* ──+$", out, flags=re.MULTILINE)
    assert max(len(chapter.splitlines()) for chapter in chapters) < 24
    *others, desk, explained, _ = chapters[-1].split("\n")[1:]
    assert "in a browser" in explained
    assert run([*shlex.split(desk)[1:], "--help"]) is Status.CLEAN  # it would serve until somebody stops it
    for line in others:
        arguments = shlex.split(line)[1:]
        assert run(arguments) is (Status.FINDINGS if arguments[0] == "check" else Status.CLEAN)
    assert run(["sandbox", "--config", "demo/config.yaml", "show", "User:LinterBot/Report"]) is Status.CLEAN


def test_the_sample_wiki_is_large_enough_to_be_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["demo"])
    reader = Person(here / "demo" / "state" / "sandbox.sqlite", "Reader").wiki
    changes = reader.changes("2000-01-01T00:00:00Z").changes
    titles = {change.title for change in changes if change.user != "LinterBot"}
    pages = reader.pages(titles)
    assert len(pages) >= 40
    assert {page.namespace for page in pages} >= {"", "File", "Template", "Talk", "Trope Workshop"}
    assert sum(page.redirect for page in pages) >= 3


def test_the_demo_leaves_other_folders_alone(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "demo").mkdir()
    (here / "demo" / "mine.txt").write_text("precious")
    assert run(["demo"]) is Status.CANNOT_RUN
    assert "is used for something else" in capsys.readouterr().err
    assert (here / "demo" / "mine.txt").read_text() == "precious"


def test_on_a_terminal_enter_shows_what_comes_next(here: Path) -> None:
    shown = at_a_terminal([sys.executable, "-m", "linterbot", "demo"], ["\n", "q\n"], asks="enough ")
    assert shown.count("Enter: what next?") == 2
    assert "Once each:" in shown
    assert "PassingReader" not in shown
    assert "Try next" in shown
    assert at_a_terminal([sys.executable, "-m", "linterbot", "demo", "--all"], []).count("Enter: what next?") == 0
