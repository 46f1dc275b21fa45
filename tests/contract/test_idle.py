"""A round in which nothing happened costs both wikis next to nothing, and misses nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from linterbot.ledger.findings import State
from linterbot.wiki.protocol import Wiki
from tests.contract.bot import REPLY, Bot, rules_on


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
