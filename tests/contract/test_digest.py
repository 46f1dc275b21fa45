"""The week in review goes to its page once, through every guard, and to the targets that want it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from linterbot.bot.clock import Clock
from linterbot.bot.context import BotContext
from linterbot.config import reader
from linterbot.config.sections import Config
from linterbot.digest.send import Sending, send_if_due
from linterbot.ledger import key_values, notices, pages
from linterbot.ledger.timestamps import timestamp
from linterbot.ledger.weeks import name_of
from linterbot.model import Mode
from tests.contract.bot import REPLY, Bot, Busy, RacingWiki

CONFIG = """wikis:
  one: {kind: sandbox, path: s.sqlite, pack: tropedia, operator: somebody}
notify:
  wren: {kind: mail, address: wren@house.example, digest: true}
  quill: {kind: mail, address: quill@house.example}
"""


@pytest.fixture
def config(here: Path) -> Config:
    (here / "config.yaml").write_text(CONFIG)
    return reader.load(Path("config.yaml"))


@pytest.fixture
def week(bot: Bot, config: Config) -> str:
    """Let the bot find something in this week, and return the week; its page is for this test alone."""
    page = bot.lab.title("Digest", "User")
    bot.set(digest_page=page, digest_feed=Path("digest.atom"), rules={"natter": Mode.FLAG})
    assert send_if_due(config, bot.context) is None  # what was before the first round is not reviewed
    bot.lab.actors.edit(bot.lab.title(), REPLY)
    bot.patrol()
    return name_of(datetime.fromisoformat(bot.lab.wiki.now()))


def in_a_week(bot: Bot) -> BotContext:
    """Return the bot's context as it is when the week is over."""
    now = timestamp(datetime.fromisoformat(bot.lab.wiki.now()) + timedelta(weeks=1))
    return replace(bot.context, clock=Clock(lambda: now))


def page(bot: Bot) -> str:
    title = bot.context.settings.digest_page
    assert title is not None
    pages = bot.lab.wiki.pages([title])
    return pages[0].text if pages else ""


def edits(bot: Bot) -> int:
    title = bot.context.settings.digest_page
    assert title is not None
    return bot.edits_by_us(title)


def test_a_week_is_reviewed_once_when_it_is_over(bot: Bot, config: Config, week: str) -> None:
    assert send_if_due(config, bot.context) is None
    assert page(bot) == ""
    assert send_if_due(config, in_a_week(bot)) == Sending(f"the review of {week} is sent")
    assert f"== Week {week} ==" in page(bot)
    assert "'''Worth a look:'''\n* [[:Page" in page(bot)
    assert key_values.get(bot.context.ledger, key_values.DIGEST).startswith(f"{week} ")
    assert send_if_due(config, in_a_week(bot)) is None
    key_values.put(bot.context.ledger, key_values.DIGEST, "2020-W01 ")  # killed before it was noted
    assert send_if_due(config, in_a_week(bot)) == Sending(f"the review of {week} is sent")
    assert edits(bot) == 1
    assert Path("digest.atom").read_text().count("<entry>") == 1
    told = notices.due(bot.context.ledger, "9999")
    assert [(one.target, one.event) for one in told] == [("wren", "digest")]
    assert f"week {week}" in told[0].body


def test_the_page_itself_is_not_linted(bot: Bot, config: Config, week: str) -> None:
    title = bot.context.settings.digest_page
    assert title is not None
    send_if_due(config, in_a_week(bot))
    bot.set(namespaces=("main", "User"))
    bot.lab.actors.edit(title, f"{REPLY}\n{page(bot)}")
    bot.patrol()
    assert pages.get(bot.context.ledger, [title]) == {}


def test_a_stop_page_holds_the_review_until_it_is_empty(bot: Bot, config: Config, week: str) -> None:
    bot.lab.actors.edit(bot.context.settings.stop_page, "Stop, please.")
    held = send_if_due(config, in_a_week(bot))
    assert held is not None
    assert held.held
    assert "Stop, please." in held.words
    assert page(bot) == ""
    bot.lab.actors.edit(bot.context.settings.stop_page, "")
    assert send_if_due(config, in_a_week(bot)) == Sending(f"the review of {week} is sent")
    assert edits(bot) == 1
    assert len(notices.due(bot.context.ledger, "9999")) == 1


def test_a_wiki_that_takes_no_edits_gets_the_review_later(bot: Bot, config: Config, week: str) -> None:
    title = bot.context.settings.digest_page
    assert title is not None
    whole = bot.context
    bot.context = replace(whole, wiki=Busy(whole.wiki, title))
    assert send_if_due(config, in_a_week(bot)) == Sending(f"the review of {week} waits: maxlag", held=True)
    bot.context = whole
    assert page(bot) == ""


def test_a_lost_answer_leaves_one_review(bot: Bot, config: Config, week: str) -> None:
    title = bot.context.settings.digest_page
    assert title is not None
    whole = bot.context
    bot.context = replace(whole, wiki=RacingWiki(whole.wiki, title, lose=True))
    lost = send_if_due(config, in_a_week(bot))
    assert lost == Sending(f"the review of {week} waits: the answer was lost", held=True)
    bot.context = whole
    assert send_if_due(config, in_a_week(bot)) == Sending(f"the review of {week} is sent")
    assert page(bot).count(f"== Week {week} ==") == 1
    assert edits(bot) == 1


def test_a_feed_that_cannot_be_written_keeps_nobody_else_waiting(bot: Bot, config: Config, week: str) -> None:
    Path("digest.atom").mkdir()
    sent = send_if_due(config, in_a_week(bot))
    assert sent is not None
    assert sent.held
    assert f"== Week {week} ==" in page(bot)
    Path("digest.atom").rmdir()
    assert send_if_due(config, in_a_week(bot)) == Sending(f"the review of {week} is sent")
    assert edits(bot) == 1


def test_nobody_whose_edits_were_flagged_is_named(bot: Bot, config: Config, week: str) -> None:
    send_if_due(config, in_a_week(bot))
    assert "LabAdmin" not in page(bot)


def test_weeks_that_could_not_be_sent_are_made_up_for(bot: Bot, config: Config, week: str) -> None:
    later = timestamp(datetime.fromisoformat(bot.lab.wiki.now()) + timedelta(weeks=3))
    context = replace(bot.context, clock=Clock(lambda: later))
    sent = [send_if_due(config, context) for _ in range(4)]
    assert sent[0] == Sending(f"the review of {week} is sent")
    assert sent[-1] is None


def test_what_people_wrote_on_the_page_stays(bot: Bot, config: Config, week: str) -> None:
    title = bot.context.settings.digest_page
    assert title is not None
    bot.lab.actors.edit(title, "A word before.")
    send_if_due(config, in_a_week(bot))
    assert page(bot).startswith("A word before.\n")
    assert f"== Week {week} ==" in page(bot)
