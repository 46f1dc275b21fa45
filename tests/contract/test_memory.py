"""A bot whose ledger is lost learns from the wiki what it did there, on both wikis, before it writes anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from linterbot.bot.writing import circuit_breaker
from linterbot.ledger import action_queries, actions, key_values, open_ledger
from linterbot.ledger.actions import ActionKind, ActionState
from linterbot.ledger.findings import State
from tests.contract.bot import LONG, ONCE, REPLY, TWICE, Bot, fixed, rules_on

Lose = Callable[[], None]


@pytest.fixture(autouse=True)
def others_reverts_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the rule from being stopped for what other tests undid on the same wiki, which the bot remembers too."""
    monkeypatch.setattr(circuit_breaker, "_REVERTS", 10_000)
    monkeypatch.setattr(circuit_breaker, "_SHARE", 1.0)


@pytest.fixture
def lose(bot: Bot, tmp_path: Path) -> Lose:
    """Return what gives the bot an empty ledger."""
    number = iter(range(10))

    def new_ledger() -> None:
        bot.context.ledger.close()
        ledger = open_ledger(bot.lab.databases.at(tmp_path / f"new{next(number)}.sqlite"), bot.lab.kind)
        bot.context = replace(bot.context, ledger=ledger)

    return new_ledger


def test_what_people_undid_is_not_done_again(bot: Bot, lose: Lose) -> None:
    whole, part = bot.lab.title(), bot.lab.title()
    for title in (whole, part):
        bot.lab.actors.edit(title, TWICE)
    done = bot.patrol()
    assert {whole, part} <= fixed(done)
    revisions = {fix.title: fix.revision or 0 for fix in done.fixes}
    bot.lab.actors.undo(whole, revisions[whole])
    bot.lab.actors.edit(part, f"{TWICE}\n* And something else, so that it is no plain undo.")
    lose()
    again = bot.patrol()
    assert again.remembered >= 2
    assert not {whole, part} & fixed(again)
    for title in (whole, part):
        assert rules_on(bot, title, State.REJECTED) == ["duplicate-example"]
        assert "duplicate-example" in action_queries.resting(bot.context.ledger, title, "2000-01-01T00:00:00Z")
        bot.lab.actors.edit(title, f"{TWICE}\n* {LONG} More.")
    later = bot.patrol()
    assert not {whole, part} & fixed(later)
    assert later.remembered == 0


def test_nothing_is_said_twice_and_a_template_taken_away_stays_away(bot: Bot, lose: Lose) -> None:
    bot.set(talk=("natter",), templates={"natter": "Natter"})
    title = bot.lab.title()
    talk = bot.context.site.talk_page(title)
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    assert bot.text(title).startswith("{{Natter}}")
    said = bot.text(talk)
    bot.lab.actors.edit(title, REPLY)  # a person takes the template away
    lose()
    bot.patrol()
    bot.lab.actors.edit(title, f"{REPLY}\n* More.")
    bot.patrol()
    assert bot.text(talk).count("A few things to look at") == said.count("A few things to look at") == 1
    assert not bot.text(title).startswith("{{Natter}}")
    assert rules_on(bot, title, State.REJECTED) == ["natter"]


def test_every_kind_of_edit_is_known_again(bot: Bot, lose: Lose) -> None:
    bot.set(talk=("natter",), templates={"natter": "Natter"}, message_authors=("natter",), newcomer_edits=0)
    bot.lab.actors.edit("User talk:LabAdmin", "")
    fix, reply = bot.lab.title(), bot.lab.title()
    bot.lab.actors.edit(fix, TWICE)
    bot.lab.actors.edit(reply, REPLY)
    bot.patrol()
    ours = {fix, reply, bot.context.site.talk_page(reply), "User talk:LabAdmin", bot.context.settings.report_page}
    before = {(one.token, one.plan.kind, one.revision) for one in actions.find(bot.context.ledger) if one.title in ours}
    lose()
    assert bot.patrol().messages == []
    after = actions.in_state(bot.context.ledger, [ActionState.DONE])
    assert before <= {(one.token, one.plan.kind, one.revision) for one in after}
    assert {one[1] for one in before} >= {ActionKind.FIX, ActionKind.TALK, ActionKind.TAG, ActionKind.REPORT}
    assert action_queries.reported_to(bot.context.ledger, "LabAdmin")


def test_new_faults_are_seen_to_after_the_first_round(bot: Bot, lose: Lose) -> None:
    bot.lab.actors.edit(bot.lab.title(), TWICE)
    bot.patrol()
    lose()
    bot.patrol()
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    assert title in fixed(bot.patrol())
    assert bot.text(title) == ONCE


def test_a_ledger_brought_back_learns_what_it_missed(bot: Bot, tmp_path: Path) -> None:
    bot.lab.actors.edit(bot.lab.title(), TWICE)
    bot.patrol()
    bot.context.ledger.close()
    copy = bot.lab.databases.copy(tmp_path / "ledger.sqlite", tmp_path / "copy.sqlite")
    title, unread = bot.lab.title(), bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    (fix,) = [one for one in bot.patrol().fixes if one.title == title]
    bot.lab.actors.undo(title, fix.revision or 0)
    bot.lab.actors.edit(unread, TWICE)
    bot.context.ledger.close()
    bot.context = replace(bot.context, ledger=open_ledger(copy, bot.lab.kind))
    key_values.put(bot.context.ledger, key_values.RESTORED, "2026-01-01T00:00:00Z")
    result = bot.patrol()
    assert result.remembered >= 1
    assert title not in fixed(result)
    assert rules_on(bot, title, State.REJECTED) == ["duplicate-example"]
    assert unread in fixed(result)  # the changes since the copy are read as ever
    assert bot.patrol().remembered == 0


def test_being_killed_while_it_remembers_does_no_harm(bot: Bot, lose: Lose, monkeypatch: pytest.MonkeyPatch) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    (fix,) = [one for one in bot.patrol().fixes if one.title == title]
    bot.lab.actors.undo(title, fix.revision or 0)
    lose()

    class Killed(BaseException):
        """The process ends."""

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("linterbot.bot.writing.settle.notice_reverts", die)
        with pytest.raises(Killed):
            bot.patrol()
    assert title not in fixed(bot.patrol())
    tokens = [one.token for one in actions.find(bot.context.ledger)]
    assert len(tokens) == len(set(tokens))
    assert rules_on(bot, title, State.REJECTED) == ["duplicate-example"]
