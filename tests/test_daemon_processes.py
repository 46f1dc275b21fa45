"""Several wikis in one daemon: each has a process of its own, which is started again, and ends with the daemon."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue

import pytest
from apscheduler.schedulers.base import STATE_STOPPED

from linterbot.cli import Status, run
from linterbot.config import reader
from linterbot.daemon import _Jobs
from linterbot.daemon.approvals import Approvals
from linterbot.daemon.supervisor import Child, supervise
from linterbot.wiki.sandbox.people import Person
from tests.test_crashes import ONCE, TWICE
from tests.waiting import PATIENCE, until

CONFIG = """state: state
wikis:
  one: {kind: sandbox, path: one.sqlite, pack: tropedia, operator: somebody}
  two: {kind: sandbox, path: two.sqlite, pack: tropedia, operator: somebody}
jobs:
  watch-one: {wiki: one, cron: "0 0 1 1 *"}
  watch-two: {wiki: two, cron: "0 0 1 1 *"}
"""


def python(script: str) -> Callable[[str], list[str]]:
    return lambda wiki: [sys.executable, "-c", script, wiki]


def test_a_process_that_ends_is_started_again_and_the_others_go_on(tmp_path: Path) -> None:
    script = f"""
import os, signal, sys
open(r'{tmp_path}/' + sys.argv[1], 'a').write(f'{{os.getpid()}}\\n')
if sys.argv[1] == 'well':
    signal.pause()
sys.exit(1)
"""
    asked: SimpleQueue[str] = SimpleQueue()
    reasons: list[str] = []
    child = Child(python(script), refused=77, again=0.01)
    thread = threading.Thread(target=lambda: reasons.append(supervise(["ill", "well"], child, asked)))
    thread.start()
    until(lambda: (tmp_path / "ill").exists() and len((tmp_path / "ill").read_text().split()) >= 3)
    asked.put("enough")
    thread.join(PATIENCE)
    assert reasons == ["enough"]
    (well,) = (tmp_path / "well").read_text().split()
    assert not alive(int(well))


def test_when_every_wiki_refuses_the_account_nothing_is_left() -> None:
    child = Child(python("import sys; sys.exit(77)"), refused=77)
    assert supervise(["one", "two"], child, SimpleQueue()) == ""


def alive(process: int) -> bool:
    with suppress(ProcessLookupError, FileNotFoundError):
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@contextmanager
def daemon(here: Path, config: str = CONFIG) -> Iterator[tuple[subprocess.Popen[str], list[str], dict[str, int]]]:
    """Run a daemon for two wikis; yield it, its log, and the process of each wiki."""
    (here / "config.yaml").write_text(config)
    command = [sys.executable, "-m", "linterbot", "daemon"]
    lines: list[str] = []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=here) as process:
        log = process.stderr
        assert log is not None
        reader = threading.Thread(target=lambda: lines.extend(iter(log.readline, "")))
        reader.start()
        try:
            until(lambda: len(re.findall("next round at", "".join(lines))) == 2)
            yield process, lines, children(process.pid)
        finally:
            process.kill()
            reader.join(PATIENCE)


def children(parent: int) -> dict[str, int]:
    """Return the processes of the wikis."""
    out = {}
    for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        words = Path(f"/proc/{number}/cmdline").read_text().split("\0")
        out[words[words.index("--wiki") + 1]] = int(number)
    return out


def test_one_signal_ends_them_all_cleanly(here: Path) -> None:
    with daemon(here) as (process, lines, processes):
        assert processes.keys() == {"one", "two"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert not any(map(alive, processes.values()))
    log = "".join(lines)
    assert "one process for each wiki: one, two" in log
    assert len(re.findall("INFO stopped$", log, re.MULTILINE)) == 2
    assert "INFO stopped (SIGTERM)" in log


def test_a_killed_process_is_noticed_and_the_other_wiki_is_still_served(here: Path) -> None:
    with daemon(here) as (_, lines, processes):
        os.kill(processes["one"], signal.SIGKILL)
        until(lambda: "ERROR one: its process ended (status -9); starting it again in 30 s" in "".join(lines))
        assert alive(processes["two"])


def test_no_process_is_left_behind_when_the_daemon_is_killed(here: Path) -> None:
    with daemon(here) as (process, _, processes):
        process.kill()
        until(lambda: not any(map(alive, processes.values())))


def test_a_single_wiki_can_be_chosen(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(CONFIG)
    assert run(["daemon", "--wiki", "three"]) is Status.CANNOT_RUN
    assert 'no job is configured for "three"; choose from: one, two' in capsys.readouterr().err


@pytest.fixture
def flagged(here: Path) -> Path:
    """A folder with a wiki on which the bot found a fault that it may only flag."""
    (here / "config.yaml").write_text(CONFIG.replace("operator: somebody}", "operator: somebody, mode: flag}"))
    Person(here / "one.sqlite", "Quill").edit("Ropewalk", "A page.")
    assert run(["patrol", "--once", "--wiki", "one"]) is Status.CLEAN
    Person(here / "one.sqlite", "Quill").edit("Ropewalk", TWICE)
    assert run(["patrol", "--once", "--wiki", "one"]) is Status.CLEAN
    return here


def approve_without_an_account(folder: Path) -> None:
    """Note an approval in a process of its own, as one does that cannot write to the wiki."""
    script = """
from pathlib import Path
from linterbot.bot.opening import open_reader
from linterbot.config import reader
from linterbot.desk import approvals
from linterbot.ledger import findings
with open_reader(reader.load(Path("config.yaml")), "one") as context:
    (one,) = findings.of_page(context.ledger, "Ropewalk")
    assert isinstance(approvals.note(context, one, "Wren", ""), approvals.Approval)
"""
    subprocess.run([sys.executable, "-c", script], cwd=folder, check=True)


def edits_of_the_bot(folder: Path) -> int:
    return sum(one.user == "LinterBot" for one in Person(folder / "one.sqlite", "Quill").wiki.history("Ropewalk", 0))


def test_it_stops_although_a_job_is_about_to_add_another_one(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looking, go_on = threading.Event(), threading.Event()

    def new(_approvals: Approvals) -> list[str]:
        looking.set()
        assert go_on.wait(PATIENCE)
        return ["one"]

    monkeypatch.setattr(Approvals, "new", new)
    (here / "config.yaml").write_text(CONFIG)
    jobs = _Jobs(reader.load(Path("config.yaml")), ["one"], lambda: None)
    jobs.start()
    assert looking.wait(PATIENCE)
    stopping = threading.Thread(target=jobs.stop, daemon=True)
    stopping.start()
    until(lambda: jobs._scheduler.state == STATE_STOPPED)
    go_on.set()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()


def test_the_daemon_sends_at_once_what_somebody_approves(flagged: Path) -> None:
    config = (flagged / "config.yaml").read_text()
    with daemon(flagged, config) as (_, lines, _):
        approve_without_an_account(flagged)
        until(lambda: "INFO approvals on one: 0 changes, 0 pages read" in "".join(lines))
    assert edits_of_the_bot(flagged) == 1
    assert Person(flagged / "one.sqlite", "Quill").wiki.pages(["Ropewalk"])[0].text == ONCE
    assert "1 sent from an earlier round" in "".join(lines)


def test_an_approval_outlives_a_killed_daemon_and_is_sent_once(flagged: Path) -> None:
    config = (flagged / "config.yaml").read_text()
    with daemon(flagged, config) as (process, _, _):
        process.kill()
        approve_without_an_account(flagged)
    with daemon(flagged, config):
        until(lambda: edits_of_the_bot(flagged) == 1)
    with daemon(flagged, config) as (process, _, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert edits_of_the_bot(flagged) == 1
