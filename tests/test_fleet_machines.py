"""Two machines serve fifty wikis while somebody is at the desk; one machine dies, and only `fleet status` notices.

Each has a state folder of its own, and reaches the database at a port of its own.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from linterbot.ledger import Ledger, findings, fleet_queue, wikis
from linterbot.wiki.sandbox.people import Person
from tests.fleet_lab import FleetLab, Machine, cuttable_line
from tests.ledgers import Databases
from tests.waiting import until
from tests.web_desk import form_of

WIKIS, MODERATED = 50, "wiki003"


@pytest.fixture
def fleet(server: Databases, tmp_path: Path) -> Iterator[FleetLab]:
    lab = FleetLab(tmp_path, server.empty(), WIKIS, workers=0)
    (tmp_path / "wikis" / f"{MODERATED}.yaml").write_text(
        f"path: {MODERATED}.sqlite\nrules: {{duplicate-example: flag}}\n"
    )
    config = (tmp_path / "config.yaml").read_text()
    with cuttable_line(lab.address) as (line, _):
        second = config.replace("state: state", "state: state-of-the-second").replace(lab.address, line)
        (tmp_path / "second.yaml").write_text(second)
        yield lab


@contextmanager
def machine(fleet: FleetLab, config: str) -> Iterator[list[Machine]]:
    """A clock and two workers, as docs/fleet.md starts them."""
    commands = (["clock"], ["worker", "--slots", "2"], ["worker", "--slots", "2"])
    log = fleet.folder / f"{config}.log"
    parts = [Machine([*words, "--config", config], fleet.folder, log) for words in commands]
    for one in parts:
        one.start()
    try:
        yield parts
    finally:
        try:
            for one in parts:
                one.stop()
        finally:
            for one in parts:
                one.kill()


@contextmanager
def desk(fleet: FleetLab) -> Iterator[str]:
    """A desk that is served; yields its address."""
    command = [sys.executable, "-m", "linterbot", "desk", "serve", "--bind", "127.0.0.1:0", "--config", "second.yaml"]
    with subprocess.Popen(command, cwd=fleet.folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        try:
            yield found[0]
        finally:
            process.terminate()


def linterbot(fleet: FleetLab, *words: str) -> str:
    command = [sys.executable, "-m", "linterbot", *words, "--config", "second.yaml"]
    return subprocess.run(command, cwd=fleet.folder, capture_output=True, text=True, check=True).stdout


def come_in(fleet: FleetLab, address: str) -> requests.Session:
    """Invite a moderator, who comes to the desk."""
    Person(fleet.folder / f"{MODERATED}.sqlite", "LabAdmin")
    link = linterbot(fleet, "desk", "invite", "LabAdmin", "--trusted", "--wiki", MODERATED).strip().splitlines()[-1]
    http = requests.Session()
    assert http.post(re.sub(r"^https?://[^/]+", address, link), data={"token": ""}).status_code == 200
    return http


def everybody_edits(fleet: FleetLab) -> None:
    for name in fleet.names:
        fleet.edit(name)
        wikis.wake(fleet.ledger, name)


def all_but_the_moderated_are_fixed(fleet: FleetLab) -> bool:
    return all(fleet.wrong_on(name) == [] for name in fleet.names if name != MODERATED)


@pytest.mark.slow
def test_only_the_status_shows_that_a_machine_died(fleet: FleetLab) -> None:
    ledger = Ledger(fleet.ledger.engine, MODERATED)
    with machine(fleet, "config.yaml") as first, machine(fleet, "second.yaml"), desk(fleet) as address:
        until(lambda: sum(one.finished > 0 for one in wikis.states(fleet.ledger)) == WIKIS, "a round on every wiki")
        http = come_in(fleet, address)
        assert "workers alive   4\n" in linterbot(fleet, "fleet", "status")
        everybody_edits(fleet)
        for one in first:
            one.kill()
        until(lambda: bool(findings.of_page(ledger, "Page 0")), "a finding for the moderator")
        (found,) = findings.of_page(ledger, "Page 0")
        form = form_of(http.get(f"{address}/{MODERATED}/finding/{found.id}").text, "judge")
        answer = http.post(address + form.pop("action"), data={**form, "word": "repair"}, allow_redirects=False)
        assert answer.status_code == 303
        until(lambda: fleet.wrong_on(MODERATED) == [], "the repair that the moderator approved")
        until(lambda: all_but_the_moderated_are_fixed(fleet), "every other repair")
        until(lambda: fleet_queue.state(fleet.ledger).workers == 2, "the end of the dead workers' time")
        assert "workers alive   2\n" in linterbot(fleet, "fleet", "status")
        assert fleet.unexplained_edits() == []
        with machine(fleet, "config.yaml"):
            until(lambda: fleet_queue.state(fleet.ledger).workers == 4, "the machine to come back")
