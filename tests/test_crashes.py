"""Kills the bot (`kill -9`, a real process) at every commit and every request, starts it again, and counts.

After each kill somebody writes on the stop page: nothing may be written from then on. When it is empty again, the bot
has to end with everything done, once.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from linterbot.bot.approved import send_approved
from linterbot.bot.context import BotContext
from linterbot.bot.patrol import patrol
from linterbot.bot.writing import settle
from linterbot.config.sections import EditsConfig, PatienceConfig, WikiConfig
from linterbot.desk import approvals
from linterbot.ledger import actions, decisions, findings, open_ledger
from linterbot.ledger.decisions import Verdict
from linterbot.model import Mode
from linterbot.wiki.protocol import Wiki
from linterbot.wiki.sandbox.people import Person
from linterbot.wiki.sandbox.wiki import Sandbox
from tests.conftest import WORK
from tests.contexts import bot_context

LONG = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days."
TWICE, ONCE = f"{WORK}\n{LONG}\n{LONG}", f"{WORK}\n{LONG}"
REPLY = f"{WORK}\n{LONG}\n** To be fair, they were good candles, though."
SETTINGS = WikiConfig(
    kind="sandbox",
    pack="tropedia",
    operator="tests",
    mode=Mode.FLAG,
    rules={"duplicate-example": Mode.AUTO},
    talk=("natter",),
    templates={"natter": "Natter"},
    message_authors=("natter",),
    newcomer_edits=0,
    seconds_between_edits=0,
    edits_per_run=100,
    edits=EditsConfig(minute=1000, hour=1000, day=1000, page_day=100, author_day=100),
    patience=PatienceConfig(edit_minutes=0, page_hours=0),
)
READS = (
    *("pages", "changes", "history", "contributions", "account_status", "now", "site", "created_at", "texts", "users"),
    *("redirects_to", "edited_by_others", "files", "template_redirects", "templates_in", "created"),
)


class Fatal:
    """Counts the boundaries of a run, and kills the process at one of them."""

    def __init__(self, at: int) -> None:
        self.left = at

    def boundary(self, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, wiki: Wiki) -> Any:
        """Return a wiki with a boundary before and after every request."""
        fatal = self

        class Around:
            def __getattr__(self, name: str) -> Any:
                asked = getattr(wiki, name)
                if name not in (*READS, "save"):
                    return asked

                def request(*given: Any, **named: Any) -> Any:
                    fatal.boundary()
                    answer = asked(*given, **named)
                    if name == "save":
                        fatal.boundary()
                    return answer

                return request

        return Around()


@contextmanager
def bot(folder: Path, fatal: Fatal | None = None) -> Iterator[BotContext]:
    """Give a bot on the wiki of a folder, as a process that was just started would have it."""
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}", "one")
    wiki: Any = Sandbox(folder / "wiki.sqlite", "one", "LinterBot")
    if fatal is not None:
        event.listen(ledger.engine, "commit", fatal.boundary)
        wiki = fatal.around(wiki)
    yield bot_context(wiki, ledger, SETTINGS)
    ledger.close()


def run_and_die(folder: Path, at: int, work: Callable[[BotContext], object] = patrol) -> bool:
    """Do a round, or other work, in a child that dies at a boundary; False where it ended before it got there."""
    child = os.fork()
    if child == 0:
        try:
            with bot(folder, Fatal(at)) as context:
                work(context)
            os._exit(0)
        except BaseException:  # the child must never return into pytest
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"the bot failed by itself before boundary {at}"
    return os.WIFSIGNALED(status)


@pytest.fixture
def beginning(tmp_path: Path) -> Path:
    """A wiki with everything to do, and a bot that began before it."""
    folder = tmp_path / "beginning"
    folder.mkdir()
    person = Person(folder / "wiki.sqlite", "Quill")
    with bot(folder) as context:
        patrol(context)
    for title, text in (("Lamps", TWICE), ("Ladders", TWICE), ("Ropewalk", REPLY)):
        person.edit(title, text)
    person.wiki.close()
    return folder


def ours(wiki: Sandbox, titles: Iterable[str]) -> dict[str, int]:
    """Return how many revisions of each page are the bot's."""
    return {title: sum(one.user == "LinterBot" for one in wiki.history(title, 0)) for title in titles}


DONE = {"Lamps": 1, "Ladders": 1, "Ropewalk": 1, "Talk:Ropewalk": 1, "User talk:Quill": 1}
REPORT = "User:LinterBot/Report"
PARTS = 6  # so many processes may share the boundaries: each takes every sixth of them


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_killed_anywhere_nothing_is_doubled_lost_or_done_after_a_stop(
    beginning: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr(settle, "_SETTLING", timedelta())
    at = part
    while True:
        at += PARTS
        folder = tmp_path / f"killed-{at}"
        shutil.copytree(beginning, folder)
        if not run_and_die(folder, at):
            break
        person = Person(folder / "wiki.sqlite", "Wren")
        before = ours(person.wiki, [*DONE, REPORT])
        person.edit("User:LinterBot/Stop", "Stop, please.")
        with bot(folder) as context:
            patrol(context)
            assert ours(person.wiki, [*DONE, REPORT]) == before, f"written after a stop, killed at boundary {at}"
            person.edit("User:LinterBot/Stop", "")
            for _ in range(2):
                patrol(context)
            assert actions.in_state(context.ledger, (*actions.UNSETTLED, *actions.WAITING)) == []
            written = [one for one in actions.find(context.ledger) if one.state is actions.ActionState.DONE]
        assert ours(person.wiki, DONE) == DONE, f"killed at boundary {at}"
        pages = {page.title: page.text for page in person.wiki.pages([*DONE, REPORT])}
        assert (pages["Lamps"], pages["Ladders"]) == (ONCE, ONCE)
        assert "natter" in pages[REPORT]
        edits = sum(ours(person.wiki, [*DONE, REPORT]).values())
        assert len({one.revision for one in written}) == len(written) == edits
        person.wiki.close()
        shutil.rmtree(folder)
    assert at > 80, "more boundaries than this are known to be there"


@pytest.mark.slow
@pytest.mark.parametrize("noting", [True, False], ids=["who notes an approval", "who sends it"])
def test_an_approval_is_sent_once_whoever_is_killed(
    beginning: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noting: bool
) -> None:
    monkeypatch.setattr(settle, "_SETTLING", timedelta())
    with bot(beginning) as context:
        reading = replace(context, settings=context.settings.model_copy(update={"rules": {}, "mode": Mode.FLAG}))
        patrol(reading)
        (one,) = findings.of_page(context.ledger, "Lamps")
        if not noting:
            approvals.note(context, one, "Wren", "")
    work = partial(approvals.note, one=one, who="Wren", why="") if noting else send_approved
    for at in count(1):
        folder = tmp_path / f"killed-{at}"
        shutil.copytree(beginning, folder)
        died = run_and_die(folder, at, work)
        with bot(folder) as context:
            for _ in range(2):
                approvals.note(context, one, "Wren", "")
                send_approved(context)
            said = [it.verdict for it in decisions.about(context.ledger, "Lamps", one.fingerprint)]
        person = Person(folder / "wiki.sqlite", "Wren")
        assert said == [Verdict.APPROVED], f"killed at boundary {at}"
        assert ours(person.wiki, ["Lamps"]) == {"Lamps": 1}, f"killed at boundary {at}"
        assert person.wiki.pages(["Lamps"])[0].text == ONCE
        person.wiki.close()
        shutil.rmtree(folder)
        if not died:
            break
    assert at > (5 if noting else 12), "more boundaries than this are known to be there"
