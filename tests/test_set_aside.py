"""A page that kills or hangs the process that reads it holds up no round, and is left alone until it changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from linterbot import config
from linterbot.cli import Status, run
from linterbot.errors import WorkerError
from linterbot.jobs.apart import Apart, Item, Lost, Result
from linterbot.jobs.patrol import patrol
from linterbot.jobs.setup import places
from linterbot.jobs.tools import Tools
from linterbot.ledger import open_ledger, set_aside
from linterbot.model import Page
from linterbot.report import texts
from linterbot.wiki.sandbox_people import Person
from tests.conftest import WORK
from tests.deadly import with_deadly_rule
from tests.test_cli_patrol import CONFIG, LONG


class Counting(Apart):
    """Counts the pages that are tried."""

    def __init__(self) -> None:
        super().__init__(seconds=0.5)
        self.tried: list[str] = []

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result | Lost]:
        self.tried += [item.title for item in items if isinstance(item, Page)]
        return super().each(work, items)


@pytest.fixture
def people(here: Path) -> Person:
    (here / "config.yaml").write_text(CONFIG)
    return Person(here / "s.sqlite", "Vandal")


@pytest.fixture
def tools(people: Person, here: Path) -> Iterator[Tools]:
    settings = config.read(here / "config.yaml")
    ledger = open_ledger(settings.ledger_url, "one")
    with Counting() as apart:
        one = settings.wikis["one"]
        words = texts.load(one.pack, (), places(one))
        yield Tools(people.wiki, ledger, with_deadly_rule(), one, lambda _: None, apart, words)
    ledger.close()


def tried(tools: Tools) -> list[str]:
    assert isinstance(tools.apart, Counting)
    titles, tools.apart.tried = sorted(set(tools.apart.tried)), []
    return titles


def test_a_round_gets_past_deadly_pages_and_repairs_the_others(tools: Tools, people: Person) -> None:
    for text in ("DIE", "HANG", "FAIL"):
        people.edit(text, f"{WORK}\n{text}\n{LONG}\n{LONG}")
    people.edit("Ropewalk", f"{WORK}\n{LONG}\n{LONG}")
    done = patrol(tools)
    assert [one.title for one in done.repairs] == ["Ropewalk"]
    told = {title: finding.message for title, finding in done.found if finding.code == "LB001"}
    assert told == {
        "DIE": "The page was not read: the process that reads it ends (signal 9).",
        "HANG": "The page was not read: it takes more than 0.5 seconds.",
        "FAIL": "The page was not read: a fault in linterbot (KeyError: 'no such thing').",
    }
    report = people.wiki.pages(["User:LinterBot/Report"])[0].text
    assert "it takes more than 0.5 seconds" in report


def test_a_page_set_aside_is_tried_again_only_with_another_text_or_version(
    tools: Tools, people: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people.edit("Page", WORK + "\nDIE")
    patrol(tools)
    assert tried(tools) == ["Page"]
    patrol(tools)
    people.edit("Page", WORK + "\nDIE", "the same text again")
    patrol(tools)
    assert tried(tools) == []

    assert run(["status"]) is Status.CLEAN
    out = capsys.readouterr().out
    assert "set aside: Page (revision 1): the process that reads it ends (signal 9)" in out
    assert "tried again when its text or the version changes" in out

    monkeypatch.setattr(set_aside, "__version__", "999")
    patrol(tools)
    assert tried(tools) == ["Page"]
    patrol(tools)
    assert tried(tools) == []

    people.edit("Page", WORK + "\nfine")
    patrol(tools)
    assert tried(tools) == ["Page"]
    assert set_aside.all_of(tools.ledger) == []
    assert run(["status"]) is Status.CLEAN
    assert "open findings: 0" in capsys.readouterr().out


def test_status_before_the_first_round(people: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status"]) is Status.CLEAN
    assert capsys.readouterr().out == "one: no round yet\n"


def test_a_machine_that_starts_no_process_sets_no_page_aside(tools: Tools, people: Person) -> None:
    people.edit("Page", WORK + "\nfine")
    with Apart(prepare=dies) as apart, pytest.raises(WorkerError, match="no worker process lives"):
        patrol(replace(tools, apart=apart))
    assert set_aside.all_of(tools.ledger) == []


def dies() -> None:
    os._exit(3)


def test_many_pages_are_shared_out_and_come_back_in_order() -> None:
    items = list(range(-50, 50))
    with Apart(workers=3) as apart:
        assert apart.each(abs, items) == [abs(one) for one in items]
        assert apart.each(abs, []) == []
