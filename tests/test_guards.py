"""Each guard on its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linterbot.config.sections import WikiConfig
from linterbot.guards import (
    GUARDS,
    account_status,
    at_work,
    budget,
    cosmetic,
    draft,
    exclusion,
    first_hold,
    freshness,
    in_use,
    mail,
    mode,
    moved_on,
    namespace,
    opt_out,
    pause,
    pending_write,
    previously_refused,
    protection,
    recently_reverted,
    size,
    stop,
    talk_page,
)
from linterbot.guards.base import GuardInputs, Intent
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.pauses import Pause
from linterbot.ledger.write_history import Spent
from linterbot.model import Mode, Page
from linterbot.wiki.protocol import AccountStatus
from tests.contexts import texts_of

NOW, LONG_AGO = "2026-01-02T12:00:00Z", "2025-01-01T00:00:00Z"
SETTINGS = WikiConfig(
    kind="sandbox", pack="tropedia", operator="tests", namespaces=("main",), edits_per_run=2, mode=Mode.AUTO
)
INPUTS = GuardInputs(
    settings=SETTINGS,
    now=NOW,
    levels=frozenset({"", "autoconfirmed"}),
    stops={},
    say=texts_of(SETTINGS).plain,
    newest=1,
    created_at=LONG_AGO,
    edited=LONG_AGO,
)
PAGE = Page("A", "text " * 200, revision=1, timestamp=LONG_AGO, user="Quill")
FIX = Intent(ActionKind.FIX, "A", frozenset({"natter"}), PAGE, "text " * 190 + "other", frozenset({"f"}), "Quill")
MESSAGE = replace(FIX, kind=ActionKind.MESSAGE, title="User talk:Quill")


def inputs(**changes: Any) -> GuardInputs:
    return replace(INPUTS, **changes)


def settings(**changes: Any) -> GuardInputs:
    return inputs(settings=SETTINGS.model_copy(update=changes))


def test_nothing_holds_an_ordinary_fix() -> None:
    assert first_hold(FIX, INPUTS) is None


def test_every_guard_is_in_the_table_once() -> None:
    assert len(GUARDS) == len(set(GUARDS)) == 21


def test_a_message_to_the_bot_stops_everything_but_its_answer() -> None:
    reason = mail.check(FIX, inputs(written_to=True))
    assert reason is not None
    assert (reason.stops_round, reason.needs_person) == (True, True)
    answer = replace(FIX, kind=ActionKind.ANSWER, title="User talk:LinterBot")
    stopped = inputs(written_to=True, pauses=(Pause("", "somebody wrote", "linterbot", NOW, "", 0),))
    assert mail.check(answer, stopped) is None
    assert pause.check(answer, stopped) is None
    assert stop.check(answer, inputs(stops={SETTINGS.stop_page: "Stop."})) is not None


def test_nobody_is_addressed_while_at_work() -> None:
    assert at_work.check(MESSAGE, inputs(at_work="2026-01-02T11:00:00Z")) is not None
    assert at_work.check(MESSAGE, inputs(at_work="2026-01-02T09:00:00Z")) is None
    assert at_work.check(FIX, inputs(at_work=NOW)) is None


@pytest.mark.parametrize(
    ("page", "walls"),
    [
        (replace(PAGE, redirect=True), False),
        (replace(PAGE, readable=False), False),
        (PAGE, True),
        (None, True),
    ],
)
def test_a_talk_page_that_is_no_ordinary_page_is_left_alone(page: Page | None, walls: bool) -> None:
    assert talk_page.check(replace(MESSAGE, page=page), inputs(walls=walls)) is not None
    assert talk_page.check(replace(FIX, page=page), inputs(walls=walls)) is None
    assert talk_page.check(MESSAGE, INPUTS) is None


def test_what_is_said_of_an_article_waits_as_its_fixes_do() -> None:
    section = Intent(ActionKind.TALK, "Talk:A", frozenset({"natter"}), None, "…", about=(PAGE,))
    assert freshness.check(section, inputs(edited=NOW)) is not None
    assert freshness.check(section, inputs(created_at=NOW)) is not None
    assert freshness.check(section, INPUTS) is None


def test_an_unreadable_stop_page_stops() -> None:
    assert stop.check(FIX, inputs(stops=None)) is not None


def test_a_stop_page_stops_everything_and_quotes_what_it_says() -> None:
    reason = stop.check(replace(FIX, kind=ActionKind.REPORT), inputs(stops={SETTINGS.stop_page: "Stop. --Quill"}))
    assert reason is not None
    assert (reason.stops_round, "Stop. --Quill" in reason.reason) == (True, True)


def test_a_rules_stop_page_stops_that_rule() -> None:
    words = {f"{SETTINGS.stop_page}/natter": "no"}
    assert stop.check(FIX, inputs(stops=words)) is not None
    assert stop.check(replace(FIX, rules=frozenset({"other"})), inputs(stops=words)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"account_status": AccountStatus(blocked="by Wren")},
        {"account_status": AccountStatus(read_only="moving house")},
    ],
)
def test_a_block_and_a_read_only_wiki_hold(changes: dict[str, Any]) -> None:
    reason = account_status.check(FIX, inputs(**changes))
    assert reason is not None
    assert (reason.stops_round, reason.needs_person) == (True, "read-only" not in reason.reason)
    assert account_status.check(FIX, INPUTS) is None


def test_a_paused_wiki_and_a_paused_rule_hold() -> None:
    whole = pause.check(FIX, inputs(pauses=(Pause("", "blocked", "linterbot", NOW, "", 0),)))
    assert whole is not None
    assert (whole.stops_round, "until a person resumes it" in whole.reason) == (True, True)
    rule = inputs(pauses=(Pause("natter", "reverted", "linterbot", NOW, "", 0),))
    assert pause.check(FIX, rule) is not None
    assert pause.check(replace(FIX, kind=ActionKind.UNDO), rule) is None
    assert pause.check(replace(FIX, rules=frozenset({"other"})), rule) is None


def test_a_page_with_a_pending_write_gets_no_other() -> None:
    assert pending_write.check(FIX, inputs(pending_write="abcd")) is not None
    assert pending_write.check(FIX, INPUTS) is None


def test_what_was_made_from_an_older_revision_is_not_sent() -> None:
    assert moved_on.check(FIX, inputs(newest=2)) is not None
    assert moved_on.check(FIX, inputs(newest=None)) is not None
    assert moved_on.check(replace(FIX, page=None), INPUTS) is not None
    assert moved_on.check(replace(FIX, page=None), inputs(newest=None)) is None


@pytest.mark.parametrize(
    ("how_far", "kind", "held"),
    [
        (Mode.SHADOW, ActionKind.TALK, True),
        (Mode.FLAG, ActionKind.TALK, False),
        (Mode.FLAG, ActionKind.FIX, True),
        (Mode.SUGGEST, ActionKind.FIX, True),
        (Mode.AUTO, ActionKind.FIX, False),
        (Mode.SHADOW, ActionKind.REPORT, False),
        (Mode.SHADOW, ActionKind.UNDO, False),
    ],
)
def test_a_rule_goes_no_further_than_its_mode(how_far: Mode, kind: ActionKind, held: bool) -> None:
    assert (mode.check(replace(FIX, kind=kind), settings(mode=how_far)) is not None) is held
    assert mode.check(replace(FIX, kind=kind, approved=True), settings(mode=how_far)) is None


def test_a_namespace_that_is_not_configured_holds() -> None:
    page = Page("User:A", "text", "User", revision=1)
    assert namespace.check(replace(FIX, page=page), INPUTS) is not None
    assert namespace.check(replace(FIX, kind=ActionKind.REPORT, page=page), INPUTS) is None


def test_drafts_are_their_authors_own() -> None:
    page = Page("Trope Workshop:A", "text", "Trope Workshop", revision=1)
    assert draft.check(replace(FIX, page=page), INPUTS) is not None
    assert draft.check(replace(FIX, page=page), settings(drafts=())) is None
    assert draft.check(FIX, INPUTS) is None


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("{{nobots}}", True),
        ("{{bots|deny=LinterBot<!-- it broke a list -->}}", True),
        ("{{bots|deny=Other,<!-- and -->LinterBot}}", True),
        ("{{bots|<!-- deny=LinterBot -->}}", False),
        ("{{Nobots|x}}", True),
        ("{{bots|deny=all}}", True),
        ("{{bots|deny=Other, linterbot}}", True),
        ("{{bots|allow=none}}", True),
        ("{{bots|allow=Other}}", True),
        ("{{bots|optout=natter}}", True),
        ("{{bots}}", False),
        ("{{bots|allow=all}}", False),
        ("{{bots|allow=Other,LinterBot}}", False),
        ("{{bots|deny=Other}}", False),
        ("{{bots|optout=other-rule}}", False),
        ("<!-- {{nobots}} -->", False),
        ("{{bots of Mars}}", False),
        ("{{bots|deny=Other|allow=LinterBot}}", False),
        ("{{Bots|Deny=linter_bot, LinterBot}}", True),
        ("{{nobots|deny=Other}}", False),
        ("{{nobots|allow=LinterBot}}", False),
        ("{{nobots|optout=natter}}", True),
        ("<nowiki>{{nobots}}</nowiki>", False),
        ("{{No robots}}", True),
        ("{{robots|deny=LinterBot}}", True),
        ("{{robots|deny=Other}}", False),
    ],
)
def test_templates_that_keep_bots_out(text: str, held: bool) -> None:
    aliases = {"No robots": "Nobots", "Robots": "Bots"}
    assert (exclusion.check(replace(FIX, page=Page("A", text)), inputs(aliases=aliases)) is not None) is held


def test_a_call_too_large_to_read_keeps_bots_out_too() -> None:
    text = "{{bots|deny=" + "x" * 10_000 + "}}"
    assert exclusion.check(replace(FIX, page=Page("A", text)), INPUTS) is not None


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("{{Under construction}}", True),
        ("{{busy}}", True),
        ("{{inuse|until=noon}}", True),
        ("{{in user space}}", False),
    ],
)
def test_a_page_that_somebody_is_working_on_is_left_alone(text: str, held: bool) -> None:
    aliases = {"Busy": "In use"}
    assert (in_use.check(replace(FIX, page=Page("A", text)), inputs(aliases=aliases)) is not None) is held


def test_a_wiki_may_have_in_use_templates_of_its_own() -> None:
    page = replace(FIX, page=replace(PAGE, text="{{being_rewritten|by=Quill}}"))
    assert in_use.check(page, INPUTS) is None
    assert in_use.check(page, settings(in_use=("Being rewritten",))) is not None


def test_who_wants_no_messages_gets_none() -> None:
    assert opt_out.check(MESSAGE, inputs(opted_out=frozenset({"Quill"}))) is not None
    assert opt_out.check(MESSAGE, inputs(opted_out=frozenset({"Wren"}))) is None
    assert opt_out.check(FIX, inputs(opted_out=frozenset({"Quill"}))) is None


def test_a_page_protected_above_our_rights_is_left_alone() -> None:
    assert protection.check(replace(FIX, page=Page("A", "", edit_level="sysop")), INPUTS) is not None
    assert protection.check(replace(FIX, page=Page("A", "", edit_level="autoconfirmed")), INPUTS) is None


def test_a_page_that_a_person_edited_just_now_waits() -> None:
    fresh = inputs(edited="2026-01-02T10:30:00Z")
    assert freshness.check(FIX, fresh) is not None
    assert freshness.check(replace(FIX, approved=True), fresh) is None
    assert freshness.check(FIX, inputs(edited="2026-01-02T09:59:00Z")) is None


def test_a_page_created_today_waits() -> None:
    assert freshness.check(FIX, inputs(created_at="2026-01-01T12:30:00Z")) is not None
    assert freshness.check(FIX, inputs(created_at="2026-01-01T11:30:00Z")) is None


def test_a_reverted_rule_rests() -> None:
    assert recently_reverted.check(FIX, inputs(resting=frozenset({"natter"}))) is not None
    assert recently_reverted.check(FIX, inputs(resting=frozenset({"other"}))) is None


def test_a_refused_write_is_not_tried_again() -> None:
    assert previously_refused.check(FIX, inputs(refused="spamblacklist: why")) is not None
    assert previously_refused.check(FIX, INPUTS) is None


@pytest.mark.parametrize(
    ("after", "held"), [("a\n\n b", True), ("a b<!-- c -->", True), ("a c", False), ("{{x}} a b", False)]
)
def test_an_edit_that_nobody_would_see_is_held(after: str, held: bool) -> None:
    intent = replace(FIX, page=Page("A", "a b", revision=1), after=after)
    assert (cosmetic.check(intent, INPUTS) is not None) is held
    assert cosmetic.check(replace(intent, approved=True), INPUTS) is None


@pytest.mark.parametrize(
    ("after", "held"),
    [("x" * 1000, False), ("x" * 400, True), ("x" * 600, False), ("", True), ("x" * 1600, True), ("y" * 1000, True)],
)
def test_an_edit_that_changes_much_of_a_page_is_held(after: str, held: bool) -> None:
    intent = replace(FIX, page=Page("A", "x" * 1000, revision=1), after=after)
    assert (size.check(intent, INPUTS) is not None) is held
    assert size.check(replace(intent, approved=True), INPUTS) is None


def test_a_small_edit_of_a_small_page_is_not_held() -> None:
    assert size.check(replace(FIX, page=Page("A", "x", revision=1), after="x" + "y" * 150), INPUTS) is None


@pytest.mark.parametrize(
    ("span", "named"), [("run", "a round"), ("minute", "a minute"), ("hour", "an hour"), ("day", "a day")]
)
def test_each_budget_holds_the_round_and_leaves_room_for_the_report(span: str, named: str) -> None:
    limits = {"run": 2, "minute": 6, "hour": 60, "day": 300}
    spent = inputs(spent=Spent(**{span: limits[span]}))
    reason = budget.check(FIX, spent)
    assert reason is not None
    assert (reason.stops_round, f"edits {named}" in reason.reason) == (True, True)
    assert budget.check(FIX, inputs(spent=Spent(**{span: limits[span] - 1}))) is None
    assert budget.check(replace(FIX, kind=ActionKind.REPORT), spent) is None
    assert budget.check(replace(FIX, kind=ActionKind.COMPLAINT), spent) is None


def test_an_undo_is_slowed_down_but_not_held_for_a_day() -> None:
    undo = replace(FIX, kind=ActionKind.UNDO)
    assert budget.check(undo, inputs(spent=Spent(run=99, hour=99, day=999))) is None
    assert budget.check(undo, inputs(spent=Spent(minute=6))) is not None


def test_edits_to_one_page_and_for_one_person_are_limited() -> None:
    assert budget.check(FIX, inputs(spent=Spent(page=2))) is not None
    assert budget.check(FIX, inputs(spent=Spent(page=1))) is None
    assert budget.check(FIX, inputs(spent=Spent(author=5))) is not None
    assert budget.check(FIX, inputs(spent=Spent(author=4))) is None


def test_one_message_a_day() -> None:
    assert budget.check(MESSAGE, inputs(spent=Spent(page=1))) is not None
    assert budget.check(MESSAGE, INPUTS) is None
