"""The bot reports what edits bring in or touch, on both wikis; what was there before is recorded silently."""

from __future__ import annotations

from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing.catch_up import between_rounds
from linterbot.desk import decide
from linterbot.ledger import findings
from linterbot.ledger.findings import State
from tests.contract.bot import LONG, ONCE, REPLY, TWICE, Bot, RacingWiki, patrol_racing, rules_on

MORE = "* ''Lamps'': The keeper lights them early all winter long, and says so to every ship that passes."
OTHER = "** Actually, she had a lamp all along."


def seen_first_after(bot: Bot, title: str, text: str, edited: str) -> None:
    """Make a page that the bot has never seen, and an edit to it that is the first one it sees."""
    bot.lab.actors.edit(title, text)
    bot.forget_the_past()
    bot.lab.actors.edit(title, edited)


def test_what_was_there_before_is_recorded_silently_and_counted(bot: Bot) -> None:
    title = bot.lab.title()
    seen_first_after(bot, title, REPLY, f"{REPLY}\n{MORE}")
    done = bot.patrol()
    assert [page for page, _ in done.found if page == title] == []
    assert rules_on(bot, title) == []
    assert rules_on(bot, title, State.BACKLOG) == ["natter", "lone-sub-example"]
    assert done.silent >= 2
    assert bot.section(title) == ""


def test_what_an_edit_brought_in_is_reported_and_what_was_beside_it_is_not(bot: Bot) -> None:
    title = bot.lab.title()
    seen_first_after(bot, title, REPLY, f"{REPLY}\n{LONG.replace('Ropewalk', 'Lamps')}\n{OTHER}")
    bot.patrol()
    assert {one.row for one in findings.of_page(bot.context.ledger, title)} == {6}
    assert {one.row for one in findings.of_page(bot.context.ledger, title, State.BACKLOG)} == {4}


def test_what_an_edit_touched_is_reported_from_then_on(bot: Bot) -> None:
    title = bot.lab.title()
    seen_first_after(bot, title, REPLY, f"{REPLY}\n{MORE}")
    bot.patrol()
    bot.lab.actors.edit(title, f"{REPLY.replace('good candles', 'bad candles')}\n{MORE}")
    bot.patrol()
    assert "natter" in rules_on(bot, title)


def test_a_fault_that_an_edit_leaves_elsewhere_on_the_page_is_its_fault(bot: Bot) -> None:
    title = bot.lab.title()
    more = "** And the neighbours on the quay bring bread on the third day, which nobody thanks them for."
    bot.lab.actors.edit(title, f"{REPLY}\n{more}")
    bot.patrol()
    assert "lone-sub-example" not in rules_on(bot, title)
    bot.lab.actors.edit(title, REPLY)  # the line that remains is unchanged
    bot.patrol()
    assert "lone-sub-example" in rules_on(bot, title)


def test_what_a_fix_settles_by_the_way_is_recorded(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    natter = next(one for one in findings.of_page(bot.context.ledger, title) if one.rule == "natter")
    with between_rounds(bot.context) as context:
        assert decide.approve(context, natter, "Wren", "", RoundResult(context.run)).done
    assert rules_on(bot, title) == []
    assert sorted(rules_on(bot, title, State.RESOLVED)) == ["lone-sub-example", "natter"]  # it was alone no longer


def test_what_an_edit_in_between_brings_in_is_reported(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    wiki = RacingWiki(bot.context.wiki, title, lambda: bot.lab.actors.edit(title, f"{ONCE}\n{LONG[:12]} x.\n{OTHER}"))
    patrol_racing(bot, wiki)
    bot.patrol()
    assert "natter" in rules_on(bot, title)


def test_scope_page_reports_the_whole_page(bot: Bot) -> None:
    title = bot.lab.title()
    bot.set(scope="page")
    seen_first_after(bot, title, REPLY, f"{REPLY}\n{MORE}")
    bot.patrol()
    assert rules_on(bot, title) == ["natter", "lone-sub-example"]
