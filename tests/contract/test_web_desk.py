"""The desk and the daemon as processes of their own: signing in by an edit, approvals sent once, whoever is killed."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

import pytest
import requests

from linterbot.ledger import Ledger, findings, open_ledger
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.selection import Selection
from linterbot.wiki.sandbox.people import Person
from tests.contract.actors import Actors, MediaWikiActors
from tests.contract.bot import ONCE, TWICE, begin_now, configuration
from tests.contract.conftest import SECRET, Lab
from tests.waiting import until
from tests.web_desk import form_of

VARIABLE = "LINTERBOT_PASSWORD_LAB"
SANDBOX = """state: state
wikis:
  lab:
    kind: sandbox
    path: {path}
    pack: tropedia
    operator: tests
    mode: flag
    seconds-between-edits: 0
    edits: {{minute: 1000, hour: 1000, author-day: 1000}}
    patience: {{edit-minutes: 0, page-hours: 0}}
jobs:
  watch: {{wiki: lab, cron: "* * * * *"}}
"""


class House:
    """A machine with a configuration, on which the bot and the desk run as processes."""

    def __init__(self, folder: Path, lab: Lab) -> None:
        self.folder, self.lab = folder, lab
        if lab.kind == "sandbox":
            text = SANDBOX.format(path=folder / "sandbox.sqlite")
        else:
            text = configuration(lab).replace("rules: {duplicate-example: auto}", "rules: {}")
        self.address = lab.databases.at(folder / "state" / "ledger.sqlite")
        (folder / "config.yaml").write_text(f"ledger: {self.address}\n{text}")
        begin_now(lab, folder)

    @cached_property
    def human(self) -> Actors:
        """Somebody else than the moderator, who must not judge edits of their own."""
        if self.lab.kind == "sandbox":
            return Person(self.folder / "sandbox.sqlite", "LabHuman", "user")
        return MediaWikiActors(self.lab.api, "LabHuman", "human-lab-passphrase-1")

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "linterbot", *words, "--config", str(self.folder / "config.yaml")]

    def environment(self, password: bool) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if name != VARIABLE}
        return {**own, **({VARIABLE: SECRET} if password else {})}

    def run(self, *words: str, password: bool = False) -> str:
        own = self.environment(password)
        done = subprocess.run(self.command(*words), cwd=self.folder, env=own, capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    def daemon(self) -> subprocess.Popen[bytes]:
        with (self.folder / "daemon.log").open("ab") as log:
            return subprocess.Popen(
                self.command("daemon"), cwd=self.folder, env=self.environment(True), stdout=log, stderr=log
            )

    @contextmanager
    def desk(self) -> Iterator[tuple[str, subprocess.Popen[str]]]:
        """Yield the address of a desk, and its process, which has no password."""
        serving = subprocess.Popen(
            self.command("desk", "serve", "--bind", "127.0.0.1:0"),
            cwd=self.folder,
            env=self.environment(False),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert serving.stdout is not None
        address = re.search(r"http://\S+", serving.stdout.readline())
        assert address is not None
        try:
            yield address[0], serving
        finally:
            serving.kill()
            serving.wait()
            serving.stdout.close()

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        with closing(open_ledger(self.address, "lab")) as ledger:
            yield ledger

    def found(self, titles: list[str]) -> list[RecordedFinding]:
        with self.ledger() as ledger:
            return findings.on_pages(ledger, Selection([State.OPEN], rules=["duplicate-example"]), titles)

    def text(self, title: str) -> str:
        return self.lab.wiki.pages([title])[0].text

    def edits_by_us(self, title: str) -> int:
        return sum(one.user == "LinterBot" for one in self.lab.wiki.history(title, 0))


@pytest.fixture
def house(lab: Lab, tmp_path: Path) -> House:
    return House(tmp_path, lab)


def come_in(house: House, address: str) -> requests.Session:
    """Come to the desk as LabAdmin, proven by an edit."""
    link = house.run("desk", "invite", "LabAdmin").strip().replace("http://127.0.0.1:8080", address)
    http = requests.Session()
    assert http.post(link, data={"token": ""}).status_code == 200
    page = http.get(f"{address}/lab/proof").text
    letters = re.search(r"<code>([A-Z]{8})</code>", page)
    assert letters is not None
    form = form_of(page, "proof")
    answer = http.post(address + form.pop("action"), data=form)
    assert "no such edit yet" in answer.text
    house.lab.actors.edit("User:LabAdmin/linterbot", f"It is me: {time.time()}", f"{letters[1]} for the desk")
    answer = http.post(f"{address}/lab/proof", data=form)
    assert answer.url == f"{address}/lab/"
    assert "can decide" in answer.text
    return http


def approve(http: requests.Session, address: str, one: RecordedFinding) -> None:
    """Approve the fix of a finding, as it is shown."""
    form = form_of(http.get(f"{address}/lab/finding/{one.id}").text, "judge")
    action = form.pop("action")
    answer = http.post(address + action, data={**form, "word": "repair"}, allow_redirects=False)
    assert answer.status_code == 303, answer.text


def with_faults(house: House, number: int) -> list[RecordedFinding]:
    """Have somebody make a fault on some new pages, and the bot find them."""
    titles = [house.lab.title() for _ in range(number)]
    for title in titles:
        house.human.edit(title, TWICE)
    house.run("patrol", password=True)
    found = house.found(titles)
    assert len(found) == number
    return found


def test_a_moderator_signs_in_by_an_edit_and_the_daemon_sends_what_they_approve(house: House) -> None:
    (one,) = with_faults(house, 1)
    with house.desk() as (address, _):
        http = come_in(house, address)
        page = http.get(f"{address}/lab/finding/{one.id}").text
        if house.lab.kind == "mediawiki":
            edit = re.search(r'href="([^"]+)" data-key="e"', page)
            assert edit is not None
            assert "Editing" in requests.get(edit[1].replace("&amp;", "&")).text
        daemon = house.daemon()
        try:
            approve(http, address, one)
            until(lambda: http.get(f"{address}/lab/finding/{one.id}/outcome").json()["words"] == "done")
            assert (house.text(one.title), house.edits_by_us(one.title)) == (ONCE, 1)
            form = form_of(http.get(f"{address}/lab/").text, "undo")
            http.post(address + form.pop("action"), data=form)
            until(lambda: http.get(f"{address}/lab/finding/{one.id}/outcome").json()["words"] == "taken back")
            assert (house.text(one.title), house.edits_by_us(one.title)) == (TWICE, 2)
        finally:
            daemon.kill()
            daemon.wait()


def test_whoever_is_killed_between_approval_and_sending_each_is_sent_once(house: House) -> None:
    found = with_faults(house, 4)
    chance = random.Random(16)
    with house.desk() as (address, serving):
        http = come_in(house, address)
        approve(http, address, found[0])
        serving.kill()
    for one in found[1:]:
        daemon = house.daemon()
        with house.desk() as (again, serving):
            http.cookies.update({cookie.name: str(cookie.value) for cookie in http.cookies})
            approve(http, again, one)
            serving.kill()
        time.sleep(chance.uniform(0, 1.5))  # somewhere before, in or after the sending
        daemon.kill()
        daemon.wait()
    daemon = house.daemon()
    try:
        until(lambda: all(house.text(one.title) == ONCE for one in found))
        with house.ledger() as ledger:
            until(lambda: not findings.on_pages(ledger, Selection([State.OPEN]), [one.title for one in found]))
    finally:
        daemon.kill()
        daemon.wait()
    assert [house.edits_by_us(one.title) for one in found] == [1, 1, 1, 1]
