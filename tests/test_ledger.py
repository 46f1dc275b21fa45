"""The ledger: its tables, and what it remembers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from linterbot.ledger import Ledger, actions, cursor, findings, open_ledger
from linterbot.ledger.actions import ActionKind, ActionState
from linterbot.ledger.findings import Noted, State
from linterbot.ledger.schema import metadata
from linterbot.model import Finding, Severity, Span

NOW, LATER = "2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    one = open_ledger(f"sqlite:///{tmp_path / 'deep' / 'ledger.sqlite'}", "one")
    yield one
    one.close()


def noted(fingerprint: str) -> Noted:
    finding = Finding("EX101", "natter", Severity.WARNING, "m.", "p", Span(0, 1), (), None, fingerprint)
    return Noted(finding, "words", 3, repairable=False, suggestion="")


def test_the_migrations_make_the_tables_that_the_code_uses(ledger: Ledger) -> None:
    with ledger.engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), metadata) == []


def test_opening_again_keeps_everything(ledger: Ledger) -> None:
    cursor.advance(ledger, NOW)
    again = open_ledger(str(ledger.engine.url), "one")
    assert cursor.get(again) == NOW
    assert cursor.get(open_ledger(str(ledger.engine.url), "two")) is None


def test_a_finding_opens_is_resolved_and_opens_again(ledger: Ledger) -> None:
    assert len(findings.record(ledger, "A", 1, [noted("f")], NOW)) == 1
    assert findings.record(ledger, "A", 2, [noted("f")], LATER) == []
    (one,) = findings.of_page(ledger, "A")
    assert (one.since, one.last_revision) == (NOW, 2)
    findings.record(ledger, "A", 3, [], LATER)
    assert findings.of_page(ledger, "A") == []
    assert [one.since for one in findings.of_page(ledger, "A", State.RESOLVED)] == [LATER]
    assert len(findings.record(ledger, "A", 4, [noted("f")], LATER)) == 1
    assert findings.read_revision(ledger, "A") == 4


def test_a_rejected_finding_stays_rejected(ledger: Ledger) -> None:
    findings.record(ledger, "A", 1, [noted("f")], NOW)
    findings.reject(ledger, "A", ["f"], NOW)
    assert findings.record(ledger, "A", 2, [noted("f")], LATER) == []
    assert findings.of_page(ledger, "A") == []
    assert findings.rejected(ledger, "A") == {"f"}


def test_one_page_does_not_touch_another(ledger: Ledger) -> None:
    findings.record(ledger, "A", 1, [noted("f")], NOW)
    findings.record(ledger, "B", 2, [noted("f")], NOW)
    findings.forget_page(ledger, "A", LATER)
    assert [one.title for one in findings.in_state(ledger, State.OPEN)] == ["B"]
    assert findings.read_revision(ledger, "A") == 0


def test_an_action_is_on_disk_before_it_is_settled(ledger: Ledger) -> None:
    action = actions.begin(ledger, ActionKind.FIX, "A", 1, ["natter"], ["f"], NOW)
    assert [one.token for one in actions.unsettled(ledger)] == [action.token]
    actions.settle(ledger, action, ActionState.DONE, 2)
    assert actions.unsettled(ledger) == []
    (done,) = actions.done_on(ledger, "A")
    assert (done.base, done.revision, done.rules, done.fingerprints) == (1, 2, ("natter",), ("f",))


def test_a_reverted_action_lets_its_rules_rest_on_that_page_only(ledger: Ledger) -> None:
    action = actions.begin(ledger, ActionKind.FIX, "A", 1, ["natter"], ["f"], NOW)
    actions.settle(ledger, action, ActionState.REVERTED, 2)
    assert actions.resting(ledger, "A") == {"natter"}
    assert actions.resting(ledger, "B") == frozenset()


def test_a_refusal_holds_for_that_revision_only(ledger: Ledger) -> None:
    action = actions.begin(ledger, ActionKind.FIX, "A", 1, ["natter"], ["f"], NOW)
    actions.settle(ledger, action, ActionState.NOT_DONE, None, f"{actions.REFUSED}blocked: why")
    assert actions.refused(ledger, "A", 1) == "blocked: why"
    assert actions.refused(ledger, "A", 2) == ""
