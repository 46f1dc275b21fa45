"""What only a second reader sees is shown to people, and to nobody else; they can switch it off by what they say."""

from __future__ import annotations

from dataclasses import replace

from linterbot.bot import opening
from linterbot.bot.lint_pages import lint_pages
from linterbot.bot.new_findings import read_again
from linterbot.desk import pausing
from linterbot.evidence.second_reading import Remembering
from linterbot.ledger import decisions, findings, opinions
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import State
from linterbot.ledger.track_record import track_records
from linterbot.model import SECOND_READING, Mode, Severity
from linterbot.records import changed
from linterbot.rulebook import packs
from linterbot.rulebook.second_reader import asking
from tests.conftest import WORK
from tests.contexts import InProcess, linter
from tests.contract.bot import LONG, Bot, rules_on
from tests.test_second_reader import Scripted

CALM = f"""{WORK}
== Literature ==
{LONG}
** The candles had been tallow until the siege.
** Sister Oda takes hers across the bridge with a stolen halberd."""
RULES = packs.load("tropedia")


def with_reader(bot: Bot, reply: float = 5.0, identity: str = "") -> Scripted:
    """Let a reader see a reply in whatever is in doubt; it remembers nothing of earlier rounds."""
    reader = Scripted(reply, identity)
    rules = tuple(
        replace(one, check=changed(one.check, second_reader=Remembering(reader))) if one.name == "natter" else one
        for one in RULES
    )
    bot.context = replace(bot.context, pool=InProcess(linter(bot.lab.wiki, rules)))
    return reader


def test_it_is_on_the_report_and_nowhere_else(bot: Bot) -> None:
    bot.forget_the_past()
    with_reader(bot)
    bot.set(talk=("natter",), templates={"natter": "Natter"}, message_authors=("natter",), newcomer_edits=0)
    title = bot.lab.title()
    bot.lab.actors.edit(title, CALM)
    done = bot.patrol()
    found = [one for one in findings.of_page(bot.context.ledger, title) if one.rule == SECOND_READING]
    assert {(one.code, one.severity, one.suggestion, one.fixable) for one in found} == {
        ("LB002", Severity.NOTICE, "", False)
    }
    assert "a second reading takes it for an answer" in bot.section(title)
    assert "natter" not in rules_on(bot, title)
    assert bot.text(title) == CALM
    assert (done.messages, bot.text(f"Talk:{title}"), done.held) == ([], "", [])


def test_a_bullet_is_read_once_while_it_and_its_surroundings_stay(bot: Bot) -> None:
    bot.forget_the_past()
    first = with_reader(bot, identity="it")
    title = bot.lab.title()
    bot.lab.actors.edit(title, CALM)
    bot.patrol()
    assert [one.bullet for one in first.asked] == ["The candles had been tallow until the siege."]
    bot.lab.actors.edit(title, f"{CALM}\n* Another example stands below.")
    second = with_reader(bot, identity="it")
    bot.patrol()
    assert second.asked == []
    assert SECOND_READING in rules_on(bot, title)
    bot.lab.actors.edit(title, CALM.replace("four days", "five days"))
    bot.patrol()
    assert [one.parent for one in second.asked] == [LONG.replace("four", "five").removeprefix("* ").replace("''", "")]
    other = with_reader(bot, identity="another")
    bot.lab.actors.edit(title, CALM.replace("four days", "six days"))
    bot.patrol()
    assert other.asked


OTHER = "** The keeper had the key with him all along."
OLD = CALM.replace(LONG, f"{LONG}\n{OTHER}")


def asked_by(bot: Bot, title: str, text: str, reader: Scripted) -> list[str]:
    """Let somebody save a text, and return the bullets that the reader is asked about in the next round."""
    reader.asked.clear()
    bot.lab.actors.edit(title, text)
    bot.patrol()
    return [one.bullet for one in reader.asked]


def test_on_an_old_page_it_is_asked_about_what_an_edit_touched(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, OLD)
    bot.forget_the_past()
    reader = with_reader(bot)
    tallow, now = "The candles were tallow until the siege.", OLD.replace("had been tallow", "were tallow")
    assert asked_by(bot, title, now, reader) == [tallow]
    assert asked_by(bot, title, f"{now}\n* Another example stands below.", reader) == []
    assert asked_by(bot, title, now.replace("four days", "five days"), reader) == [OTHER.removeprefix("** "), tallow]


def test_it_is_asked_again_once_a_bullet_that_it_read_has_other_surroundings(bot: Bot) -> None:
    bot.forget_the_past()
    reader = with_reader(bot)
    title = bot.lab.title()
    calm = "The candles had been tallow until the siege."
    assert asked_by(bot, title, CALM, reader) == [calm]
    assert SECOND_READING in rules_on(bot, title)
    between = f"{LONG}\n** Sister Ada lights the first of them in the crypt."
    assert calm in asked_by(bot, title, CALM.replace(LONG, between), reader)
    assert SECOND_READING in rules_on(bot, title)


def test_its_objections_count_on_old_lines_too(bot: Bot) -> None:
    title, vest = bot.lab.title(), "** The captain had a vest on all along."
    both = f"{WORK}\n== Literature ==\n{LONG}\n{vest}\n** Sister Oda takes hers across the bridge with a halberd."
    bot.lab.actors.edit(title, both)
    bot.forget_the_past()
    reader = with_reader(bot, reply=-9.0)
    alone = "\n".join(both.splitlines()[:-1])
    assert asked_by(bot, title, alone, reader) == [vest.removeprefix("** ")]
    assert "natter" not in rules_on(bot, title)


def test_what_it_said_is_remembered_while_a_bullet_is_hidden(bot: Bot) -> None:
    bot.forget_the_past()
    reader = with_reader(bot)
    title, calm = bot.lab.title(), "** The candles had been tallow until the siege."
    assert asked_by(bot, title, CALM, reader)
    assert asked_by(bot, title, CALM.replace(calm, f"<!-- {calm}"), reader) == []
    assert SECOND_READING not in rules_on(bot, title)
    bot.lab.actors.edit(title, CALM.replace(calm, f"<!-- a remark -->\n{calm}"))
    bot.patrol()
    assert SECOND_READING in rules_on(bot, title)


def test_a_newer_reader_reads_what_the_last_one_read(bot: Bot) -> None:
    bot.forget_the_past()
    title = bot.lab.title()
    assert asked_by(bot, title, CALM, with_reader(bot, identity="the last one"))
    newer = with_reader(bot, identity="a newer one")
    assert asked_by(bot, title, f"{CALM}\n* Another example stands below.", newer)
    assert SECOND_READING in rules_on(bot, title)


def test_where_whole_pages_are_reported_it_is_asked_about_whole_pages(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, OLD)
    bot.forget_the_past()
    bot.set(scope="page")
    reader = with_reader(bot)
    assert len(asked_by(bot, title, f"{OLD}\n* Another example stands below.", reader)) == 2


def test_what_people_write_while_the_bot_repairs_a_page_is_read(bot: Bot) -> None:
    bot.forget_the_past()
    reader = with_reader(bot)
    title = bot.lab.title()
    bot.lab.actors.edit(title, f"{WORK}\n== Literature ==\n{LONG}")
    bot.patrol()
    bot.lab.actors.edit(title, CALM)
    with bot.context.holding_the_wiki() as holding:
        read_again(holding, [title])
    assert [one.bullet for one in reader.asked] == ["The candles had been tallow until the siege."]
    assert SECOND_READING in rules_on(bot, title)


def test_whoever_only_looks_remembers_nothing(bot: Bot) -> None:
    bot.set(scope="page")
    reader = with_reader(bot)
    title = bot.lab.title()
    bot.lab.actors.edit(title, CALM)
    lint_pages(bot.context, bot.context.wiki.pages([title]))
    assert reader.asked
    assert opinions.of_pages(bot.context.ledger, reader.identity, [title]) == {}
    with bot.context.holding_the_wiki() as holding:
        lint_pages(holding, holding.wiki.pages([title]))
    assert opinions.of_pages(bot.context.ledger, reader.identity, [title])


def test_it_can_be_hidden_by_itself(bot: Bot) -> None:
    bot.forget_the_past()
    with_reader(bot)
    bot.set(rules={SECOND_READING: Mode.SHADOW})
    title = bot.lab.title()
    bot.lab.actors.edit(title, CALM)
    bot.patrol()
    assert SECOND_READING in rules_on(bot, title)
    assert "second reading" not in bot.section(title)


def test_what_people_say_of_it_counts_for_itself_and_can_switch_it_off(bot: Bot) -> None:
    bot.forget_the_past()
    with_reader(bot)
    ledger = bot.context.ledger
    for number in range(10):
        decisions.keep(ledger, Decision("Quill", Verdict.REJECTED, bot.context.now, SECOND_READING, f"P{number}", "f"))
    bot.lab.actors.edit(bot.lab.title(), CALM)
    done = bot.patrol()
    reason = "people called 10 of its findings no fault, more than they put right"
    assert (SECOND_READING, reason) in done.stopped
    records = track_records(ledger)
    assert records[SECOND_READING].rejections == 10
    assert "natter" not in records


def test_it_stays_while_people_put_right_more_than_they_reject(bot: Bot) -> None:
    bot.forget_the_past()
    with_reader(bot)
    ledger = bot.context.ledger
    titles = [bot.lab.title() for _ in range(11)]
    for title in titles:
        bot.lab.actors.edit(title, CALM)
    bot.patrol()
    for title in titles:
        bot.lab.actors.edit(title, f"{WORK}\n== Literature ==\n{LONG}")
    bot.patrol()
    settled = [one.rule for title in titles for one in findings.of_page(ledger, title, State.RESOLVED)]
    assert settled.count(SECOND_READING) > 10
    for number in range(10):
        decisions.keep(ledger, Decision("Quill", Verdict.REJECTED, bot.context.now, SECOND_READING, f"P{number}", "f"))
    bot.lab.actors.edit(bot.lab.title(), CALM)
    assert bot.patrol().stopped == []


def test_nobody_asks_a_reader_that_is_paused(bot: Bot) -> None:
    ledger = bot.context.ledger
    rules = asking(RULES, Scripted(1.0))
    assert opening.trusted(ledger, RULES, rules) is rules
    pausing.pause(ledger, SECOND_READING, "Quill", "wrong too often", bot.context.now)
    assert opening.trusted(ledger, RULES, rules) is RULES
    pausing.resume(ledger, SECOND_READING, "Quill", "a newer one is here", bot.context.now)
    assert opening.trusted(ledger, RULES, rules) is rules
