"""A fleet of real processes: everything is done, once, whoever dies; and the laws of its schedule."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from linterbot.bot.opening import open_reader
from linterbot.cli import Status, run
from linterbot.config import reader
from linterbot.desk import approvals
from linterbot.desk.approvals import Approval
from linterbot.errors import LedgerError
from linterbot.fleet import clock, schedule
from linterbot.fleet.queue import Wakings
from linterbot.fleet.wiki_files import WikiFiles
from linterbot.fleet.worker import Worker
from linterbot.ledger import Ledger, engines, findings, fleet_queue, key_values, leases, open_ledger, wikis
from tests.fleet_lab import FleetLab, somebody
from tests.ledgers import Databases
from tests.waiting import until

SECONDS, KILLS, WIKIS, WORKERS, SLOTS = 60, 4, 12, 3, 2


@pytest.fixture
def fleet(server: Databases, tmp_path: Path) -> Iterator[FleetLab]:
    lab = FleetLab(tmp_path, server.empty(), WIKIS, WORKERS, SLOTS)
    yield lab
    lab.stop()
    for one in lab.machines:
        one.kill()


@pytest.mark.slow
def test_a_minute_in_which_machines_die(fleet: FleetLab) -> None:
    chance = random.Random(17)
    begin = time.monotonic()
    killed = 0
    while time.monotonic() < begin + SECONDS or killed < KILLS:
        for one in fleet.machines:
            one.look_after()
        name = somebody(fleet.names, chance)
        fleet.edit(name)
        wikis.wake(fleet.ledger, name)  # otherwise a minute is too short for anything to happen twice
        fleet.look()
        if time.monotonic() > begin + 10 * (killed + 1):
            killed += 1
            chance.choice(fleet.machines).kill()
        time.sleep(0.3)
    for one in fleet.machines:
        one.look_after()

    def is_done() -> bool:
        fleet.look()
        for name in fleet.names:
            if fleet.wrong_on(name):
                wikis.wake(fleet.ledger, name)
        return fleet.everything_is_fixed()

    until(is_done, "every fix")
    assert fleet.unexplained_edits() + fleet.overlaps() == []
    until(lambda: fleet_queue.state(fleet.ledger).doing == 0, "the end of every round")
    assert fleet.samples.size < 5_000_000


def test_who_is_set_aside_and_why_is_told_and_corrected(
    fleet: FleetLab, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(fleet.folder)
    file = fleet.folder / "wikis" / "wiki000.yaml"
    file.write_text("path: wiki000.sqlite\nmode: flga\n")
    for one in (fleet.clock, fleet.workers[1]):
        one.start()
    until(lambda: _read(fleet) >= WIKIS - 1 and bool(_trouble(fleet)), "a round on every other wiki")
    assert run(["fleet", "status"]) is Status.FINDINGS
    shown = capsys.readouterr().out
    assert "workers alive   1\n" in shown
    assert 'set aside       wiki000: wikis/wiki000.yaml:2: unknown mode "flga"; did you mean "flag"?\n' in shown
    file.write_text("path: wiki000.sqlite\n")
    until(lambda: _read(fleet) == WIKIS and not _trouble(fleet), "a round on the wiki that was corrected")
    (fleet.folder / "wikis" / "wiki001.yaml").unlink()
    until(lambda: len(wikis.states(fleet.ledger)) == WIKIS - 1, "the end of the wiki that was taken away")
    assert run(["fleet", "status", "--format", "json"]) is Status.CLEAN
    assert json.loads(capsys.readouterr().out)["wikis"] == WIKIS - 1
    assert run(["fleet", "status", "--format", "prometheus"]) is Status.CLEAN
    assert f"\nlinterbot_fleet_wikis {WIKIS - 1}\n" in capsys.readouterr().out
    assert run(["fleet", "wake", "wiki0002"]) is Status.CANNOT_RUN
    assert 'wiki0002: no such wiki in the fleet; did you mean "wiki002"?' in capsys.readouterr().err
    assert run(["fleet", "wake", "wiki002"]) is Status.CLEAN


def _read(fleet: FleetLab) -> int:
    return sum(one.finished > 0 and not one.trouble for one in wikis.states(fleet.ledger))


def _trouble(fleet: FleetLab) -> list[str]:
    return [one.trouble for one in wikis.states(fleet.ledger) if one.trouble]


def test_of_two_clocks_one_is_in_charge_and_the_other_takes_over(fleet: FleetLab) -> None:
    other = fleet.machine("other", "clock")
    fleet.clock.start()
    until(lambda: "this clock is in charge" in fleet.clock.log.read_text(), "the first clock")
    other.start()
    try:
        until(lambda: "another clock is in charge" in other.log.read_text(), "the second clock")
        assert "this clock is in charge" not in other.log.read_text()
        fleet.clock.kill()
        until(lambda: "this clock is in charge" in other.log.read_text(), "the second clock")
    finally:
        other.stop()


class Swallows(Wakings):
    """A queue whose query is interrupted when its task is cancelled, and which tells that as a failure."""

    async def make_tables(self) -> None: ...

    async def give_up_stalled(self) -> list[str]:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise LedgerError("fleet", "the queue failed (canceling statement due to user request)", "") from None
        return []


def test_a_clock_that_is_asked_to_stop_within_a_query_stops(fleet: FleetLab) -> None:
    stop = threading.Event()

    async def asked_within_a_query() -> None:
        files = WikiFiles(fleet.folder / "config.yaml")
        running = asyncio.create_task(clock.run(files, fleet.ledger, Swallows(fleet.address), stop))
        await asyncio.sleep(1)
        stop.set()
        running.cancel()
        await asyncio.wait_for(running, 30)

    asyncio.run(asked_within_a_query())


@pytest.mark.parametrize("seconds", [0, 0.002, 0.01, 0.05])
def test_who_is_asked_to_stop_while_the_queue_opens_stops(fleet: FleetLab, seconds: float) -> None:
    async def work() -> None:
        async with Wakings(fleet.address):
            await asyncio.sleep(600)

    async def asked_soon() -> None:
        running = asyncio.create_task(work())
        await asyncio.sleep(seconds)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    thread = threading.Thread(target=lambda: asyncio.run(asked_soon()), daemon=True)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


def test_several_processes_end_with_the_one_that_started_them(fleet: FleetLab) -> None:
    fleet.clock.start()
    several = fleet.machine("several", "worker", "--processes", "2")
    several.start()
    until(lambda: fleet_queue.has_tables(fleet.ledger), "the clock")
    until(lambda: fleet_queue.state(fleet.ledger).workers == 2, "two workers")
    several.stop()
    assert several.log.read_text().count("stopped") == 2


def test_before_the_first_clock_one_is_told_what_to_start(
    fleet: FleetLab, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(fleet.folder)
    assert run(["fleet", "status"]) is Status.CANNOT_RUN
    assert "fleet: no clock has run yet; start one: linterbot fleet clock" in capsys.readouterr().err
    fleet.workers[0].start()
    until(lambda: "waiting for a clock" in fleet.workers[0].log.read_text(), "the worker's patience")
    fleet.workers[0].stop()


def test_after_a_restore_every_wiki_is_asked_first(fleet: FleetLab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fleet.folder)
    wikis.follow(fleet.ledger, {"wiki001": "1", "wiki002": "1"})
    for name in ("wiki001", "wiki002"):
        _done(fleet.ledger, name, every=1000.0)
    assert run(["fleet", "restored"]) is Status.CLEAN
    assert [one.name for one in wikis.due(fleet.ledger, 9, set())] == ["wiki001", "wiki002"]
    for name in ("wiki001", "wiki002"):
        assert key_values.get(Ledger(fleet.ledger.engine, name), key_values.RESTORED)


def test_a_fleet_needs_a_server(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text("state: state\n")
    for words in (["clock"], ["worker"], ["status"], ["wake", "one"]):
        assert run(["fleet", *words]) is Status.CANNOT_RUN
        assert "ledger: a fleet needs a ledger on a PostgreSQL server" in capsys.readouterr().err


def test_without_its_packages_the_command_says_what_to_install(here: Path) -> None:
    code = "import sys; sys.modules['procrastinate'] = None; from importlib import util; real = util.find_spec; "
    code += "util.find_spec = lambda name, *more: None if name == 'procrastinate' else real(name, *more); "
    code += "from linterbot.cli import run; sys.exit(run(['fleet', 'status']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=here)
    assert done.returncode == Status.CANNOT_RUN
    assert 'run: pip install "linterbot[fleet]"' in done.stderr


def test_a_wiki_is_due_by_how_long_nobody_edited_it() -> None:
    for silent, seconds in ((0, 60), (599, 60), (6000, 600), (10**9, 6 * 3600)):
        assert schedule.every(silent, 0.5) == pytest.approx(seconds, rel=0.01)


@given(st.floats(0, 1e10), st.floats(0, 1))
def test_no_wiki_is_asked_too_often_or_forgotten(silent: float, chance: float) -> None:
    assert schedule.SHORTEST * 0.9 <= schedule.every(silent, chance) <= schedule.LONGEST * 1.1


@given(st.integers(0, 1000), st.floats(0, 1000))
def test_every_worker_has_something_to_do_and_no_more_than_that(workers: int, cost: float) -> None:
    waiting = schedule.most_waiting(workers, cost)
    assert 4 * max(workers, 1) <= waiting <= 200 * max(workers, 1)


def test_a_wiki_that_was_big_once_becomes_small_again() -> None:
    cost = schedule.expected_cost(0, 60)
    assert schedule.Waking("one", 0, cost).is_big
    for _ in range(10):
        cost = schedule.expected_cost(cost, 1)
    assert not schedule.Waking("one", 0, cost).is_big


def test_those_that_wait_longest_come_first_and_nobody_twice(server: Databases) -> None:
    ledger = open_ledger(server.empty(), "")
    wikis.follow(ledger, {f"wiki{at}": "1" for at in range(5)})
    for at in (3, 1, 4):
        _done(ledger, f"wiki{at}", every=-1000.0 * at)
    assert [one.name for one in wikis.due(ledger, 3, set())] == ["wiki4", "wiki3", "wiki1"]
    assert [one.name for one in wikis.due(ledger, 2, {"wiki4"})] == ["wiki3", "wiki1"]
    wikis.woken(ledger, ["wiki4", "wiki3"])
    assert [one.name for one in wikis.due(ledger, 1, set())] == ["wiki1"]
    _done(ledger, "wiki1", every=-5000.0, trouble="why")
    assert "wiki1" not in [one.name for one in wikis.due(ledger, 9, set())]
    wikis.follow(ledger, {"wiki1": "2", "wiki2": "1"})
    assert {one.name: one.trouble for one in wikis.states(ledger)} == {"wiki1": "", "wiki2": ""}
    engines.let_go(ledger.engine.url.render_as_string())


def _done(ledger: Ledger, name: str, every: float, trouble: str = "") -> None:
    state, _ = wikis.state_of(ledger, name)
    assert state is not None
    wikis.done(ledger, state, wikis.Round(cost=1, late=0, last_edit=0, every=every, trouble=trouble))


def test_what_somebody_approves_is_sent_by_any_worker_at_once(fleet: FleetLab) -> None:
    (fleet.folder / "wikis" / "wiki000.yaml").write_text("path: wiki000.sqlite\nrules: {duplicate-example: flag}\n")
    fleet.edit("wiki000")
    fleet.clock.start()
    fleet.workers[0].start()
    ledger = Ledger(fleet.ledger.engine, "wiki000")
    until(lambda: bool(findings.of_page(ledger, "Page 0")), "a finding")
    with open_reader(reader.load(fleet.folder / "config.yaml"), "wiki000") as context:
        (one,) = findings.of_page(ledger, "Page 0")
        assert isinstance(approvals.note(context, one, "Wren", ""), Approval)
    until(lambda: fleet.wrong_on("wiki000") == [], "the approved fix")
    assert fleet.unexplained_edits() == []


@pytest.fixture
def worker(fleet: FleetLab) -> Worker:
    """A worker in this very process, on a fleet whose clock has seen its wikis."""
    files = WikiFiles(fleet.folder / "config.yaml")
    wikis.follow(fleet.ledger, files.versions())
    return Worker(files, fleet.ledger)


def until_due(fleet: FleetLab) -> float:
    state, now = wikis.state_of(fleet.ledger, "wiki000")
    assert state is not None
    return state.due - now


def test_a_wiki_that_another_machine_holds_is_due_again_soon(fleet: FleetLab, worker: Worker) -> None:
    assert leases.take(Ledger(fleet.ledger.engine, "wiki000"), "elsewhere net 1 1 x")
    worker.patrol("wiki000", wikis.now(fleet.ledger))
    assert 0 < until_due(fleet) <= 15
    state, _ = wikis.state_of(fleet.ledger, "wiki000")
    assert state is not None
    assert state.finished == 0  # it was not read


def test_a_round_that_was_cut_short_goes_on_at_once_elsewhere(fleet: FleetLab, worker: Worker) -> None:
    (fleet.folder / "wikis" / "wiki000.yaml").write_text("path: wiki000.sqlite\nseconds-between-edits: 5\n")
    wikis.follow(fleet.ledger, WikiFiles(fleet.folder / "config.yaml").versions())
    for _ in range(3):
        fleet.edit("wiki000")
    worker.stop()
    worker.patrol("wiki000", wikis.now(fleet.ledger))
    assert until_due(fleet) <= 0


def test_a_failing_wiki_is_left_alone_for_a_while(fleet: FleetLab, worker: Worker) -> None:
    (fleet.folder / "wikis" / "wiki000.yaml").write_text(
        "kind: mediawiki\napi: http://127.0.0.1:9/api.php\nuser: Nobody\n"
    )
    wikis.follow(fleet.ledger, WikiFiles(fleet.folder / "config.yaml").versions())
    worker.patrol("wiki000", wikis.now(fleet.ledger))
    assert 200 < until_due(fleet) <= 330


def test_a_configuration_that_was_corrected_meanwhile_is_not_set_aside(fleet: FleetLab, worker: Worker) -> None:
    state, _ = wikis.state_of(fleet.ledger, "wiki000")
    assert state is not None
    wikis.follow(fleet.ledger, {"wiki000": "corrected"})
    wikis.done(fleet.ledger, state, wikis.Round(1, 0, 0, 1000, "it is broken", read=False))
    (now,) = wikis.states(fleet.ledger)
    assert now.trouble == ""
    assert until_due(fleet) <= 0


def test_after_approved_writes_a_round_is_soon(fleet: FleetLab, worker: Worker) -> None:
    _done(fleet.ledger, "wiki000", every=10_000.0)
    worker.send("wiki000", 0.0)
    assert 0 < until_due(fleet) <= 60
    _done(fleet.ledger, "wiki000", every=5.0)
    worker.send("wiki000", 0.0)
    assert until_due(fleet) <= 5


def test_every_wiki_has_its_own_share_of_the_spread() -> None:
    shares = [schedule.share_of(f"wiki{number}") for number in range(1000)]
    assert min(shares) < 0.01
    assert max(shares) > 0.99
    assert 0.45 < sum(shares) / len(shares) < 0.55
    assert schedule.share_of("wiki7") == shares[7]


def test_a_ledger_that_fails_in_the_middle_is_not_the_wikis_fault(fleet: FleetLab, worker: Worker) -> None:
    with fleet.ledger.engine.begin() as db:
        db.execute(text("DROP TABLE lease"))
    worker.patrol("wiki000", wikis.now(fleet.ledger))
    assert 0 < until_due(fleet) <= 15
