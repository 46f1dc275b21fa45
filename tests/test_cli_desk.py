"""The commands of the desk, as an operator uses them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from linterbot.cli import Status, run
from linterbot.ledger.track_record import wilson
from linterbot.wiki.sandbox.people import Person
from tests.conftest import WORK
from tests.test_cli_patrol import CONFIG, LONG

REPLY = "** To be fair, they were good candles, though."
PAGE = f"{WORK}\n{LONG}\n{REPLY}"


@pytest.fixture
def wiki(here: Path, capsys: pytest.CaptureFixture[str]) -> Person:
    """A wiki with one page to decide on, read once."""
    (here / "config.yaml").write_text(CONFIG.replace("rules: {", "rules: {natter: suggest, "))
    person = Person(here / "s.sqlite", "Quill")
    person.edit("Ropewalk", PAGE)
    assert run(["patrol", "--once"]) is Status.CLEAN
    capsys.readouterr()
    return person


def output(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """Run a command and return what it printed."""
    run(list(command))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return captured.out + captured.err


def number_of(capsys: pytest.CaptureFixture[str], rule: str) -> str:
    found = re.search(rf"^ +(\d+)  line \d+, {rule} ", output(capsys, "queue"), re.MULTILINE)
    assert found is not None
    return found[1]


def text(wiki: Person, title: str = "Ropewalk") -> str:
    return wiki.wiki.pages([title])[0].text


def test_the_queue_lists_what_waits_and_can_be_narrowed(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    out = output(capsys, "queue")
    assert out.startswith("Ropewalk\n")
    assert "natter (warning), 0 h: To be fair" in out
    assert "suggested: Remove it" in out
    assert out.endswith("2 open findings\n")
    assert output(capsys, "queue", "--rule", "natter").endswith("1 open finding\n")
    assert output(capsys, "queue", "--page", "rope").endswith("2 open findings\n")
    assert output(capsys, "queue", "--page", "lamp").endswith("0 open findings\n")
    assert output(capsys, "queue", "--age", "1").endswith("0 open findings\n")
    assert output(capsys, "queue", "--older").endswith("0 older findings\n")


def test_an_approved_fix_is_made_and_recorded(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    number = number_of(capsys, "natter")
    shown = output(capsys, "show", number)
    assert "-** To be fair" in shown
    assert f"linterbot approve {number}" in shown
    assert "done, revision 3" in output(capsys, "approve", number, "--why", "reads better")
    assert text(wiki) == f"{WORK}\n{LONG}"
    after = output(capsys, "show", number)
    assert re.search(r"approved by .*: reads better", after)
    assert "fix: done (revision 3)" in after
    assert "is already resolved" in output(capsys, "approve", number)
    assert re.search(r"natter +suggest +1 +0 +1 +0 +21%", output(capsys, "status"))


def test_what_no_longer_applies_is_reported_and_not_forced(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    number = number_of(capsys, "natter")
    wiki.edit("Ropewalk", f"{WORK}\n{LONG}")
    assert "it is no longer on the page" in output(capsys, "approve", number)
    wiki.delete("Ropewalk")
    assert "the page is gone" in output(capsys, "approve", number)
    assert "there is no such finding" in output(capsys, "approve", "999")


def test_what_only_a_person_can_fix_is_reported(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    number = number_of(capsys, "lone-sub-example")
    assert run(["approve", number]) is Status.FINDINGS
    assert "a person has to edit the page" in capsys.readouterr().out
    assert text(wiki) == PAGE


def test_an_approval_waits_for_a_stop_page_and_is_sent_afterwards(
    wiki: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    number = number_of(capsys, "natter")
    wiki.edit("User:LinterBot/Stop", "not now")
    assert "approved, and waits: [[User:LinterBot/Stop]] says: not now" in output(capsys, "approve", number)
    assert "planned: fix Ropewalk" in output(capsys, "status")
    run(["patrol", "--once"])
    assert text(wiki) == PAGE
    wiki.edit("User:LinterBot/Stop", "")
    run(["patrol", "--once"])
    assert text(wiki) != PAGE


def test_an_approval_that_waits_is_not_forced_onto_a_newer_page(
    wiki: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    number = number_of(capsys, "natter")
    wiki.edit("User:LinterBot/Stop", "not now")
    output(capsys, "approve", number)
    wiki.edit("User:LinterBot/Stop", "")
    wiki.edit("Ropewalk", f"{PAGE}\n* And more.")
    run(["patrol", "--once"])
    assert text(wiki) == f"{PAGE}\n* And more."
    assert "stale: the page has since been edited, created or deleted" in output(capsys, "log")


@pytest.mark.parametrize("command", ["reject", "ignore"])
def test_what_is_closed_stays_closed(wiki: Person, capsys: pytest.CaptureFixture[str], command: str) -> None:
    number = number_of(capsys, "natter")
    assert f"{command.rstrip('e')}ed; `linterbot reopen {number}` takes it back" in output(
        capsys, command, number, "--why", "it is fair"
    )
    wiki.edit("Ropewalk", f"{PAGE}\n* And more.")
    run(["patrol", "--once"])
    capsys.readouterr()
    assert "natter" not in output(capsys, "queue")
    assert "natter" not in text(wiki, "User:LinterBot/Report")
    assert re.search(rf"{command.rstrip('e')}ed by .*: it is fair", output(capsys, "show", number))
    assert f"no. {number} on Ropewalk: taken back; it is open again" in output(
        capsys, "reopen", number, "--why", "a slip"
    )
    assert "natter" in output(capsys, "queue")
    assert f"no. {number} on Ropewalk: was not dismissed; it is open" in output(capsys, "reopen", number)
    run(["patrol", "--once"])
    capsys.readouterr()
    assert "natter" in text(wiki, "User:LinterBot/Report")
    assert re.search(r"reopened by .*: a slip", output(capsys, "show", number))


def test_what_is_gone_by_the_time_it_is_reopened_is_resolved(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    number = number_of(capsys, "natter")
    output(capsys, "ignore", number)
    wiki.edit("Ropewalk", f"{WORK}\n{LONG}")
    run(["patrol", "--once"])
    output(capsys, "reopen", number)
    assert "natter" in output(capsys, "queue")
    run(["patrol", "--once"])
    capsys.readouterr()
    assert "natter" not in output(capsys, "queue")
    assert f"no. {number} on Ropewalk: was not dismissed; it is resolved" in output(capsys, "reopen", number)
    told = re.findall(r"^  \S+Z  (.*)$", output(capsys, "show", number), re.MULTILINE)
    events = {re.sub(" by .*", "", line) for line in told}  # some in the same second, so in no sure order
    assert events == {"found", "ignored", "reopened", "gone from the page"}


def test_a_rejection_needs_a_reason(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reject", "1"]) is Status.CANNOT_RUN
    assert "--why" in capsys.readouterr().err


def test_a_run_is_undone_where_nobody_edited_over_it(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    for title in ("Lamps", "Ladders"):
        wiki.edit(title, f"{WORK}\n{LONG}\n{LONG}")
    found = re.search(r"\(run (\w+)\)", output(capsys, "patrol", "--once"))
    assert found is not None
    wiki.edit("Ladders", f"{WORK}\n{LONG}\n* And more.")
    out = output(capsys, "undo", "--run", found[1], "--why", "a bad day")
    assert re.search(r"Lamps \(linterbot \w+\): undone", out)
    assert re.search(r"Ladders \(linterbot \w+\): somebody has edited over it; left as it is", out)
    assert text(wiki, "Lamps") == f"{WORK}\n{LONG}\n{LONG}"
    assert text(wiki, "Ladders") == f"{WORK}\n{LONG}\n* And more."
    assert "0 fixed" in output(capsys, "patrol", "--once")
    assert re.search(r"undone duplicate-example on Lamps: a bad day", output(capsys, "log"))


def test_what_a_rule_did_since_a_time_is_undone(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    wiki.edit("Lamps", f"{WORK}\n{LONG}\n{LONG}")
    run(["patrol", "--once"])
    assert "0 edits looked at" in output(capsys, "undo", "--rule", "duplicate-example", "--since", "2999-01-01")
    assert "1 edit looked at" in output(capsys, "undo", "--rule", "duplicate-example", "--since", "2020-01-01")
    assert run(["undo", "--rule", "duplicate-example"]) is Status.CANNOT_RUN
    assert run(["undo", "--rule", "duplicate-example", "--since", "yesterday"]) is Status.CANNOT_RUN


def test_a_pause_holds_until_it_is_ended(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    wiki.edit("Lamps", f"{WORK}\n{LONG}\n{LONG}")
    assert output(capsys, "pause", "one", "duplicate-example", "--why", "let us see") == "duplicate-example is paused\n"
    assert "duplicate-example is paused until a person resumes it: let us see" in output(capsys, "patrol", "--once")
    assert "PAUSED duplicate-example until somebody resumes it" in output(capsys, "status")
    assert output(capsys, "resume", "one", "duplicate-example") == "duplicate-example is resumed\n"
    assert "Lamps: fixed" in output(capsys, "patrol", "--once")
    assert output(capsys, "pause", "one") == "one is paused\n"
    wiki.edit("Ladders", f"{WORK}\n{LONG}\n{LONG}")
    assert "held: paused until a person resumes it: by hand" in output(capsys, "patrol", "--once")
    assert output(capsys, "resume", "one") == "one is resumed\n"
    assert output(capsys, "resume", "one") == "one was not paused\n"
    assert 'unknown rule "nater"; did you mean "natter"?' in output(capsys, "pause", "one", "nater")


def test_status_warns_of_auto_without_evidence(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    out = output(capsys, "status")
    assert "WARNING: duplicate-example is on auto without evidence" in out
    assert re.search(r"edits: \d+ of 60 in the last hour, \d+ of 300 in the last day", out)


def test_the_log_names_what_was_done_where_and_in_which_run(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    out = output(capsys, "log")
    assert re.search(r"^\S+Z  report User:LinterBot/Report: done, revision 2 \[run \w{8}\]$", out, re.MULTILINE)


def test_hostile_words_do_nothing_to_the_terminal(wiki: Person, capsys: pytest.CaptureFixture[str]) -> None:
    wiki.edit("Lamps \u202e", f"{WORK}\n{LONG}\n** To be fair, \x1b[2J\u202e they were good candles, though.")
    run(["patrol", "--once"])
    capsys.readouterr()
    for command in (["queue"], ["show", "3"], ["log"], ["status"]):
        out = output(capsys, *command)
        assert not {"\x1b[2J", "\u202e"} & {out[at : at + 4] for at in range(len(out))}
        assert "\u202e" not in out


@pytest.mark.parametrize(("good", "of", "bound"), [(0, 0, 0.0), (35, 35, 0.901), (1, 1, 0.207), (99, 100, 0.946)])
def test_the_lower_bound_is_wilsons(good: int, of: int, bound: float) -> None:
    assert wilson(good, of) == pytest.approx(bound, abs=0.001)
