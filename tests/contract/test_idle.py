"""A round in which nothing happened costs both wikis next to nothing, and misses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event

from linterbot.bot import idle, patrol
from linterbot.bot.clock import Clock
from linterbot.ledger import actions, decisions, key_values, leases, pauses, revisits
from linterbot.ledger.at_rest import known as at_rest_of
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import State
from linterbot.model import Mode
from linterbot.wiki.protocol import Wiki
from tests.contract.bot import ONCE, REPLY, TWICE, Bot, rules_on


class Counting:
    """A wiki that notes what it is asked."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return getattr(self._wiki, name)


def test_an_idle_round_asks_for_changes_and_nothing_else(bot: Bot) -> None:
    bot.set(talk=("natter",), templates={"natter": "Natter"}, message_authors=("natter",), newcomer_edits=0)
    bot.forget_the_past()
    bot.lab.actors.edit(bot.lab.title(), REPLY)
    bot.patrol()
    bot.patrol()
    counting = Counting(bot.context.wiki)
    bot.context = replace(bot.context, wiki=counting)
    done = bot.patrol()
    assert done.posted == 0
    assert [name for name in counting.asked if name not in ("site", "now")] == ["changes"]


def test_an_answer_on_the_report_is_read_although_nothing_else_happened(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    bot.patrol()
    bot.lab.actors.edit(bot.context.settings.report_page, bot.report.replace("☐\u00a0leave it", "x leave it"))
    bot.patrol()
    assert "natter" in rules_on(bot, title, State.IGNORED)


def test_a_report_that_somebody_blanked_is_written_again(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    bot.patrol()
    bot.lab.actors.edit(bot.context.settings.report_page, "Nothing to see here.")
    bot.patrol()
    assert bot.report.startswith("Nothing to see here.")
    assert title in bot.report


def statements(bot: Bot) -> list[str]:
    """Return what a round asks of the ledger."""
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    event.listen(bot.context.ledger.engine, "before_cursor_execute", note)
    bot.patrol()
    event.remove(bot.context.ledger.engine, "before_cursor_execute", note)
    return asked


def at_rest(bot: Bot) -> None:
    """Let the bot come to rest after it found something."""
    bot.set(rules={"duplicate-example": Mode.FLAG})
    bot.forget_the_past()
    bot.lab.actors.edit(bot.lab.title(), TWICE)
    for _ in range(3):
        bot.patrol()
    assert len(statements(bot)) <= 4


def test_a_round_at_rest_costs_four_statements_and_does_not_take_the_wiki(bot: Bot) -> None:
    at_rest(bot)
    before = key_values.get(bot.context.ledger, key_values.LAST_RUN)
    bot.wait_for_the_next_second()
    counting = Counting(bot.context.wiki)
    vars(counting)["now"] = lambda: pytest.fail("the changes tell the time already")
    bot.context = replace(bot.context, wiki=counting)
    with leases.held(bot.context.ledger):
        bot.patrol()
    assert key_values.get(bot.context.ledger, key_values.LAST_RUN) > before
    assert [name for name in counting.asked if name != "site"] == ["changes"]


def decide(bot: Bot) -> None:
    decisions.keep(bot.context.ledger, Decision("Quill", Verdict.REJECTED, bot.context.now, "natter"))


def approve(bot: Bot) -> None:
    plan = actions.Plan(actions.ActionKind.FIX, bot.lab.title(), None, "text")
    actions.plan(bot.context.ledger, plan, actions.new_token(), "", bot.context.now)


def read_again(bot: Bot) -> None:
    revisits.plan(bot.context.ledger, {bot.lab.title(): bot.context.now})


def pause(bot: Bot) -> None:
    pauses.until_resumed(bot.context.ledger, "natter", "why", "Quill", bot.context.now)


def change_settings(bot: Bot) -> None:
    bot.set(rules={"duplicate-example": Mode.AUTO})


def bring_back(bot: Bot) -> None:
    key_values.put(bot.context.ledger, key_values.RESTORED, bot.context.now)


def fail(bot: Bot) -> None:
    key_values.put(bot.context.ledger, key_values.FAILED_BY, "why")


def edit(bot: Bot) -> None:
    bot.lab.actors.edit(bot.lab.title(), REPLY)


def write_on_the_report(bot: Bot) -> None:
    bot.lab.actors.edit(bot.context.settings.report_page, "Nothing to see here.")


def wait_a_day(bot: Bot) -> None:
    key_values.put(bot.context.ledger, key_values.AT_REST, "the mark of another day")


@pytest.mark.parametrize(
    "happen",
    [
        decide,
        approve,
        read_again,
        pause,
        change_settings,
        bring_back,
        fail,
        edit,
        write_on_the_report,
        wait_a_day,
    ],
)
def test_whatever_happens_ends_the_rest(bot: Bot, happen: Callable[[Bot], None]) -> None:
    at_rest(bot)
    happen(bot)
    assert len(statements(bot)) > 10


def test_the_mark_of_rest_is_another_one_every_day(bot: Bot) -> None:
    known = at_rest_of(bot.context.ledger)
    marks = set()
    for day in ("2026-01-01", "2026-01-02"):
        clock = Clock(partial("{}T12:00:00Z".format, day))
        marks.add(idle.mark(replace(bot.context, clock=clock), known))
    assert len(marks) == 2


def test_a_round_that_is_cut_off_does_not_count_as_rest(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    at_rest(bot)
    bot.set(rules={"duplicate-example": Mode.AUTO})
    for _ in range(3):
        bot.patrol()
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    with monkeypatch.context() as patch:
        patch.setattr(patrol, "_WRITE", (lambda *_: 1 / 0,))
        with pytest.raises(ZeroDivisionError):
            bot.patrol()
    bot.patrol()
    assert bot.text(title) == ONCE
