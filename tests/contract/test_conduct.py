"""The bot keeps its promises on both wikis: it writes once, overwrites nobody, accepts reverts, and waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import outbox, settle
from linterbot.bot.writing.catch_up import between_rounds
from linterbot.desk import pausing
from linterbot.guards.base import Hold, Intent
from linterbot.ledger import action_queries, actions, decisions, leases, pauses
from linterbot.ledger.actions import ActionKind, ActionState
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import State
from linterbot.ledger.timestamps import before
from linterbot.wiki.protocol import AccountStatus, Save, Saved, Wiki
from tests.contract.bot import ONCE, TWICE, Bot, Busy, RacingWiki, fixed, patrol_racing, rules_on


def test_a_partly_reverted_fix_is_an_answer_too(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    assert title in fixed(bot.patrol())
    bot.lab.actors.edit(title, f"{TWICE}\n* And something else, so that it is no plain undo.")
    done = bot.patrol()
    assert [one.title for one in done.reverted] == [title]
    assert title not in fixed(done)
    assert rules_on(bot, title, State.REJECTED) == ["duplicate-example"]
    bot.lab.actors.edit(title, f"{TWICE}\n* And yet something else.")
    assert title not in fixed(bot.patrol())


def test_a_rule_that_people_keep_reverting_stops_until_somebody_resumes_it(bot: Bot) -> None:
    titles = [bot.lab.title() for _ in range(4)]
    for title in titles[:3]:
        bot.lab.actors.edit(title, TWICE)
    first = bot.patrol()
    assert set(titles[:3]) <= fixed(first)
    for fix in first.fixes:
        if fix.title in titles:
            bot.lab.actors.undo(fix.title, fix.revision or 0)
    now = bot.context.wiki.now()
    done = bot.patrol()
    assert done.stopped == []  # three reverts, but all by one person
    decisions.keep(bot.context.ledger, decisions.Decision("Wren", Verdict.REVERTED, now, "duplicate-example"))
    bot.lab.actors.edit(titles[3], TWICE)
    bot.patrol()
    bot.lab.actors.edit(titles[3], f"{TWICE}\n* More.")
    again = bot.patrol()
    assert [rule for rule, _ in again.stopped] == ["duplicate-example"]
    assert "duplicate-example is paused" in bot.report
    last = bot.lab.title()
    bot.lab.actors.edit(last, TWICE)
    assert [hold.guard for held, hold in bot.patrol().held if held == last] == ["pause"]
    pausing.resume(bot.context.ledger, "duplicate-example", "Wren", "fixed_text", bot.context.wiki.now())
    assert last in fixed(bot.patrol())


def test_the_stored_text_is_compared_with_the_intended_one(bot: Bot) -> None:
    title = bot.lab.title()
    far = "\n".join(f"Line {number} of the description." for number in range(20))
    bot.lab.actors.edit(title, f"{far}\n{TWICE}")
    theirs = f"A person was here.\n{far}\n{TWICE}"
    done = patrol_racing(bot, RacingWiki(bot.context.wiki, title, lambda: bot.lab.actors.edit(title, theirs)))
    assert bot.text(title) == f"A person was here.\n{far}\n{ONCE}"
    merged = [one.reason for one in action_queries.done_on(bot.context.ledger, title)]
    # The sandbox reports a conflict, and the page is read again; MediaWiki merges, and the ledger records it.
    assert (done.merged, merged) in (([], [""]), ([title], ["the wiki merged it with somebody else's edit"]))


def test_what_an_interrupted_round_planned_is_sent_or_stale(bot: Bot) -> None:
    sent, stale = bot.lab.title(), bot.lab.title()
    for title in (sent, stale):
        base = bot.lab.actors.edit(title, TWICE)
        plan = actions.Plan(ActionKind.FIX, title, base, ONCE, ("duplicate-example",), ("f",))
        actions.plan(bot.context.ledger, plan, actions.new_token(), f"s [linterbot {title}]", bot.context.wiki.now())
    bot.lab.actors.edit(stale, f"{TWICE}\n* More.")
    done = bot.patrol()
    assert [one.title for one in done.sent_late] == [sent]
    assert (bot.text(sent), bot.edits_by_us(sent)) == (ONCE, 1)
    states = {one.title: one.state for one in actions.find(bot.context.ledger) if one.plan.fingerprints == ("f",)}
    assert states == {sent: ActionState.DONE, stale: ActionState.STALE}


def test_a_lost_answer_on_a_page_edited_since_is_planned_again(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settle, "_SETTLING", timedelta())
    title = bot.lab.title()
    base = bot.lab.actors.edit(title, TWICE)
    plan = actions.Plan(ActionKind.FIX, title, base, ONCE, ("duplicate-example",), ("f",))
    action = actions.plan(bot.context.ledger, plan, actions.new_token(), "s", bot.context.wiki.now())
    actions.settle(bot.context.ledger, action, ActionState.UNKNOWN)
    bot.lab.actors.edit(title, f"{TWICE}\n* More.")
    assert title in fixed(bot.patrol())
    assert (bot.text(title), bot.edits_by_us(title)) == (f"{ONCE}\n* More.", 1)


def test_a_late_request_that_arrives_after_all_changes_nothing(bot: Bot) -> None:
    title = bot.lab.title()
    base = bot.lab.actors.edit(title, TWICE)
    bot.patrol()
    again = bot.context.wiki.save(Save(title, ONCE, "the very same, late", base))
    assert type(again).__name__ in ("Unchanged", "Conflict")
    assert bot.edits_by_us(title) == 1


def test_an_alias_of_an_exclusion_template_keeps_the_bot_out(bot: Bot) -> None:
    alias = bot.lab.title("Hands off")
    bot.lab.actors.edit("Template:Nobots", "No bots, please.")
    bot.lab.actors.edit(f"Template:{alias}", "#REDIRECT [[Template:Nobots]]")
    getattr(bot.context.wiki, "_aliases", {}).clear()  # read once a session, and this session began before the redirect
    title = bot.lab.title()
    bot.lab.actors.edit(title, f"{{{{{alias}}}}}\n{TWICE}")
    done = bot.patrol()
    assert [hold.guard for held, hold in done.held if held == title] == ["exclusion"]


def test_a_page_edited_or_created_just_now_waits_for_a_fix(bot: Bot) -> None:
    patience = bot.context.settings.patience
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    for changes, words in (({"edit_minutes": 120}, "edited less than"), ({"page_hours": 24}, "created less t")):
        bot.set(patience=patience.model_copy(update=changes))
        assert [hold.reason[: len(words)] for held, hold in bot.patrol().held if held == title] == [words]
    bot.set(patience=patience)
    assert title in fixed(bot.patrol())


def test_drafts_are_left_to_their_authors(bot: Bot) -> None:
    bot.set(drafts=("Trope Workshop",))
    draft = bot.lab.title("Draft", "Trope Workshop")
    bot.lab.actors.edit(draft, "A draft.")
    assert [hold.guard for held, hold in bot.patrol().held if held == draft] == ["draft"]
    assert bot.text(draft) == "A draft."


@pytest.mark.parametrize(("span", "named"), [("minute", "a minute"), ("hour", "an hour"), ("day", "a day")])
def test_budgets_are_counted_over_rounds(bot: Bot, span: str, named: str) -> None:
    bot.set(edits=bot.context.settings.edits.model_copy(update={span: 1}))
    for _ in range(2):
        bot.lab.actors.edit(bot.lab.title(), TWICE)
    rounds = [bot.patrol() for _ in range(3)]
    assert sum(len(done.fixes) for done in rounds) == 1
    assert any(hold.guard == "budget" for done in rounds for _, hold in done.held)
    assert f"1 edits {named} is reached" in bot.report


def test_decisions_follow_a_moved_page(bot: Bot) -> None:
    old, new = bot.lab.title("Old"), bot.lab.title("New")
    bot.lab.actors.edit(old, TWICE)
    (fix,) = [one for one in bot.patrol().fixes if one.title == old]
    bot.lab.actors.undo(old, fix.revision or 0)
    bot.patrol()
    bot.lab.actors.move(old, new)
    bot.patrol()
    assert rules_on(bot, new, State.REJECTED) == ["duplicate-example"]
    bot.lab.actors.edit(new, f"{TWICE}\n* More.")
    assert new not in fixed(bot.patrol())


def test_a_pause_after_trouble_ends_by_itself(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    pauses.for_a_while(bot.context.ledger, "maxlag", bot.context.wiki.now())
    assert bot.patrol().posted == 0
    pauses.resume(bot.context.ledger, "")
    pauses.for_a_while(bot.context.ledger, "maxlag", "2020-01-01T00:00:00Z")
    assert title in fixed(bot.patrol())


def test_an_edit_of_our_own_does_not_hide_that_a_person_is_at_work(bot: Bot) -> None:
    title = bot.lab.title()
    base = bot.lab.actors.edit(title, TWICE)
    ours = bot.context.wiki.save(Save(title, f"{TWICE}\n* More.", "s", base))
    assert isinstance(ours, Saved)
    bot.set(patience=bot.context.settings.patience.model_copy(update={"edit_minutes": 120}))
    assert [hold.guard for held, hold in bot.patrol().held if held == title] == ["freshness"]


def test_a_lost_answer_pauses_the_wiki_for_a_while(bot: Bot) -> None:
    bot.forget_the_past()
    titles = sorted(bot.lab.title() for _ in range(2))
    for title in titles:
        bot.lab.actors.edit(title, TWICE)
    done = patrol_racing(bot, RacingWiki(bot.context.wiki, titles[0], lose=True))
    assert fixed(done) == set()
    assert {hold.guard for _, hold in done.held} <= {"pause", "pending-write"}
    (pause,) = pauses.of_wiki(bot.context.ledger, bot.context.wiki.now())
    assert (pause.who, pause.until > bot.context.wiki.now()) == (pauses.LINTERBOT, True)
    pauses.resume(bot.context.ledger, "")
    bot.patrol()
    assert [bot.edits_by_us(title) for title in titles] == [1, 1]


def test_pages_that_wait_are_read_together(bot: Bot) -> None:
    bot.set(
        patience=bot.context.settings.patience.model_copy(update={"edit_minutes": 120}), talk=("duplicate-example",)
    )
    requests = []
    for count in (2, 12):
        for _ in range(count):
            bot.lab.actors.edit(bot.lab.title(), TWICE)
        bot.patrol()
        counting = Counting(bot.context.wiki)
        whole, bot.context = bot.context, replace(bot.context, wiki=counting)
        done = bot.patrol()
        bot.context = whole
        assert sum(hold.guard == "freshness" for _, hold in done.held) >= count
        requests.append(counting.asked)
    assert requests[0] == requests[1]


class Counting(RacingWiki):
    """A wiki that counts requests."""

    def __init__(self, wiki: Wiki) -> None:
        super().__init__(wiki, "")
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        self.asked += 1
        return super().__getattr__(name)


class Lagging(RacingWiki):
    """A wiki whose replicas lag two minutes behind."""

    def account_status(self) -> AccountStatus:
        return AccountStatus(lag=120)


@pytest.mark.parametrize(("ago", "lagging", "sent"), [(30, False, 0), (90, False, 1), (90, True, 0), (200, True, 1)])
def test_a_lost_write_is_not_sent_again_before_it_must_be_there(bot: Bot, ago: int, lagging: bool, sent: int) -> None:
    title = bot.lab.title()
    base = bot.lab.actors.edit(title, TWICE)
    plan = actions.Plan(ActionKind.FIX, title, base, ONCE, ("duplicate-example",), ("f",))
    token, then = actions.new_token(), before(bot.context.wiki.now(), seconds=ago)
    action = actions.plan(bot.context.ledger, plan, token, f"s [linterbot {token}]", then)
    with leases.held(bot.context.ledger) as holder:
        actions.take(bot.context.ledger, action, holder)
        actions.sending(bot.context.ledger, action, holder, then)
    actions.settle(bot.context.ledger, action, ActionState.UNKNOWN)
    bot.context = replace(bot.context, wiki=Lagging(bot.context.wiki, "")) if lagging else bot.context
    bot.patrol()
    assert bot.edits_by_us(title) == sent
    states = {one.token: one.state for one in actions.find(bot.context.ledger)}
    assert states[token] == (ActionState.DONE if sent else ActionState.UNKNOWN)


def test_an_edit_that_nobody_would_see_is_not_made(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, ONCE)
    (page,) = bot.context.wiki.pages([title])
    rules, after = frozenset({"duplicate-example"}), ONCE.replace(". ", ".  ").replace("\n* ", "\n*")
    assert after != ONCE
    with between_rounds(bot.context) as context:
        intent = Intent(ActionKind.FIX, title, rules, page, after, frozenset({"f"}))
        held = outbox.post(context, intent, "s", RoundResult(context.run))
    assert isinstance(held, Hold)
    assert (held.guard, bot.text(title)) == ("cosmetic", ONCE)


def test_what_was_sent_before_stays_the_same_write_while_the_wiki_takes_no_edits(bot: Bot) -> None:
    title = bot.lab.title()
    base = bot.lab.actors.edit(title, TWICE)
    plan = actions.Plan(ActionKind.FIX, title, base, ONCE, ("duplicate-example",), ("f",))
    action = actions.plan(bot.context.ledger, plan, actions.new_token(), "s", bot.context.wiki.now())
    with leases.held(bot.context.ledger) as holder:
        actions.take(bot.context.ledger, action, holder)
        actions.sending(bot.context.ledger, action, holder, bot.context.wiki.now())
    actions.settle(bot.context.ledger, action, ActionState.PLANNED)
    whole, bot.context = bot.context, replace(bot.context, wiki=Busy(bot.context.wiki, title))
    bot.patrol()
    (waiting,) = actions.in_state(bot.context.ledger, actions.WAITING)
    assert (waiting.token, waiting.plan.text) == (action.token, ONCE)
    bot.context = whole
    pauses.resume(bot.context.ledger, "")
    bot.patrol()
    assert (bot.text(title), bot.edits_by_us(title)) == (ONCE, 1)
