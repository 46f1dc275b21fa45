"""A page that crashes or hangs the process that reads it stops no round, and is left alone until it changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from linterbot.bot.context import BotContext
from linterbot.bot.patrol import patrol
from linterbot.cli import Status, run
from linterbot.config import reader as config
from linterbot.errors import WorkerError
from linterbot.ledger import open_ledger, set_aside
from linterbot.lint.page_linter import PageLinter
from linterbot.model import Page
from linterbot.wiki.sandbox.people import Person
from linterbot.worker_pool import Failed, Item, Result, Setting, WorkerPool
from tests.conftest import WORK
from tests.contexts import bot_context, linter
from tests.crashing_check import PATIENCE, with_crashing_rule
from tests.test_cli_patrol import CONFIG, LONG


class Counting(WorkerPool[Setting]):
    """Counts the pages that are tried."""

    def __init__(self, setting: Callable[[], Setting]) -> None:
        super().__init__(setting, seconds=PATIENCE)
        self.tried: list[str] = []

    def each(self, work: Callable[[Setting, Item], Result], items: Sequence[Item]) -> list[Result | Failed]:
        self.tried += [item.title for item in items if isinstance(item, Page)]
        return super().each(work, items)


@pytest.fixture
def person(here: Path) -> Person:
    (here / "config.yaml").write_text(CONFIG)
    return Person(here / "s.sqlite", "Vandal")


@pytest.fixture
def context(person: Person, here: Path) -> Iterator[BotContext]:
    settings = config.load(here / "config.yaml")
    ledger = open_ledger(settings.ledger_url, "one")
    one, rules = settings.wikis["one"], with_crashing_rule()
    with Counting(linter(person.wiki, rules)) as pool:
        yield bot_context(person.wiki, ledger, one, pool, rules)
    ledger.close()


def tried(context: BotContext) -> list[str]:
    assert isinstance(context.pool, Counting)
    titles, context.pool.tried = sorted(set(context.pool.tried)), []
    return titles


@pytest.mark.slow
def test_a_round_gets_past_crashing_pages_and_fixes_the_others(context: BotContext, person: Person) -> None:
    for text in ("DIE", "HANG", "FAIL"):
        person.edit(text, f"{WORK}\n{text}\n{LONG}\n{LONG}")
    person.edit("Ropewalk", f"{WORK}\n{LONG}\n{LONG}")
    done = patrol(context)
    assert [one.title for one in done.fixes] == ["Ropewalk"]
    reasons = {title: finding.message for title, finding in done.found if finding.code == "LB001"}
    assert reasons == {
        "DIE": "The page was not read: it crashes the process that reads it (signal 9).",
        "HANG": f"The page was not read: it takes more than {PATIENCE} seconds.",
        "FAIL": "The page was not read: a fault in linterbot (KeyError: 'no such thing').",
    }
    report = person.wiki.pages(["User:LinterBot/Report"])[0].text
    assert f"it takes more than {PATIENCE} seconds" in report


def test_a_page_set_aside_is_tried_again_only_with_another_text_or_version(
    context: BotContext, person: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    person.edit("Page", WORK + "\nDIE")
    patrol(context)
    assert tried(context) == ["Page"]
    patrol(context)
    person.edit("Page", WORK + "\nDIE", "the same text again")
    patrol(context)
    assert tried(context) == []

    assert run(["status"]) is Status.CLEAN
    out = capsys.readouterr().out
    assert "set aside: Page (revision 1): it crashes the process that reads it (signal 9)" in out
    assert "tried again when its text or the version changes" in out

    monkeypatch.setattr(set_aside, "__version__", "999")
    patrol(context)
    assert tried(context) == ["Page"]
    patrol(context)
    assert tried(context) == []

    person.edit("Page", WORK + "\nfine")
    patrol(context)
    assert tried(context) == ["Page"]
    assert set_aside.all_of(context.ledger) == []
    assert run(["status"]) is Status.CLEAN
    assert "open findings: 0" in capsys.readouterr().out


def test_status_before_the_first_round(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status"]) is Status.CLEAN
    assert capsys.readouterr().out == "one: no round yet\n"


def test_a_machine_that_starts_no_process_sets_no_page_aside(context: BotContext, person: Person) -> None:
    person.edit("Page", WORK + "\nfine")
    dies: PageLinter = Dies(context.rules, context.site.names)
    with WorkerPool(lambda: dies) as pool, pytest.raises(WorkerError, match="no worker process stays alive"):
        patrol(replace(context, pool=pool))
    assert set_aside.all_of(context.ledger) == []


class Dies(PageLinter):
    """A setting that kills each process that receives it."""

    def __reduce__(self) -> tuple[Callable[[int], NoReturn], tuple[int]]:
        return os._exit, (3,)


def test_many_items_are_shared_among_the_workers_and_returned_in_order() -> None:
    items = list(range(-50, 50))
    with WorkerPool(lambda: 10, workers=3) as pool:
        assert pool.each(plus, items) == [one + 10 for one in items]
        assert pool.each(plus, []) == []


def plus(setting: int, item: int) -> int:
    return setting + item
