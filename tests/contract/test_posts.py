"""What the bot writes for people on both wikis: maintenance templates, talk pages, messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from linterbot.desk import decide
from linterbot.ledger import decisions, findings
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import State
from tests.contract.bot import LONG, ONCE, REPLY, Bot, rules_on

MORE = "* ''Lamps'': The keeper lights them early all winter long, and says so to every ship that passes."
OTHER = "** Actually, she had a lamp all along."


def test_an_expanded_signature_is_no_merge(bot: Bot) -> None:
    bot.set(talk=("natter",))
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    done = bot.patrol()
    assert f"Talk:{title}" in done.talks
    assert done.merged == []


def test_a_maintenance_template_comes_and_goes_and_is_not_forced(bot: Bot) -> None:
    bot.set(templates={"natter": "Natter"})
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    bot.patrol()  # the line numbers on the report move by one
    assert bot.text(title) == f"{{{{Natter}}}}<!-- linterbot -->\n{REPLY}"
    assert bot.patrol().posted == 0
    bot.lab.actors.edit(title, f"{{{{Natter}}}}<!-- linterbot -->\n{ONCE}")
    bot.patrol()
    assert bot.text(title) == ONCE
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    bot.lab.actors.edit(title, REPLY)  # a person takes the template away
    bot.patrol()
    assert bot.text(title) == REPLY


def test_a_redirect_gets_no_template(bot: Bot) -> None:
    bot.set(templates={"natter": "Natter"})
    title = bot.lab.title()
    bot.lab.actors.edit(title, f"#REDIRECT [[Lamps]]\n{REPLY}")
    bot.patrol()
    assert "natter" in rules_on(bot, title)
    assert bot.text(title).startswith("#REDIRECT")


def test_a_persons_own_template_is_not_taken_away(bot: Bot) -> None:
    bot.set(templates={"natter": "Natter"})
    title = bot.lab.title()
    bot.lab.actors.edit(title, f"{{{{Natter}}}}\n{ONCE}")
    bot.patrol()
    assert bot.text(title) == f"{{{{Natter}}}}\n{ONCE}"


def test_a_template_that_a_person_takes_away_is_an_answer(bot: Bot) -> None:
    bot.set(templates={"natter": "Natter"})
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    assert bot.text(title).startswith("{{Natter}}")
    bot.lab.actors.edit(title, REPLY)
    done = bot.patrol()
    assert [(one.title, one.plan.rules) for one in done.reverted] == [(title, ("natter",))]
    assert rules_on(bot, title, State.REJECTED) == ["natter"]
    assert title in {one.title for one in decisions.newest(bot.context.ledger, 5) if one.verdict is Verdict.REVERTED}
    bot.patrol()
    assert bot.text(title) == REPLY


def test_a_template_goes_when_an_operator_rejects_the_finding(bot: Bot) -> None:
    bot.set(templates={"natter": "Natter"})
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    assert bot.text(title).startswith("{{Natter}}")
    (one,) = (it for it in findings.of_page(bot.context.ledger, title) if it.rule == "natter")
    decide.close(bot.context.ledger, one, Verdict.REJECTED, "Wren", "it is fair", bot.context.wiki.now())
    bot.patrol()
    assert bot.text(title) == REPLY


def test_a_talk_page_has_one_section_that_follows_the_page(bot: Bot) -> None:
    bot.set(talk=("natter",))
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    bot.lab.actors.edit(title, f"{REPLY}\n{LONG.replace('Ropewalk', 'Lamps')}\n{OTHER}")
    bot.patrol()
    talk = bot.text(f"Talk:{title}")
    assert talk.count("A few things to look at") == 1
    assert talk.count("natter]]") == 2
    bot.lab.actors.edit(title, ONCE)
    bot.patrol()
    assert bot.text(f"Talk:{title}").count("<s>") == 2
    assert bot.patrol().talks == []
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    natter = next(one for one in findings.of_page(bot.context.ledger, title) if one.rule == "natter")
    decide.close(bot.context.ledger, natter, Verdict.IGNORED, "Wren", "", bot.context.wiki.now())
    bot.patrol()
    assert "settled" in bot.text(f"Talk:{title}")
    bot.lab.actors.edit(f"Talk:{title}", "(archived)")
    bot.patrol()
    assert bot.text(f"Talk:{title}") == "(archived)"


@pytest.fixture
def messenger(bot: Bot) -> Iterator[Bot]:
    """A bot that sends messages to authors, and an empty talk page to send them to."""
    bot.set(message_authors=("natter",), newcomer_edits=0, opt_out_page=bot.lab.title("Opt-out", "User"))
    bot.lab.actors.edit("User talk:LabAdmin", "")
    bot.forget_the_past()
    yield bot
    bot.lab.actors.edit("User talk:LabAdmin", "")


def test_a_person_gets_one_message_a_day_with_everything_in_it(messenger: Bot) -> None:
    titles = [messenger.lab.title() for _ in range(2)]
    for title in titles:
        messenger.lab.actors.edit(title, REPLY)
    assert messenger.patrol().messages == ["User talk:LabAdmin"]
    talk = messenger.text("User talk:LabAdmin")
    assert talk.count("About your recent edits") == 1
    assert all(f"On [[:{title}]]:" in talk for title in titles)
    more = messenger.lab.title()
    messenger.lab.actors.edit(more, REPLY)
    done = messenger.patrol()
    assert done.messages == []
    assert [hold.guard for held, hold in done.held if held == "User talk:LabAdmin"] == ["budget"]


def test_who_opted_out_gets_no_message(messenger: Bot) -> None:
    messenger.lab.actors.edit(messenger.context.settings.opt_out_page, "* [[User:LabAdmin]]")
    messenger.lab.actors.edit(messenger.lab.title(), REPLY)
    done = messenger.patrol()
    assert done.messages == []
    assert [hold.guard for held, hold in done.held if held == "User talk:LabAdmin"] == ["opt-out"]


@pytest.mark.parametrize("template", ["{{nobots}}", "{{bots|optout=natter}}", "{{bots|optout=all}}"])
def test_a_talk_page_that_keeps_bots_out_gets_no_message(messenger: Bot, template: str) -> None:
    messenger.lab.actors.edit("User talk:LabAdmin", template)
    messenger.lab.actors.edit(messenger.lab.title(), REPLY)
    assert messenger.patrol().messages == []
    assert messenger.text("User talk:LabAdmin") == template


def test_a_newcomer_is_welcomed_once_and_gets_no_list_of_faults(messenger: Bot) -> None:
    messenger.set(newcomer_edits=1_000_000)
    messenger.lab.actors.edit(messenger.lab.title(), REPLY)
    assert messenger.patrol().messages == ["User talk:LabAdmin"]
    talk = messenger.text("User talk:LabAdmin")
    assert "Welcome!" in talk
    assert "natter" not in talk
    messenger.lab.actors.edit(messenger.lab.title(), REPLY)
    assert messenger.patrol().messages == []
