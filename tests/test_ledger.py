"""The ledger: its tables, and what it remembers."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, update

from linterbot.bot.patrol import patrol
from linterbot.bot.writing import circuit_breaker
from linterbot.bot.writing.guard_inputs import remember_talk_page
from linterbot.errors import LeaseLost, LedgerError, WikiBusy, Withdrawn
from linterbot.ledger import (
    Ledger,
    action_queries,
    actions,
    cursor,
    decisions,
    findings,
    leases,
    open_ledger,
    pages,
    pauses,
    record_findings,
    states,
)
from linterbot.ledger.actions import Action, ActionKind, ActionState, Plan
from linterbot.ledger.changes import Cause
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import State
from linterbot.ledger.pages import PageRead
from linterbot.ledger.record_findings import SeenFinding
from linterbot.ledger.schema import lease, metadata
from linterbot.ledger.selection import Selection
from linterbot.model import Finding, Severity, Span
from linterbot.posts import texts
from linterbot.wiki.sandbox.people import Person
from tests.ledgers import Databases
from tests.test_crashes import ONCE, REPLY, TWICE, bot

TEXTS = texts.load("tropedia", (), {})
NOW, LATER = "2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z"


@pytest.fixture
def ledger(databases: Databases, tmp_path: Path) -> Iterator[Ledger]:
    one = open_ledger(databases.at(tmp_path / "deep" / "ledger.sqlite"), "one")
    yield one
    one.close()


def noted(fingerprint: str) -> SeenFinding:
    finding = Finding("EX101", "natter", Severity.WARNING, "m.", "p", Span(0, 1), (), None, fingerprint)
    return SeenFinding(finding, "words", 3, fixable=False, suggestion="")


def test_the_migrations_make_the_tables_that_the_code_uses(ledger: Ledger) -> None:
    with ledger.engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), metadata) == []


def test_opening_again_keeps_everything(ledger: Ledger) -> None:
    cursor.advance(ledger, NOW)
    again = open_ledger(ledger.engine.url.render_as_string(), "one")
    assert cursor.get(again) == NOW
    assert cursor.get(open_ledger(ledger.engine.url.render_as_string(), "two")) is None


def seen(ledger: Ledger, title: str, revision: int, *prints: str, now: str = NOW, reported: bool = True) -> int:
    """Record a page with some findings; return how many of them are newly reported."""
    read = PageRead(title, 7, revision, "", "")
    seen = [(read, [replace(noted(one), reported=reported) for one in prints])]
    return len(record_findings.record(ledger, seen, now)[title])


def test_a_finding_opens_is_resolved_and_opens_again(ledger: Ledger) -> None:
    assert seen(ledger, "A", 1, "f") == 1
    assert seen(ledger, "A", 2, "f", now=LATER) == 0
    (one,) = findings.of_page(ledger, "A")
    assert (one.since, one.last_revision) == (NOW, 2)
    seen(ledger, "A", 3, now=LATER)
    assert findings.of_page(ledger, "A") == []
    assert [one.since for one in findings.of_page(ledger, "A", State.RESOLVED)] == [LATER]
    assert seen(ledger, "A", 4, "f", now=LATER) == 1
    assert pages.get(ledger, ["A"])["A"].revision == 4


def test_only_a_newer_revision_opens_a_resolved_finding_again(ledger: Ledger) -> None:
    seen(ledger, "A", 1, "f")
    seen(ledger, "A", 3)
    assert seen(ledger, "A", 3, "f") == 0  # an answer from a lagging replica, or from before
    assert seen(ledger, "A", 2, "f") == 0
    assert [one.state for one in findings.each(ledger, Selection([State.RESOLVED]))] == [State.RESOLVED]
    assert seen(ledger, "A", 4, "f") == 1


@pytest.mark.parametrize("state", [State.REJECTED, State.IGNORED])
def test_what_a_person_closed_stays_closed(ledger: Ledger, state: State) -> None:
    seen(ledger, "A", 1, "f")
    states.close(ledger, "A", ["f"], state, NOW, Cause.DECIDED)
    assert seen(ledger, "A", 2, "f", now=LATER) == 0
    assert seen(ledger, "A", 3) == 0
    assert seen(ledger, "A", 4, "f") == 0
    assert findings.of_page(ledger, "A") == []
    assert findings.closed(ledger, "A") == {"f"}


def test_what_was_there_before_is_counted_and_opens_when_it_is_touched(ledger: Ledger) -> None:
    assert seen(ledger, "A", 1, "f", "g", reported=False) == 0
    assert findings.count_by_rule(ledger, Selection([State.BACKLOG])) == {"natter": 2}
    assert seen(ledger, "A", 2, "f") == 1
    assert [one.fingerprint for one in findings.of_page(ledger, "A")] == ["f"]
    assert findings.count_by_rule(ledger, Selection([State.BACKLOG])) == {}


def test_one_page_does_not_touch_another(ledger: Ledger) -> None:
    seen(ledger, "A", 1, "f")
    seen(ledger, "B", 2, "f")
    states.forget_page(ledger, "A", LATER)
    assert [one.title for one in findings.each(ledger, Selection([State.OPEN]))] == ["B"]
    assert pages.get(ledger, ["A"]) == {}


def test_decisions_about_a_page_move_with_it(ledger: Ledger) -> None:
    seen(ledger, "Old", 1, "f", "g")
    states.close(ledger, "Old", ["f"], State.REJECTED, NOW, Cause.DECIDED)
    decisions.keep(ledger, Decision("Wren", Verdict.REJECTED, NOW, "natter", "Old", "f", "it is fair"))
    assert pages.titles_of(ledger, [7, 8]) == {7: "Old"}
    pages.moved(ledger, "Old", "New", NOW)
    assert [one.why for one in decisions.about(ledger, "New", "f")] == ["it is fair"]
    assert findings.closed(ledger, "New") == {"f"}
    assert [one.fingerprint for one in findings.of_page(ledger, "New")] == ["g"]
    assert findings.of_page(ledger, "Old") == []


def planned(ledger: Ledger, **changes: Any) -> Action:
    plan = replace(Plan(ActionKind.FIX, "A", 1, "text", ("natter",), ("f",)), **changes)
    return actions.plan(ledger, plan, actions.new_token(), "why", NOW)


def test_an_action_is_on_disk_at_every_step(ledger: Ledger) -> None:
    with leases.held(ledger) as name:
        action = planned(ledger)
        steps: list[tuple[Callable[[], None], ActionState]] = [
            (lambda: None, ActionState.PLANNED),
            (lambda: actions.take(ledger, action, name), ActionState.LEASED),
            (lambda: actions.sending(ledger, action, name, NOW), ActionState.SENDING),
            (lambda: actions.settle(ledger, action, ActionState.UNKNOWN), ActionState.UNKNOWN),
        ]
        for step, state in steps:
            step()
            (now,) = actions.find(open_ledger(ledger.engine.url.render_as_string(), "one"))
            assert (now.state, now.plan.text) == (state, "text")
    actions.settle(ledger, action, ActionState.DONE, 2)
    (done,) = action_queries.done_on(ledger, "A")
    assert (done.plan.base, done.revision, done.plan.rules, done.plan.fingerprints) == (1, 2, ("natter",), ("f",))
    assert (done.plan.text, done.tries) == ("", 1)


def test_an_action_is_sent_once(ledger: Ledger) -> None:
    with leases.held(ledger) as name:
        action = planned(ledger)
        actions.take(ledger, action, name)
        actions.sending(ledger, action, name, NOW)
        with pytest.raises(Withdrawn):
            actions.sending(ledger, action, name, NOW)


def test_a_process_that_lost_the_lease_sends_nothing(ledger: Ledger) -> None:
    with leases.held(ledger) as name:
        action = planned(ledger)
        actions.take(ledger, action, name)
        with ledger.engine.begin() as db:
            db.execute(update(lease).values(holder="another"))
        with pytest.raises(LeaseLost, match="another linterbot has taken over this wiki"):
            actions.sending(ledger, action, name, NOW)
    assert [one.state for one in actions.find(ledger)] == [ActionState.LEASED]


def test_a_reverted_action_lets_its_rules_rest_on_that_page_only_and_for_a_while(ledger: Ledger) -> None:
    actions.settle(ledger, planned(ledger), ActionState.REVERTED, 2)
    assert action_queries.resting(ledger, "A", NOW) == {"natter"}
    assert action_queries.resting(ledger, "A", LATER) == frozenset()
    assert action_queries.resting(ledger, "B", NOW) == frozenset()


def test_a_refusal_is_final_for_a_finding_and_for_a_day_for_other_writes_of_that_revision(ledger: Ledger) -> None:
    actions.settle(ledger, planned(ledger), ActionState.REFUSED, None, "spamblacklist: why")
    for base in (1, 2):
        assert action_queries.refused(ledger, "A", frozenset("f"), base, LATER) != ""
    assert action_queries.refused(ledger, "A", frozenset("g"), 1, NOW) == ""
    assert action_queries.refused(ledger, "A", frozenset(), 1, NOW) != ""
    assert action_queries.refused(ledger, "A", frozenset(), 2, NOW) == ""
    assert (
        action_queries.refused(ledger, "A", frozenset(), 1, LATER) == ""
    )  # by then, a report has something new to say


def test_writes_are_counted_by_time_page_and_person(ledger: Ledger) -> None:
    for state, title, author in (
        (ActionState.DONE, "A", "Quill"),
        (ActionState.UNKNOWN, "B", "Quill"),
        (ActionState.NOT_SENT, "A", "Quill"),
    ):
        actions.settle(ledger, planned(ledger, title=title, author=author), state)
    actions.settle(ledger, planned(ledger, kind=ActionKind.REPORT), ActionState.DONE)
    assert action_queries.written_since(ledger, NOW) == 2
    assert action_queries.written_since(ledger, LATER) == 0
    assert action_queries.written_since(ledger, NOW, title="A") == 1
    assert action_queries.written_since(ledger, NOW, author="Quill") == 2


def test_a_wiki_has_one_writer(ledger: Ledger) -> None:
    other = open_ledger(ledger.engine.url.render_as_string(), "one")
    with leases.held(ledger):
        assert leases.held_by(ledger)
        with pytest.raises(WikiBusy, match="another linterbot is writing to this wiki"), leases.held(other):
            pass
        with leases.held(open_ledger(ledger.engine.url.render_as_string(), "two")):
            pass
    with leases.held(other):
        pass
    assert leases.held_by(ledger) == ""


def test_an_operator_waits_for_a_round_to_end(ledger: Ledger) -> None:
    other = open_ledger(ledger.engine.url.render_as_string(), "one")
    assert leases.take(other, "daemon net 1 1 x")
    over = threading.Timer(0.6, leases.give_back, (other, "daemon net 1 1 x"))
    over.start()
    with leases.held(ledger, patience=30):
        assert not over.is_alive()
    over.join()
    other.close()


@pytest.mark.parametrize(("until", "free"), [(-1, True), (40, False), (3600, True)])
def test_a_holder_that_does_not_renew_loses_the_wiki_within_a_minute(ledger: Ledger, until: int, free: bool) -> None:
    leases.take(ledger, "elsewhere net 1 1 x")
    with ledger.engine.begin() as db:
        db.execute(update(lease).values(until=int(time.time()) + until))  # an hour ahead: the clock was set back
    assert leases.take(ledger, "ours net 1 1 x") is free


def test_a_process_that_is_gone_loses_the_wiki_at_once(ledger: Ledger) -> None:
    code = "import os, sys; from linterbot.ledger import leases, open_ledger, process_identity; "
    code += "assert leases.take(open_ledger(sys.argv[1], 'one'), process_identity.new_name()); os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", code, ledger.engine.url.render_as_string()], check=False)
    assert done.returncode == -9
    with leases.held(ledger):
        pass


def test_each_pause_is_longer_than_the_last_but_none_is_longer_than_an_hour(ledger: Ledger) -> None:
    seconds = []
    for _ in range(9):
        pause = pauses.for_a_while(ledger, "maxlag", NOW)
        seconds.append((datetime.fromisoformat(pause.until) - datetime.fromisoformat(NOW)).total_seconds())
    assert seconds == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert pauses.of_wiki(ledger, "2026-01-01T01:00:00Z") == []
    pauses.all_is_well(ledger)
    asked = pauses.for_a_while(ledger, "429", NOW, 90)
    assert asked.until == "2026-01-01T00:01:30Z"
    assert pauses.for_a_while(ledger, "429", NOW, 99_999).until == "2026-01-01T01:00:00Z"


def test_only_a_person_ends_a_persons_pause(ledger: Ledger) -> None:
    pauses.until_resumed(ledger, "", "blocked", pauses.LINTERBOT, NOW)
    pauses.for_a_while(ledger, "maxlag", NOW)
    pauses.all_is_well(ledger)
    assert [one.reason for one in pauses.of_wiki(ledger, "2099-01-01T00:00:00Z")] == ["blocked"]
    assert pauses.resume(ledger, "")
    assert not pauses.resume(ledger, "")


def reverted(ledger: Ledger, by: str, now: str = NOW) -> list[tuple[str, str]]:
    one = planned(ledger, title=f"Page {actions.new_token()}")
    actions.settle(ledger, one, ActionState.REVERTED)
    decisions.keep(ledger, Decision(by, Verdict.REVERTED, now, "natter", one.title, "f"))
    return circuit_breaker.trip(ledger, TEXTS, ["natter"], now)


def test_three_reverts_by_two_people_in_a_day_stop_a_rule(ledger: Ledger) -> None:
    assert [reverted(ledger, by) for by in ("Quill", "Quill", "Quill")] == [[], [], []]
    assert reverted(ledger, "Wren") == [("natter", "4 of its edits were reverted by 2 people in a day")]
    assert [one.rule for one in pauses.of_wiki(ledger, NOW)] == ["natter"]
    pauses.resume(ledger, "natter")
    decisions.keep(ledger, Decision("Quill", Verdict.RESUMED, LATER, "natter"))
    assert circuit_breaker.trip(ledger, TEXTS, ["natter"], LATER) == []  # reverts before a resume do not count again


def test_people_without_an_account_count_as_one(ledger: Ledger) -> None:
    assert [reverted(ledger, by) for by in ("10.0.0.7", "10.0.0.8", "~2026-5", "~2026-6")] == [[], [], [], []]
    assert [rule for rule, _ in reverted(ledger, "Quill")] == ["natter"]


def test_more_than_two_in_a_hundred_of_the_last_edits_stop_a_rule(ledger: Ledger) -> None:
    for _ in range(150):
        actions.settle(ledger, planned(ledger), ActionState.DONE)
    days = [f"2026-01-{day:02}T00:00:00Z" for day in range(2, 8, 1)]
    stopped = [reverted(ledger, "Quill", day) for day in days]
    assert stopped[:4] == [[], [], [], []]
    assert stopped[4] == [("natter", "5 of its last 155 edits were reverted")]


@pytest.mark.parametrize("trouble", ["read-only", "full"])
def test_without_a_writable_ledger_nothing_is_sent(tmp_path: Path, trouble: str) -> None:
    person = Person(tmp_path / "wiki.sqlite", "Quill")
    person.edit("Lamps", TWICE)
    with bot(tmp_path) as context:
        remember_talk_page(context)
        with context.ledger.engine.connect() as db:
            pages_now = int(db.exec_driver_sql("PRAGMA page_count").scalar_one())

        def spoil(connection: Any, _record: Any) -> None:
            limit = "query_only=1" if trouble == "read-only" else f"max_page_count={pages_now}"
            connection.execute(f"PRAGMA {limit}")

        context.ledger.engine.dispose()
        event.listen(context.ledger.engine, "connect", spoil)

        def work() -> None:
            for number in range(20):  # on a full disk, the last page of the file still has room for some rows
                patrol(context)
                person.edit(f"Page {number}", REPLY + "\n* x" * 200)

        with pytest.raises(LedgerError, match="check for a full disk or a damaged file"):
            work()
        event.remove(context.ledger.engine, "connect", spoil)
        context.ledger.engine.dispose()
        patrol(context)
        assert person.wiki.pages(["Lamps"])[0].text == ONCE
        assert sum(one.user == "LinterBot" for one in person.wiki.history("Lamps", 0)) == 1


def test_what_was_sent_already_cannot_be_withdrawn(ledger: Ledger) -> None:
    waiting, sent = planned(ledger), planned(ledger, title="B")
    with leases.held(ledger) as name:
        actions.take(ledger, sent, name)
        actions.sending(ledger, sent, name, NOW)
    with ledger.engine.begin() as db:
        for one in (waiting, sent):
            actions.withdraw_about(ledger, db, one.title, one.plan.fingerprints[0], "rejected by Wren")
    assert [one.state for one in actions.find(ledger)] == [ActionState.NOT_SENT, ActionState.SENDING]


def test_reverts_before_a_rule_was_resumed_do_not_count_whatever_the_clocks_say(ledger: Ledger) -> None:
    for by in ("Quill", "Quill"):
        reverted(ledger, by)
    # A person's machine is an hour behind the wiki, or ahead of it.
    for moment in ("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"):
        decisions.keep(ledger, Decision("Wren", Verdict.RESUMED, moment, "natter"))
        assert reverted(ledger, "Quill") == []
    assert reverted(ledger, "Quill") == []
    assert reverted(ledger, "Wren") == [("natter", "3 of its edits were reverted by 2 people in a day")]


def test_a_rule_is_found_among_those_of_an_action_by_its_whole_name(ledger: Ledger) -> None:
    actions.settle(ledger, planned(ledger, rules=("natter", "lone-sub-example")), ActionState.DONE)
    assert (
        len(action_queries.fixes_of(ledger, "natter", 10))
        == len(action_queries.of_rule_since(ledger, "natter", NOW))
        == 1
    )
    assert (
        action_queries.fixes_of(ledger, "sub-example", 10)
        == action_queries.of_rule_since(ledger, "lone_sub-example", NOW)
        == []
    )


def test_who_only_touches_a_fault_did_not_bring_it_in(ledger: Ledger) -> None:
    for revision, reported, author in ((1, False, "Quill"), (2, True, "Wren")):
        one = replace(noted("f"), reported=reported, author=author)
        record_findings.record(ledger, [(PageRead("A", 7, revision, "", ""), [one])], NOW)
    assert [one.author for one in findings.of_page(ledger, "A")] == [""]
