"""The decisions of an operator, carried out on both wikis."""

from __future__ import annotations

from dataclasses import replace

from linterbot.bot.lint_pages import fix_page as fix_page_of
from linterbot.bot.lint_pages import lint_pages
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing.catch_up import between_rounds
from linterbot.desk import decide, fix_page
from linterbot.desk.undo import undo
from linterbot.ledger import action_queries, decisions, findings, pauses
from linterbot.ledger.decisions import Verdict
from linterbot.lint.fixing import FixResult
from tests.contract.bot import ONCE, TWICE, Bot, Busy, fixed


def test_an_approved_fix_is_made_even_for_a_rule_that_only_flags(bot: Bot) -> None:
    one = bot.flag_a_fault()
    title = one.title
    with between_rounds(bot.context) as context:
        answer = decide.approve(context, one, "Wren", "yes", RoundResult(context.run))
    assert answer.done
    assert (bot.text(title), bot.edits_by_us(title)) == (ONCE, 1)
    (kept,) = decisions.about(bot.context.ledger, title, one.fingerprint)
    assert (kept.who, kept.verdict, kept.why) == ("Wren", Verdict.APPROVED, "yes")


def test_a_page_fixed_by_hand_is_saved_once_and_never_over_somebody(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    (page,) = bot.context.wiki.pages([title])
    linted = lint_pages(bot.context, [page])[0]
    wanted = frozenset(one.fingerprint for one in linted.lint_result.findings)
    by_hand = fix_page_of(bot.context, linted, wanted, approved=True)
    assert isinstance(by_hand, FixResult)
    bot.lab.actors.edit(title, TWICE + "\n* A bullet by somebody else, who was faster than the moderator.")
    with between_rounds(bot.context) as context:
        answer = fix_page.save(context, page, by_hand, "Wren")
    assert (answer.words, answer.done) == ("was edited meanwhile; check it again", False)
    assert bot.edits_by_us(title) == 0
    (page,) = bot.context.wiki.pages([title])
    linted = lint_pages(bot.context, [page])[0]
    by_hand = fix_page_of(bot.context, linted, wanted, approved=True)
    assert isinstance(by_hand, FixResult)
    with between_rounds(bot.context) as context:
        answer = fix_page.save(context, page, by_hand, "Wren")
    assert answer.done
    assert bot.text(title).count("Mother Ansel") == 1
    assert bot.edits_by_us(title) == 1


def test_an_approval_outlives_a_wiki_that_takes_no_edits(bot: Bot) -> None:
    one = bot.flag_a_fault()
    title = one.title
    whole = bot.context
    bot.context = replace(whole, wiki=Busy(whole.wiki, title))
    with between_rounds(bot.context) as context:
        answer = decide.approve(context, one, "Wren", "yes", RoundResult(context.run))
    assert (answer.words, answer.done) == ("approved, and waits: maxlag", False)
    bot.context = whole
    assert bot.patrol().posted == 0
    pauses.resume(bot.context.ledger, "")
    bot.patrol()
    assert (bot.text(title), bot.edits_by_us(title)) == (ONCE, 1)


def test_a_decision_made_already_is_named(bot: Bot) -> None:
    one = bot.flag_a_fault()
    title = one.title
    bot.lab.actors.edit(bot.context.settings.stop_page, "Stop, please.")
    with between_rounds(bot.context) as context:
        answers = [decide.approve(context, one, "Wren", "", RoundResult(context.run)) for _ in range(2)]
    assert [one.words[:16] for one in answers] == ["approved, and wa", "is already appro"]
    (waiting,) = action_queries.about(bot.context.ledger, one.fingerprint, title)
    assert "Stop, please." in waiting.reason  # which `status` shows
    now = bot.context.wiki.now()
    for words in (f"rejected; `linterbot reopen {one.id}` takes it back", "is already rejected"):
        closed = findings.numbered(bot.context.ledger, one.id)
        assert closed is not None
        assert decide.close(bot.context.ledger, closed, Verdict.REJECTED, "Wren", "no", now).words == words
    assert [it.verdict for it in decisions.about(bot.context.ledger, title, one.fingerprint)] == [
        "approved",
        "rejected",
    ]
    bot.lab.actors.edit(bot.context.settings.stop_page, "")
    bot.patrol()
    assert bot.text(title) == TWICE


def test_undoing_puts_the_old_text_back_where_nobody_edited_over_it(bot: Bot) -> None:
    titles = [bot.lab.title() for _ in range(2)]
    for title in titles:
        bot.lab.actors.edit(title, TWICE)
    done = bot.patrol()
    bot.lab.actors.edit(titles[1], f"{ONCE}\n* More.")
    with between_rounds(bot.context) as context:
        run = [one for one in action_queries.of_run(bot.context.ledger, done.run) if one.title in titles]
        answers = {
            one.about.partition(" (")[0]: one.done for one in undo(context, run, "Wren", "", RoundResult(context.run))
        }
    assert answers == {titles[0]: True, titles[1]: False}
    assert [bot.text(title) for title in titles] == [TWICE, f"{ONCE}\n* More."]
    assert titles[0] not in fixed(bot.patrol())
