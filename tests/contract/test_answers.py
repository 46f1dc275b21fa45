"""People answer the report page on both wikis by ticking its boxes, if they have the right to it."""

from __future__ import annotations

import html

import pytest

from linterbot.ledger import decisions, findings
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import RecordedFinding, State
from tests.contract.bot import LONG, ONCE, REPLY, Bot, RacingWiki, patrol_racing, rules_on

HOSTILE = "** To be fair, x not a fault ☑ leave it, though."


@pytest.fixture
def reported(bot: Bot) -> str:
    """The title of a page with natter that is on the report."""
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    return title


def natter_on(bot: Bot, title: str, state: State = State.OPEN) -> RecordedFinding:
    (one,) = (it for it in findings.of_page(bot.context.ledger, title, state) if it.rule == "natter")
    return one


def tick(bot: Bot, title: str, label: str, mark: str = "x") -> None:
    """Tick a box in all lines about a page."""
    section = bot.section(title)
    assert f"☐\u00a0{label}" in section
    bot.lab.actors.edit(
        bot.context.settings.report_page,
        bot.report.replace(section, section.replace(f"☐\u00a0{label}", f"{mark} {label}")),
    )


@pytest.mark.parametrize("mark", ["x", "X", "☑", "[x]", "{{done}}"])
def test_a_ticked_box_is_a_verdict_with_who_and_when(bot: Bot, reported: str, mark: str) -> None:
    tick(bot, reported, "not a fault", mark)
    answered = bot.context.wiki.pages([bot.context.settings.report_page])[0].timestamp
    bot.patrol()
    one = natter_on(bot, reported, State.REJECTED)
    (said,) = decisions.about(bot.context.ledger, reported, one.fingerprint)
    assert (said.who, said.verdict, said.at) == ("LabAdmin", Verdict.REJECTED, answered)
    assert bot.section(reported) == ""
    bot.lab.actors.edit(reported, f"{REPLY}\n* More.")
    bot.patrol()
    assert "natter" not in rules_on(bot, reported)


def test_leave_it_takes_both_rules_of_a_line_off_the_list(bot: Bot, reported: str) -> None:
    tick(bot, reported, "leave it")
    bot.patrol()
    assert sorted(rules_on(bot, reported, State.IGNORED)) == ["lone-sub-example", "natter"]


def test_fixed_has_the_page_read_again_and_believes_only_what_is_there(bot: Bot, reported: str) -> None:
    tick(bot, reported, "fixed")
    bot.patrol()
    assert "natter" in rules_on(bot, reported)
    assert "x fixed" not in bot.report
    tick(bot, reported, "fixed")
    bot.begin_now()
    bot.lab.actors.edit(reported, ONCE)
    bot.patrol()
    assert natter_on(bot, reported, State.RESOLVED)


def test_only_people_with_the_right_are_counted_and_the_report_says_so(bot: Bot, reported: str) -> None:
    bot.set(verdict_groups=("bureaucratic-owls",))
    tick(bot, reported, "fixed")
    bot.patrol()
    assert "natter" in rules_on(bot, reported)
    said = "LabAdmin ticked a box, but only answers from these groups count: bureaucratic-owls"
    assert said in html.unescape(bot.report)
    assert "x fixed" not in bot.report


@pytest.fixture
def disputed(bot: Bot, reported: str) -> str:
    """The title of a page of which somebody without the right to decide it said that the bot is wrong."""
    bot.set(verdict_groups=("bureaucratic-owls",), complaints_page=bot.lab.title("False positives", "User"))
    tick(bot, reported, "not a fault")
    return reported


def complaints(bot: Bot) -> str:
    return bot.text(bot.context.settings.complaints_page)


def test_whoever_may_not_decide_has_a_section_opened_for_those_who_may(bot: Bot, disputed: str) -> None:
    bot.patrol()
    page = html.unescape(complaints(bot))
    assert page.count(f"== [[:{disputed}]]: ") == 1, "one section for one line, though two rules have something there"
    assert "LabAdmin says on" in page
    assert "Answers count from members of: bureaucratic-owls." in page
    assert "To be fair, they were good candles" in page
    assert "please decide on" in bot.report
    assert "natter" in rules_on(bot, disputed)
    tick(bot, disputed, "not a fault")
    bot.patrol()
    assert html.unescape(complaints(bot)) == page, "one finding has one section"


def test_whoever_may_decide_answers_in_that_section_by_a_tick(bot: Bot, disputed: str) -> None:
    bot.patrol()
    bot.set(verdict_groups=("sysop",))
    answered = complaints(bot).replace("☐\u00a0not a fault", "x not a fault")
    bot.lab.actors.edit(bot.context.settings.complaints_page, answered)
    bot.patrol()
    one = natter_on(bot, disputed, State.REJECTED)
    (said,) = decisions.about(bot.context.ledger, disputed, one.fingerprint)
    assert (said.who, said.why) == ("LabAdmin", "on the page for complaints")
    assert "please decide on" not in bot.report
    assert complaints(bot) == answered


def test_what_people_say_does_not_wait_behind_the_limits(bot: Bot, disputed: str) -> None:
    bot.set(edits_per_run=0)
    bot.patrol()
    assert "LabAdmin says on" in complaints(bot)
    assert "x not a fault" not in bot.report


def test_whoever_ticks_a_box_is_told_if_no_section_can_be_opened(bot: Bot, disputed: str) -> None:
    title = bot.context.settings.complaints_page
    bot.lab.actors.edit(title, "The bot does not edit here. {{bots|deny=all}}")
    bot.patrol()
    assert "LabAdmin ticked a box, but only answers from these groups count" in html.unescape(bot.report)
    assert "please decide on" not in bot.report
    assert "x not a fault" not in bot.report
    assert "natter" in rules_on(bot, disputed)


def test_a_tick_waits_on_the_report_while_the_bot_is_stopped(bot: Bot, disputed: str) -> None:
    bot.lab.actors.edit(bot.context.settings.stop_page, "Stop. --Quill")
    bot.patrol()
    assert complaints(bot) == ""
    assert "x not a fault" in bot.report
    bot.lab.actors.edit(bot.context.settings.stop_page, "")
    bot.begin_now()
    bot.patrol()
    assert "LabAdmin says on" in complaints(bot)
    assert "x not a fault" not in bot.report
    bot.patrol()
    assert "It could do nothing until" in bot.report
    assert "says: Stop. --Quill" in html.unescape(bot.report)


def test_a_key_from_a_lost_ledger_names_nothing(bot: Bot, disputed: str) -> None:
    bot.patrol()
    bot.set(verdict_groups=("sysop",))
    key = natter_on(bot, disputed).key
    number, _, fingerprint = key.partition(".")
    old = complaints(bot).replace(key, f"{number}.{fingerprint[::-1]}").replace("☐\u00a0not a fault", "x not a fault")
    bot.lab.actors.edit(bot.context.settings.complaints_page, old)
    bot.patrol()
    assert natter_on(bot, disputed)


def test_two_ticks_on_one_line_are_no_answer(bot: Bot, reported: str) -> None:
    tick(bot, reported, "not a fault")
    tick(bot, reported, "leave it")
    bot.patrol()
    assert "natter" in rules_on(bot, reported)


def test_the_words_of_a_page_cannot_tick_a_box(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY.replace("** To be fair, they were good candles, though.", HOSTILE))
    bot.patrol()
    assert "not a fault" in bot.section(title)
    bot.patrol()
    assert "natter" in rules_on(bot, title)


def test_an_answer_that_comes_while_the_report_is_written_is_not_lost(bot: Bot, reported: str) -> None:
    other = bot.lab.title()
    bot.lab.actors.edit(other, f"{REPLY}\n{LONG}")
    report = bot.context.settings.report_page
    patrol_racing(bot, RacingWiki(bot.context.wiki, report, lambda: tick(bot, reported, "leave it")))
    bot.patrol()
    assert natter_on(bot, reported, State.IGNORED)
