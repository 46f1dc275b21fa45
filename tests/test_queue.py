"""The queue: filtered and paged by the database, however many findings there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, text

from linterbot.cli import Status, run
from linterbot.desk.queue import QueueFilter, queue
from linterbot.ledger import Ledger, findings, open_ledger, record_findings
from linterbot.ledger.findings import Place, RecordedFinding, State
from linterbot.ledger.pages import PageRead
from linterbot.ledger.record_findings import SeenFinding
from linterbot.ledger.selection import Selection
from linterbot.model import Finding, Severity, Span
from tests.ledgers import Databases
from tests.test_cli_patrol import CONFIG

NOW = "2026-01-02T00:00:00Z"
ALL = QueueFilter()


def seen(rule: str, row: int, number: int) -> SeenFinding:
    finding = Finding("EX101", rule, Severity.WARNING, "m.", "p", Span(0, 1), (), None, f"{number}")
    return SeenFinding(finding, "words", row, fixable=False, suggestion="")


@pytest.fixture
def ledger(databases: Databases, tmp_path: Path) -> Iterator[Ledger]:
    one = open_ledger(databases.at(tmp_path / "ledger.sqlite"), "one")
    yield one
    one.close()


def fill(ledger: Ledger, *rows: tuple[str, str, int], now: str = NOW) -> None:
    """Record findings: (page, rule, row)."""
    pages: dict[str, list[SeenFinding]] = {}
    for number, (title, rule, row) in enumerate(rows):
        pages.setdefault(title, []).append(seen(rule, row, number))
    record_findings.record(ledger, [(PageRead(title, 0, 1, "", ""), found) for title, found in pages.items()], now)


def walk(ledger: Ledger, wanted: QueueFilter, limit: int) -> Iterator[RecordedFinding]:
    """Yield the whole queue, part by part."""
    after: Place | None = None
    while True:
        part = queue(ledger, wanted, NOW, limit, after)
        assert len(part.items) <= limit
        yield from part.items
        if part.next is None:
            return
        after = part.next


ROWS = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["natter", "word-cruft"]), st.integers(1, 3)))


@given(ROWS, st.integers(1, 4), st.sampled_from(["", "natter"]), st.sampled_from(["", "a"]))
@pytest.mark.slow
def test_the_parts_together_are_the_whole_and_each_finding_comes_once(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, int]], limit: int, rule: str, words: str
) -> None:
    ledger = open_ledger("sqlite:///" + str(tmp_path_factory.mktemp("queue") / "l.sqlite"), "one")
    fill(ledger, *rows)
    found = [(one.title, one.rule, one.row) for one in walk(ledger, QueueFilter(rule, words), limit)]
    wanted = [one for one in rows if rule in ("", one[1]) and words in one[0].lower()]
    assert sorted(found) == sorted(wanted)
    assert [(title, row) for title, _, row in found] == sorted((title, row) for title, _, row in found)
    assert queue(ledger, QueueFilter(rule, words), NOW, limit).total == len(wanted)
    ledger.close()


def test_titles_are_found_in_any_case_and_in_any_alphabet(ledger: Ledger) -> None:
    fill(ledger, ("ÉTUDE 100%", "natter", 1), ("Etude", "natter", 1), ("100 Etudes_", "natter", 1))
    for words, titles in (("étude", ["ÉTUDE 100%"]), ("ETUDE", ["100 Etudes_", "Etude"]), ("0%", ["ÉTUDE 100%"])):
        assert [one.title for one in walk(ledger, QueueFilter(title_words=words), 10)] == titles


def test_age_counts_from_when_a_finding_opened(ledger: Ledger) -> None:
    fill(ledger, ("Old", "natter", 1), now="2025-12-01T00:00:00Z")
    fill(ledger, ("New", "natter", 1), now=NOW)
    assert [one.title for one in walk(ledger, QueueFilter(days=7), 10)] == ["Old"]
    assert [one.title for one in walk(ledger, QueueFilter(days=0), 10)] == ["New", "Old"]


def test_no_question_is_cut_short(ledger: Ledger) -> None:
    many = [(f"Page {number:04}", "natter", 1) for number in range(2_500)]
    fill(ledger, *many)
    assert sum(1 for _ in findings.each(ledger, Selection([State.OPEN]))) == 2_500
    assert len(findings.titles(ledger, Selection([State.OPEN]))) == 2_500


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (ALL, "finding_by_title"),
        (replace(ALL, rule="natter"), "finding_by_rule"),
        (replace(ALL, older=True), "finding"),
    ],
)
def test_a_part_of_the_queue_is_read_from_an_index_in_its_order(
    databases: Databases, ledger: Ledger, wanted: QueueFilter, index: str
) -> None:
    fill(ledger, *[(f"Page {number:04}", "natter", 1) for number in range(100)])
    asked: list[tuple[str, tuple[Any, ...]]] = []
    event.listen(ledger.engine, "before_cursor_execute", lambda *one: asked.append((one[2], one[3])))
    queue(ledger, wanted, NOW, 50, Place("Page 0010", 1, 11))
    question, values = asked[0]
    with ledger.engine.connect() as db:
        if not databases.are_files:
            db.execute(text("SET enable_seqscan = off"))  # so few rows are read faster without an index
        explain = "EXPLAIN QUERY PLAN" if databases.are_files else "EXPLAIN"
        rows = db.exec_driver_sql(f"{explain} {question}", values)
        plan = " ".join(map(str, rows))
        assert db.execute(text("SELECT count(*) FROM finding")).scalar_one() == 100
    if databases.are_files:
        assert index in plan
        assert "TEMP B-TREE" not in plan or wanted.rule
    else:  # which index it takes depends on how many rows there are
        assert "Index Scan using finding" in plan
        assert "Sort" not in plan


@pytest.mark.parametrize(
    "command", [["queue", "--rule", "nater"], ["undo", "--rule", "nater", "--since", "2026-01-01"]]
)
def test_an_unknown_rule_is_refused(here: Path, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    (here / "config.yaml").write_text(CONFIG)
    assert run(command) is Status.CANNOT_RUN
    assert 'unknown rule "nater"; did you mean "natter"?' in capsys.readouterr().err


def test_findings_of_linterbots_own_have_a_rule_too(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(CONFIG)
    assert run(["queue", "--rule", "page-not-read"]) is Status.CLEAN
    assert capsys.readouterr().out == "0 open findings\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("2026-11-20T14:00:00", "2026-11-20T14:00:00Z"),
        ("2026-11-20T14:00:00Z", "2026-11-20T14:00:00Z"),
        ("2026-11-20T14:00:00+02:00", "2026-11-20T12:00:00Z"),
        ("2026-11-20T23:30:00-05:00", "2026-11-21T04:30:00Z"),
    ],
)
def test_a_time_is_taken_in_the_zone_it_was_given_in(typed: str, meant: str) -> None:
    from linterbot.cli.commands.undo import _time

    assert _time(typed) == meant
