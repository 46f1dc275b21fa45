"""`linterbot patrol` and `linterbot daemon`, as an operator runs them."""

from __future__ import annotations

import json
import logging
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from linterbot import daemon
from linterbot.bot.round_result import RoundResult
from linterbot.cli import Status, run
from linterbot.config import reader as config
from linterbot.config.sections import Config
from linterbot.daemon import work
from linterbot.daemon.log_lines import Held, log, to_stderr
from linterbot.errors import LoginRefused
from linterbot.guards.base import GuardName, Hold
from linterbot.ledger import leases, open_ledger
from linterbot.wiki.sandbox.people import Person
from tests.conftest import WORK
from tests.test_rulebook import GOOD

LONG = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days."
CONFIG = """state: state
wikis:
  one:
    kind: sandbox
    path: s.sqlite
    pack: tropedia
    operator: somebody
    mode: flag
    rules: {duplicate-example: auto}
    seconds-between-edits: 0
    edits: {minute: 100}
    patience: {edit-minutes: 0, page-hours: 0}
jobs:
  watch: {wiki: one, cron: "* * * * *"}
"""


@contextmanager
def logged_to_stderr(form: str) -> Iterator[None]:
    """Log as the daemon does, for a while."""
    kept, propagates = log.handlers[:], log.propagate
    try:
        to_stderr(form)
        yield
    finally:
        log.handlers[:], log.propagate = kept, propagates


@pytest.fixture
def wiki(here: Path) -> Person:
    (here / "config.yaml").write_text(CONFIG)
    person = Person(here / "s.sqlite", "Quill")
    person.edit("Ropewalk", f"{WORK}\n{LONG}\n{LONG}")
    return person


def test_a_round(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["patrol", "--once", "--dry-run"]) is Status.CLEAN
    out = capsys.readouterr().out
    assert out.startswith("would write: fix 1; held: 0\nRopewalk: would be fixed (duplicate-example)\n")
    assert "  line 3, duplicate-example: ''Ropewalk'': Mother Ansel" in out
    assert "dry run: 1 change, 1 page read" in out
    assert run(["patrol", "--once"]) is Status.CLEAN
    assert "Ropewalk: fixed (duplicate-example)" in capsys.readouterr().out
    assert wiki.wiki.pages(["Ropewalk"])[0].text == f"{WORK}\n{LONG}"


def test_a_dry_run_can_show_less(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"--rule=natter": False, "--rule=duplicate-example": True, "--rule=EX103": True, "--page=rope": True}
    for option, shown in options.items():
        assert run(["patrol", "--dry-run", option]) is Status.CLEAN
        out = capsys.readouterr().out
        assert out.startswith("would write: fix 1; held: 0\n")
        assert ("Ropewalk: would be fixed" in out) is shown
        assert "User:LinterBot/Report: would be" not in out
    assert run(["patrol", "--rule", "natter"]) is Status.CANNOT_RUN
    assert "a round is always whole" in capsys.readouterr().err
    assert run(["patrol", "--dry-run", "--rule=nater"]) is Status.CANNOT_RUN
    assert capsys.readouterr().err == 'linterbot: --rule: unknown rule "nater"; did you mean "natter"?\n'


def test_a_round_needs_no_confirmation(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["patrol"]) is Status.CLEAN
    assert "Ropewalk: fixed (duplicate-example)" in capsys.readouterr().out


def test_a_misspelt_rule_in_the_configuration_is_reported(
    wiki: Person, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "config.yaml").write_text(CONFIG.replace("duplicate-example: auto", "duplicate-exampel: auto"))
    assert run(["patrol", "--once"]) is Status.CANNOT_RUN
    assert 'unknown rule "duplicate-exampel"; did you mean "duplicate-example"?' in capsys.readouterr().err


def test_a_ledger_that_cannot_be_used_is_reported(wiki: Person, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for ledger, words in (
        ("nonsense", '"ledger" is not the address of a database'),
        ("sqlite:////proc/none/l.sqlite", "/proc/none: cannot be made"),
        ("nonsense://host/name", "the database cannot be used"),
    ):
        (here / "config.yaml").write_text(f"ledger: {ledger}\n{CONFIG}")
        assert run(["patrol", "--once"]) is Status.CANNOT_RUN
        assert words in capsys.readouterr().err


def test_a_ledger_that_breaks_in_use_is_reported(wiki: Person, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["patrol", "--once"]) is Status.CLEAN
    with closing(sqlite3.connect(here / "state" / "ledger.sqlite")) as db:
        db.execute("DROP TABLE finding")
    wiki.edit("Other", f"{WORK}\n{LONG}\n{LONG}")
    assert run(["patrol", "--once"]) is Status.CANNOT_RUN
    err = capsys.readouterr().err
    assert "linterbot: ledger: the database failed (no such table: finding)" in err
    assert "Traceback" not in err


def test_a_broken_house_rule_stops_patrol_but_not_the_daemon(
    wiki: Person, here: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    (here / "house").mkdir()
    (here / "house" / "bad.yaml").write_text(GOOD.replace("phrases:", "phrase:"))
    (here / "config.yaml").write_text(f"rule-paths: [house]\n{CONFIG}")
    assert run(["patrol", "--once"]) is Status.CANNOT_RUN
    assert 'bad.yaml:7: unknown key "phrase"' in capsys.readouterr().err
    parsed = config.load(here / "config.yaml")
    with caplog.at_level(logging.INFO, "linterbot"):
        work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
    assert "rule set aside, the others continue" in caplog.text
    assert "1 fixed" in caplog.text


def test_a_wiki_that_is_down_is_logged_and_the_next_round_goes_on(
    wiki: Person, here: Path, caplog: pytest.LogCaptureFixture
) -> None:
    parsed = config.load(here / "config.yaml")
    whole = (here / "s.sqlite").read_bytes()
    with caplog.at_level(logging.INFO, "linterbot"):
        for path in here.glob("s.sqlite*"):
            path.unlink()
        (here / "s.sqlite").write_text("no database, for a while; this is longer than a header")
        work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
        assert "trying again at the next round" in caplog.text
        (here / "s.sqlite").write_bytes(whole)


def test_a_refused_login_is_not_tried_round_after_round(
    wiki: Person, here: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise LoginRefused("wiki", "no")

    parsed = config.load(here / "config.yaml")
    monkeypatch.setattr(work, "patrol", refuse)
    assert work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event()) is False
    assert "not trying again until the daemon is restarted" in caplog.text


def test_a_fault_in_linterbot_does_not_end_the_daemon(
    wiki: Person, here: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = config.load(here / "config.yaml")
    monkeypatch.setattr(work, "patrol", lambda _: 1 // 0)
    work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
    assert "a fault in linterbot" in caplog.text


def test_what_the_operator_has_to_know_is_logged(
    wiki: Person, here: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def done(_: object) -> RoundResult:
        return RoundResult("run", stopped=[("natter", "reverted")], refused=[("Lamps", "a filter")])

    parsed = config.load(here / "config.yaml")
    monkeypatch.setattr(work, "patrol", done)
    with caplog.at_level(logging.INFO, "linterbot"):
        work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
    assert "ERROR" in {record.levelname for record in caplog.records}
    assert "natter is stopped until a person resumes it: reverted" in caplog.text
    assert "the wiki refused an edit to Lamps: a filter" in caplog.text


def test_what_is_held_is_logged_once_and_what_stops_everything_every_hour(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("linterbot.daemon.log_lines.time.monotonic", lambda: now[0])
    fresh = Hold(GuardName.FRESHNESS, "edited less than 120 min ago")
    stop = Hold(GuardName.STOP, "[[User:LinterBot/Stop]] says: no", stops_round=True)
    held = Held()
    with caplog.at_level(logging.INFO, "linterbot"):
        for minutes in (0, 10, 20, 70, 80):
            now[0] = minutes * 60.0
            held.note("watch", RoundResult("run", held=[("Lamps", fresh), ("Ropewalk", stop)]))
        held.note("watch", RoundResult("run"))
        held.note("watch", RoundResult("run", held=[("Ropewalk", stop)]))
    lines = [(record.levelname, record.getMessage()) for record in caplog.records]
    waits = ("INFO", "watch: Lamps waits: edited less than 120 min ago")
    stopped = ("ERROR", "watch: nothing is written: [[User:LinterBot/Stop]] says: no")
    assert lines == [waits, stopped, stopped, stopped]


def test_the_bots_own_limits_are_news_and_no_errors(caplog: pytest.LogCaptureFixture) -> None:
    limit = Hold(GuardName.BUDGET, "the limit of 6 edits a minute is reached; the rest waits", stops_round=True)
    with caplog.at_level(logging.INFO, "linterbot"):
        Held().note("watch", RoundResult("run", held=[("Lamps", limit), ("Ropewalk", limit)]))
    (record,) = caplog.records
    assert (record.levelname, record.getMessage()) == ("INFO", f"watch: {limit.reason}")


def test_the_log_can_be_json(capsys: pytest.CaptureFixture[str]) -> None:
    with logged_to_stderr("json"):
        log.error("a %s", "page: \x1b[2J")
        try:
            raise RuntimeError("what happened")
        except RuntimeError:
            log.exception("a fault")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["level"], first["message"]) == ("error", "a page: \x1b[2J")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["at"])
    assert "RuntimeError: what happened" in second["fault"]


def test_the_status_says_what_stops_the_bot_and_exits_accordingly(
    wiki: Person, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["patrol"]) is Status.CLEAN
    assert run(["status"]) is Status.CLEAN
    wiki.edit("User:LinterBot/Stop", "Please stop. --Quill")
    wiki.edit("Lamps", f"{WORK}\n{LONG}\n{LONG}")
    assert run(["patrol"]) is Status.CLEAN
    capsys.readouterr()
    assert run(["status"]) is Status.FINDINGS
    assert "STOPPED: [[User:LinterBot/Stop]] says: Please stop. --Quill" in capsys.readouterr().out
    wiki.edit("User:LinterBot/Stop", "")
    assert run(["patrol"]) is Status.CLEAN
    assert run(["status"]) is Status.CLEAN
    assert run(["pause", "one", "natter", "--why", "wait"]) is Status.CLEAN
    assert run(["status"]) is Status.FINDINGS
    wiki.wiki.close()
    whole = {path: path.read_bytes() for path in here.glob("s.sqlite*")}
    for path in whole:
        path.unlink()
    (here / "s.sqlite").write_text("no database, for a while; this is longer than a header")
    assert run(["patrol"]) is Status.CANNOT_RUN
    capsys.readouterr()
    assert run(["status"]) is Status.CANNOT_RUN
    assert "FAILED: " in capsys.readouterr().out
    for path, data in whole.items():
        path.write_bytes(data)
    assert run(["resume", "one", "natter"]) is Status.CLEAN
    assert run(["patrol"]) is Status.CLEAN
    assert run(["status"]) is Status.CLEAN


def test_the_daemon_ends_when_no_wiki_accepts_the_account(
    wiki: Person, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = config.parse(f'{CONFIG}  other: {{wiki: one, cron: "0 0 * * *"}}\n', here / "config.yaml")
    monkeypatch.setattr(daemon, "run_job", lambda *_: False)
    ended: list[str] = []
    jobs = daemon._Jobs(parsed, list(parsed.wikis), lambda: ended.append("no login"))
    jobs._scheduler.start(paused=True)
    jobs._run("watch", parsed.jobs["watch"])
    assert ended == []
    jobs._run("other", parsed.jobs["other"])
    assert ended == ["no login"]
    jobs.stop()


def test_a_refused_login_is_not_tried_for_every_approval(
    wiki: Person, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = config.parse(CONFIG, here / "config.yaml")
    tries: list[str] = []

    def refuse(_: Config, wiki: str, *others: object) -> bool:
        tries.append(wiki)
        return False

    monkeypatch.setattr(daemon, "send_what_was_approved", refuse)
    ended: list[str] = []
    jobs = daemon._Jobs(parsed, list(parsed.wikis), lambda: ended.append("no login"))
    jobs._scheduler.start(paused=True)
    for _ in range(3):
        jobs._send_approved("one")
    assert (tries, ended) == (["one"], ["no login"])
    jobs.stop()


def test_the_daemon_says_how_it_is_doing_in_files(
    wiki: Person, here: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    text = f"health: state/health.json\nmetrics: state/bot.prom\n{CONFIG}"
    parsed = config.parse(text, here / "config.yaml")
    jobs = daemon._Jobs(parsed, list(parsed.wikis), lambda: None)
    jobs._run("watch", parsed.jobs["watch"])
    said = json.loads((here / "state" / "health.json").read_text())
    assert (said["status"], said["wikis"]["one"]["status"], said["wikis"]["one"]["reason"]) == ("fine", "fine", "")
    metrics = (here / "state" / "bot.prom").read_text()
    assert re.search(r'^linterbot_last_round_timestamp_seconds\{wiki="one"\} 1[\d.]{9,}$', metrics, re.MULTILINE)
    assert 'linterbot_needs_person{wiki="one"} 0\n' in metrics
    assert 'linterbot_edits_last_day{wiki="one"} 1\n' in metrics
    wiki.edit("User:LinterBot/Stop", "Please stop.")
    wiki.edit("Lamps", f"{WORK}\n{LONG}\n{LONG}\n** To be fair, it is dark, though.")
    jobs._run("watch", parsed.jobs["watch"])
    said = json.loads((here / "state" / "health.json").read_text())
    assert said["status"] == "needs a person"
    assert "Please stop." in said["wikis"]["one"]["reason"]
    metrics = (here / "state" / "bot.prom").read_text()
    assert 'linterbot_needs_person{wiki="one"} 1\n' in metrics
    assert 'linterbot_open_findings{wiki="one",rule="natter"} 1\n' in metrics
    (here / "state" / "health.json").unlink()
    nowhere = parsed.model_copy(update={"health": Path("/proc/nobody/health.json")})
    daemon.health.write(nowhere)
    assert "health: " in caplog.text


def test_the_daemon_takes_no_rule_that_there_is_not(
    wiki: Person, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "config.yaml").write_text(CONFIG.replace("duplicate-example: auto", "duplicate-exampel: auto"))
    assert run(["daemon"]) is Status.CANNOT_RUN
    assert 'unknown rule "duplicate-exampel"; did you mean "duplicate-example"?' in capsys.readouterr().err


def test_a_second_daemon_waits_its_turn(wiki: Person, here: Path, caplog: pytest.LogCaptureFixture) -> None:
    parsed = config.load(here / "config.yaml")
    ledger = open_ledger(parsed.ledger_url, "one")
    with caplog.at_level(logging.INFO, "linterbot"), leases.held(ledger):
        assert work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
    ledger.close()
    assert "another linterbot is writing to this wiki" in caplog.text
    assert {record.levelname for record in caplog.records} == {"INFO"}


def test_a_stop_between_two_edits_loses_nothing(wiki: Person, here: Path, caplog: pytest.LogCaptureFixture) -> None:
    wiki.edit("Lamps", f"{WORK}\n{LONG}\n{LONG}")
    (here / "config.yaml").write_text(CONFIG.replace("edits: 0", "edits: 60"))
    parsed = config.load(here / "config.yaml")
    stop = threading.Event()
    stop.set()
    with caplog.at_level(logging.INFO, "linterbot"):
        work.run_job(parsed, "watch", parsed.jobs["watch"], stop)
    assert "the rest waits for the next start" in caplog.text
    parsed = config.parse(CONFIG, here / "config.yaml")
    work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
    assert {page.text for page in wiki.wiki.pages(["Lamps", "Ropewalk"])} == {f"{WORK}\n{LONG}"}


def test_the_daemon_ends_cleanly_on_a_signal(wiki: Person, here: Path) -> None:
    command = [sys.executable, "-m", "linterbot", "daemon"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=here) as process:
        assert process.stderr is not None
        assert re.search(r"INFO job watch: next round at \d{4}-\d\d-\d\d \d\d:\d\d:00Z", process.stderr.readline())
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()
        assert process.wait(30) == 0
    assert "stopping (SIGTERM)" in rest
    assert rest.rstrip().endswith("INFO stopped")


def test_a_daemon_without_work_or_with_a_bad_schedule_says_so(
    wiki: Person, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "config.yaml").write_text(CONFIG.partition("jobs:")[0])
    assert run(["daemon"]) is Status.CANNOT_RUN
    assert "no job is configured" in capsys.readouterr().err
    (here / "config.yaml").write_text(CONFIG.replace("* * * * *", "61 * * * *"))
    assert run(["daemon"]) is Status.CANNOT_RUN
    assert '"cron": a schedule has five parts' in capsys.readouterr().err


@pytest.mark.slow
def test_four_rounds_at_once_fix_a_page_once(wiki: Person, here: Path) -> None:
    command = [sys.executable, "-m", "linterbot", "patrol", "--once"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    ended = [(*one.communicate(timeout=120), one.returncode) for one in running]
    for out, err, status in ended:
        assert status == 0 or "another linterbot is writing to this wiki" in err, (out, err)
    assert 0 in {status for _, _, status in ended}
    history = wiki.wiki.history("Ropewalk", 0)
    assert [one.user for one in history] == ["Quill", "LinterBot"]


def test_the_log_of_a_fault_does_nothing_to_the_terminal(
    wiki: Person, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("words of a page: \x1b[2J\x1b]0;title\x07")

    parsed = config.load(here / "config.yaml")
    monkeypatch.setattr(work, "patrol", fail)
    with logged_to_stderr("text"):
        work.run_job(parsed, "watch", parsed.jobs["watch"], threading.Event())
    logged = capsys.readouterr().err
    assert "RuntimeError: words of a page: \N{SYMBOL FOR ESCAPE}[2J" in logged
    assert "\x1b" not in logged
