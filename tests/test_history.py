"""The history of findings: each change of state is recorded, weeks count exactly those, verdicts can be taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import OperationalError

from linterbot.bot import verdicts
from linterbot.ledger import (
    Ledger,
    actions,
    changes,
    decisions,
    findings,
    open_ledger,
    pages,
    record_findings,
    revisits,
    states,
    weeks,
)
from linterbot.ledger.actions import ActionKind, ActionState, Plan
from linterbot.ledger.changes import Cause
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.pages import PageRead
from linterbot.ledger.record_findings import SeenFinding
from linterbot.ledger.selection import Selection
from linterbot.ledger.timestamps import timestamp
from linterbot.ledger.track_record import track_records
from linterbot.ledger.weeks import Week
from linterbot.model import Finding, Severity, Span
from tests.ledgers import DATABASES, databases_of

MONDAY = "2026-01-05T00:00:00Z"
RULES = {"f": "natter", "g": "natter", "h": "duplicate-example"}
NUMBERS = count()


@pytest.fixture(scope="module", params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with databases_of(request) as databases:
        one = open_ledger(databases.at(tmp_path_factory.mktemp("history") / "ledger.sqlite"), "one")
        yield one
        one.close()


@pytest.fixture
def ledger(engine: Ledger) -> Ledger:
    return replace(engine, wiki=f"wiki {next(NUMBERS)}")


def seen_as(fingerprint: str, reported: bool = True) -> SeenFinding:
    rule = RULES[fingerprint]
    finding = Finding("EX101", rule, Severity.WARNING, "m.", "p", Span(0, 1), (), None, fingerprint)
    return SeenFinding(finding, "words", 3, fixable=False, suggestion="", reported=reported)


def read(ledger: Ledger, title: str, revision: int, there: str, now: str, reported: bool = True) -> None:
    found = [seen_as(one, reported) for one in there]
    record_findings.record(ledger, [(PageRead(title, len(title), revision, "", ""), found)], now)


def only(ledger: Ledger) -> RecordedFinding:
    (one,) = findings.each(ledger, Selection(tuple(State)))
    return one


@dataclass
class World:
    """A ledger to which anything may happen at any time."""

    ledger: Ledger
    moment: datetime
    revision: int = 0

    @property
    def now(self) -> str:
        return timestamp(self.moment)

    def do(self, what: str, title: str, there: str, days: int) -> None:
        """Let one thing happen; `days` is how long ago it was said, or how long nothing happens."""
        ledger, said = self.ledger, timestamp(self.moment - timedelta(days=days))
        some = next(iter(findings.on_pages(ledger, Selection(tuple(State)), [title])), None)
        if what in ("read", "read silently"):
            self.revision += 1
            read(ledger, title, self.revision, there, self.now, reported=what == "read")
        elif what in ("rejected", "ignored") and some is not None:
            verdicts.close(ledger, some, Verdict(what), "Wren", "", said)
        elif what == "reopened" and some is not None:
            verdicts.reopen(ledger, some, "Wren", "", said)
        elif what == "undone":
            states.close(ledger, title, there, State.REJECTED, self.now, Cause.UNDONE, "Quill")
        elif what == "gone":
            states.forget_page(ledger, title, self.now)
        elif what == "moved":
            pages.moved(ledger, title, "B", self.now)
        elif what == "later":
            self.moment += timedelta(days=days)
        elif what == "counted":
            weeks.fold(ledger, self.now)


STEPS = st.tuples(
    st.sampled_from(
        [
            "read",
            "read",
            "read silently",
            "rejected",
            "ignored",
            "reopened",
            "undone",
            "gone",
            "moved",
            "later",
            "counted",
        ]
    ),
    st.sampled_from(["A", "B"]),
    st.sampled_from(["", "f", "fg", "fgh", "h"]),
    st.integers(0, 20),
)


def recounted(ledger: Ledger, until: str) -> dict[tuple[str, str], Counter[str]]:
    """Count every change by itself, in Python; and what was open at the end of each week, from the beginning on."""
    out: dict[tuple[str, str], Counter[str]] = {}
    every = changes.since(ledger, "")
    for one in every:
        column = {"open": "opened", "rejected": "rejected", "ignored": "ignored", "resolved": "resolved"}.get(one.after)
        closed = one.before in ("rejected", "ignored")
        if one.after == "open" and closed:
            column = "reopened"
        elif one.after == "rejected" and one.cause is Cause.UNDONE:
            column = "reverted"
        elif one.after == "resolved" and closed:
            column = None
        if column and one.at < until:
            out.setdefault((weeks.name_of(datetime.fromisoformat(one.at)), one.rule), Counter())[column] += 1
    start = min((datetime.fromisoformat(one.at) for one in every), default=None)
    while start is not None and timestamp(start) < until:
        end = timestamp(start - timedelta(days=start.weekday()) + timedelta(weeks=1))[:10]
        for rule in sorted(set(RULES.values())):
            earlier = [one for one in every if one.rule == rule and one.at < end]
            number = sum((one.after == "open") - (one.before == "open") for one in earlier)
            if number:
                out.setdefault((weeks.name_of(start), rule), Counter())["open_at_end"] = number
        start += timedelta(weeks=1)
    return out


def counted(found: list[Week]) -> dict[tuple[str, str], Counter[str]]:
    return {
        (one.week, one.rule): Counter({name: n for name, n in vars(one).items() if isinstance(n, int) and n})
        for one in found
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=25))
def test_weeks_equal_a_recount_and_the_history_ends_in_what_is(
    engine: Ledger, steps: list[tuple[str, str, str, int]]
) -> None:
    world = World(replace(engine, wiki=f"wiki {next(NUMBERS)}"), datetime.fromisoformat("2026-03-04T12:00:00Z"))
    for step in steps:
        world.do(*step)
    ended: dict[int, str] = {}
    for change in changes.since(world.ledger, ""):
        assert ended.get(change.finding, "") == change.before != change.after
        ended[change.finding] = change.after
    there = {one.id: str(one.state) for one in findings.each(world.ledger, Selection(tuple(State)))}
    assert {number: state for number, state in ended.items() if state} == there
    world.do("later", "", "", 7)
    uncounted = weeks.newest(world.ledger, 400, world.now)
    weeks.fold(world.ledger, world.now)
    if all(what != "counted" for what, *_ in steps):
        assert weeks.newest(world.ledger, 400, world.now) == uncounted
    this_week = timestamp(world.moment - timedelta(days=world.moment.weekday()))[:10]
    kept = [one for one in weeks.newest(world.ledger, 400, world.now) if one.week < weeks.name_of(world.moment)]
    assert counted(kept) == recounted(world.ledger, this_week)


def test_a_verdict_is_taken_back_to_what_was_before_it(ledger: Ledger) -> None:
    for reported, state in ((True, State.OPEN), (False, State.BACKLOG)):
        title = f"Page {reported}"
        read(ledger, title, 1, "f", MONDAY, reported)
        (one,) = findings.on_pages(ledger, Selection(tuple(State)), [title])
        verdicts.close(ledger, one, Verdict.REJECTED, "Wren", "", MONDAY)
        rejected = findings.numbered(ledger, one.id)
        assert rejected is not None
        verdicts.close(ledger, rejected, Verdict.IGNORED, "Wren", "", MONDAY)
        ignored = findings.numbered(ledger, one.id)
        assert ignored is not None
        assert verdicts.reopen(ledger, ignored, "Quill", "a slip", MONDAY) is state
        assert findings.numbered(ledger, one.id) == replace(one, since=MONDAY)
    assert revisits.due(ledger, MONDAY) == ["Page False", "Page True"]


def test_only_what_was_closed_can_be_taken_back(ledger: Ledger) -> None:
    read(ledger, "A", 1, "f", MONDAY)
    one = only(ledger)
    assert verdicts.reopen(ledger, one, "Wren", "", MONDAY) is None
    assert decisions.about(ledger, "A", "f") == []
    assert only(ledger) == one
    assert revisits.due(ledger, MONDAY) == []


def test_a_repair_that_somebody_undid_is_open_when_the_answer_is_taken_back(ledger: Ledger) -> None:
    read(ledger, "A", 1, "f", MONDAY)
    read(ledger, "A", 2, "", MONDAY)
    states.close(ledger, "A", "f", State.REJECTED, MONDAY, Cause.UNDONE, "Quill")
    assert verdicts.reopen(ledger, only(ledger), "Wren", "", MONDAY) is State.OPEN


def test_a_finding_that_was_closed_before_the_history_began_is_open_again(ledger: Ledger) -> None:
    read(ledger, "A", 1, "f", MONDAY)
    verdicts.close(ledger, only(ledger), Verdict.REJECTED, "Wren", "", MONDAY)
    changes.forget(ledger, "9999")
    assert verdicts.reopen(ledger, only(ledger), "Wren", "", MONDAY) is State.OPEN


def test_only_the_last_verdict_on_a_finding_counts_for_its_rule(ledger: Ledger) -> None:
    read(ledger, "A", 1, "fh", MONDAY)
    first, second = findings.each(ledger, Selection([State.OPEN]))
    for verdict in (Verdict.REJECTED, Verdict.IGNORED, Verdict.REJECTED):
        decisions.keep(ledger, verdicts.decision(first, verdict, "Wren", "", MONDAY))
    decisions.keep(ledger, verdicts.decision(second, Verdict.REJECTED, "Quill", "", MONDAY))
    assert {rule: one.rejections for rule, one in track_records(ledger).items()} == {
        "natter": 1,
        "duplicate-example": 1,
    }
    decisions.keep(ledger, verdicts.decision(first, Verdict.REOPENED, "Quill", "", MONDAY))
    decisions.keep(ledger, verdicts.decision(second, Verdict.APPROVED, "Quill", "", MONDAY))
    records = track_records(ledger)
    assert (records["natter"].rejections, records["natter"].approvals) == (0, 0)
    assert (records["duplicate-example"].rejections, records["duplicate-example"].approvals) == (0, 1)


def test_a_finding_keeps_the_time_when_people_first_heard_of_it(ledger: Ledger) -> None:
    read(ledger, "A", 1, "f", MONDAY, reported=False)
    assert only(ledger).opened_at == ""
    read(ledger, "A", 2, "f", "2026-01-06T00:00:00Z")
    read(ledger, "A", 3, "", "2026-01-07T00:00:00Z")
    read(ledger, "A", 4, "f", "2026-01-08T00:00:00Z")
    assert (only(ledger).since, only(ledger).opened_at) == ("2026-01-08T00:00:00Z", "2026-01-06T00:00:00Z")


def test_what_the_bot_repaired_is_told_from_what_people_put_right(ledger: Ledger) -> None:
    read(ledger, "A", 1, "fh", MONDAY)
    plan = Plan(ActionKind.FIX, "A", 1, "text", ("duplicate-example",), ("h",))
    action = actions.plan(ledger, plan, "token", "summary", MONDAY)
    actions.settle(ledger, action, ActionState.DONE, 2)
    read(ledger, "A", 2, "", MONDAY)
    assert {one.rule: (one.repaired, one.resolved) for one in weeks.newest(ledger, 1, MONDAY)} == {
        "duplicate-example": (1, 0),
        "natter": (0, 1),
    }


def test_weeks_outlive_their_changes(ledger: Ledger) -> None:
    read(ledger, "A", 1, "f", MONDAY)
    two_years_later = "2028-01-05T00:00:00Z"
    weeks.fold(ledger, "2026-01-13T00:00:00Z")
    read(ledger, "A", 2, "", two_years_later)
    weeks.fold(ledger, two_years_later)
    weeks.fold(ledger, "2028-01-12T00:00:00Z")
    found = weeks.newest(ledger, 200, "2028-01-12T00:00:00Z")
    assert (found[0].week, found[0].opened, found[0].open_at_end) == ("2026-W02", 1, 1)
    assert (found[-1].week, found[-1].resolved, found[-1].open_at_end) == ("2028-W01", 1, 0)
    assert [one.after for one in changes.since(ledger, "")] == ["resolved"]


def test_nobody_decides_while_a_round_records(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    read(ledger, "A", 1, "f", MONDAY)
    known = record_findings._known
    on_sqlite = ledger.engine.dialect.name == "sqlite"
    impatient = "PRAGMA busy_timeout = 0" if on_sqlite else "SET lock_timeout = 100"

    def meanwhile(*given: Any) -> Any:
        found = known(*given)
        with create_engine(ledger.engine.url, poolclass=NullPool).connect() as other:
            other.exec_driver_sql(impatient)
            with pytest.raises(OperationalError, match="lock"):
                other.exec_driver_sql("UPDATE finding SET state = 'rejected'")
        return found

    monkeypatch.setattr(record_findings, "_known", meanwhile)
    read(ledger, "A", 2, "f", MONDAY)
    assert only(ledger).state is State.OPEN


def test_what_is_opened_again_without_ever_having_been_open_has_an_age(ledger: Ledger) -> None:
    read(ledger, "A", 1, "f", MONDAY, reported=False)
    states.close(ledger, "A", "f", State.REJECTED, MONDAY, Cause.UNDONE, "Quill")
    assert verdicts.reopen(ledger, only(ledger), "Wren", "", "2026-01-06T00:00:00Z") is State.OPEN
    assert only(ledger).opened_at == "2026-01-06T00:00:00Z"
    assert findings.open_by_day(ledger) == {"natter": {"2026-01-06": 1}}
