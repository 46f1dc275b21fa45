"""The bot's whole job on both wikis: find, fix, flag, and never harm, repeat or lose anything."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from linterbot.bot.patrol import patrol
from linterbot.bot.writing import settle
from linterbot.desk.pausing import resume_wiki
from linterbot.errors import WikiDown
from linterbot.ledger import action_queries, actions, cursor, findings, leases, pauses
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from linterbot.markup.mediawiki import read
from linterbot.model import Mode
from linterbot.records import changed
from linterbot.rulebook.rule import Rule
from linterbot.version import __version__
from linterbot.wiki.protocol import Outcome, Save
from tests.conftest import WORK
from tests.contexts import InProcess, linter
from tests.contract.bot import LONG, ONCE, REPLY, TWICE, Bot, RacingWiki, bot_on, fixed, patrol_racing
from tests.contract.conftest import Lab


def test_a_safe_fix_is_posted_with_a_summary_that_explains_it(bot: Bot) -> None:
    title = bot.lab.title()
    base = bot.lab.actors.edit(title, TWICE)
    done = bot.patrol()
    assert title in fixed(done)
    assert bot.text(title) == ONCE
    last = bot.context.wiki.history(title, base)[-1]
    (fix,) = [one for one in done.fixes if one.title == title]
    assert fix.action is not None
    assert last.comment == (
        "[[Tropedia:Style Guide|duplicate-example]]: remove the second copy "
        f"([[User:LinterBot/False positives|wrong?]]; run {done.run}, {__version__}) [linterbot {fix.action.token}]"
    )


def test_what_has_no_safe_fix_is_flagged_on_the_report_and_not_touched(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    done = bot.patrol()
    assert bot.text(title) == REPLY
    assert done.report_saved
    line = bot.section(title).strip().splitlines()[0]
    assert line.startswith(f"* [[:{title}#Literature|Literature]]: “To be fair, they were good candles, though.” ")
    assert "This bullet replies to the example above it" in line
    assert "([[Tropedia:Style Guide|natter]])" in line
    revision = bot.context.wiki.pages([title])[0].revision
    assert f"([[Special:Diff/{revision}|edit]] by LabAdmin, today)" in line
    assert not re.search(r"EX1\d\d|warning|no\. \d", line)


def test_two_rounds_in_a_row_post_nothing_twice(bot: Bot) -> None:
    titles = [bot.lab.title() for _ in range(2)]
    bot.lab.actors.edit(titles[0], TWICE)
    bot.lab.actors.edit(titles[1], REPLY)
    assert bot.patrol().posted
    again = bot.patrol()
    assert (again.posted, again.report_saved, again.fixes) == (0, False, [])


def test_a_finding_that_is_gone_is_marked_resolved(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    bot.lab.actors.edit(title, ONCE)
    bot.patrol()
    assert bot.section(title).count("<s>") == bot.section(title).count("resolved") == 1  # both rules on one line
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    assert "<s>" not in bot.section(title)


def test_only_the_newest_revision_counts(bot: Bot) -> None:
    title = bot.lab.title()
    for text in (REPLY, TWICE, ONCE):
        bot.lab.actors.edit(title, text)
    done = bot.patrol()
    assert title not in {found for found, _ in done.found}


def test_a_reverted_fix_is_an_answer(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    (fix,) = [one for one in bot.patrol().fixes if one.title == title]
    assert fix.revision is not None
    bot.lab.actors.undo(title, fix.revision)
    done = bot.patrol()
    assert [action.title for action in done.reverted] == [title]
    assert bot.text(title) == TWICE
    bot.lab.actors.edit(title, TWICE + "\n* More.")
    assert title not in fixed(bot.patrol())
    assert bot.text(title) == TWICE + "\n* More."


def test_a_fix_that_the_wiki_merged_with_a_persons_edit_can_be_undone_too(bot: Bot) -> None:
    title = bot.lab.title()
    far = "\n".join(f"Line {number} of the description." for number in range(20))
    bot.lab.actors.edit(title, f"{far}\n{TWICE}")
    theirs = f"A person was here.\n{far}\n{TWICE}"
    wiki = RacingWiki(bot.context.wiki, title, lambda: bot.lab.actors.edit(title, theirs))
    (fix,) = [one for one in patrol_racing(bot, wiki).fixes if one.title == title]
    assert bot.text(title) == f"A person was here.\n{far}\n{ONCE}"
    assert fix.revision is not None
    bot.lab.actors.undo(title, fix.revision)
    assert [action.title for action in bot.patrol().reverted] == [title]
    assert bot.text(title) == theirs


@pytest.mark.parametrize(
    ("template", "guard"),
    [
        ("{{nobots}}", "exclusion"),
        ("{{bots|deny=LinterBot}}", "exclusion"),
        ("{{Bots|allow=OtherBot}}", "exclusion"),
        ("{{bots|optout=duplicate-example}}", "exclusion"),
        ("{{inuse}}", "in-use"),
    ],
)
def test_pages_that_keep_bots_out_are_left_alone(bot: Bot, template: str, guard: str) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, f"{template}\n{TWICE}")
    done = bot.patrol()
    assert bot.text(title) == f"{template}\n{TWICE}"
    assert [hold.guard for held, hold in done.held if held == title] == [guard]


@pytest.mark.parametrize(
    "template", ["{{bots|deny=OtherBot}}", "<nowiki>{{nobots}}</nowiki>", "{{bots|allow=LinterBot}}"]
)
def test_pages_that_keep_out_only_other_bots_are_fixed(bot: Bot, template: str) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, f"{template}\n{TWICE}")
    assert title in fixed(bot.patrol())


def test_the_stop_page_stops_everything_until_it_is_empty(bot: Bot) -> None:
    bot.forget_the_past()
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    bot.lab.actors.edit(bot.context.settings.stop_page, "Stop, please. --Quill")
    done = bot.patrol()
    assert done.posted == 0
    assert bot.text(title) == TWICE
    assert {hold.guard for _, hold in done.held} == {"stop"}
    assert bot.report == ""
    bot.lab.actors.edit(bot.context.settings.stop_page, "")
    assert title in fixed(bot.patrol())


def test_a_stop_page_is_found_however_its_title_is_written(bot: Bot) -> None:
    title, stop = bot.lab.title(), bot.lab.title("Stop page", "User")
    bot.set(stop_page=stop.replace("User:", "user:").replace(" ", "_"))
    bot.lab.actors.edit(title, TWICE)
    bot.lab.actors.edit(stop, "Stop, please.")
    assert bot.patrol().posted == 0
    bot.lab.actors.edit(stop, "")
    bot.lab.actors.edit(f"{stop}/duplicate-example", "This one, please.")
    assert title not in fixed(bot.patrol())
    assert bot.text(title) == TWICE


def test_a_stop_page_that_is_no_wikitext_stops_too(bot: Bot) -> None:
    bot.forget_the_past()
    bot.set(stop_page=f"{bot.lab.title('Stop', 'User')}.json")
    bot.lab.actors.edit(bot.lab.title(), TWICE)
    bot.lab.actors.edit(bot.context.settings.stop_page, '{"stop": "please"}')
    done = bot.patrol()
    assert (done.posted, {hold.guard for _, hold in done.held}) == (0, {"stop"})


def test_a_stop_holds_the_round_without_reading_page_after_page(bot: Bot) -> None:
    bot.forget_the_past()
    for _ in range(3):
        bot.lab.actors.edit(bot.lab.title(), TWICE)
    bot.lab.actors.edit(bot.context.settings.stop_page, "Stop, please.")
    assert [hold.guard for _, hold in bot.patrol().held] == ["stop", "stop"]  # the fixes, and the report


def test_the_bots_own_pages_are_not_linted(bot: Bot) -> None:
    settings = bot.context.settings.model_copy(update={"namespaces": ("main", "User")})
    bot.context = replace(bot.context, settings=settings)
    bot.lab.actors.edit(bot.lab.title(), REPLY)
    bot.lab.actors.edit(settings.report_page, REPLY)
    found = {title for title, _ in bot.patrol().found}
    assert settings.report_page not in found


def test_a_stop_that_comes_while_the_bot_waits_its_turn_is_obeyed(bot: Bot) -> None:
    for _ in range(2):
        bot.lab.actors.edit(bot.lab.title(), TWICE)

    def stop(_: float) -> None:
        bot.lab.actors.edit(bot.context.settings.stop_page, "Stop, please.")

    settings = bot.context.settings.model_copy(update={"seconds_between_edits": 10})
    bot.context = replace(bot.context, settings=settings, pause=stop)
    done = bot.patrol()
    assert done.posted == 1
    assert "stop" in {hold.guard for _, hold in done.held}


def test_one_rule_can_be_stopped(bot: Bot) -> None:
    title, draft = bot.lab.title(), bot.lab.title("Draft", "Trope Workshop")
    bot.lab.actors.edit(title, TWICE)
    bot.lab.actors.edit(draft, "A draft.")
    bot.lab.actors.edit(f"{bot.context.settings.stop_page}/duplicate-example", "not now")
    assert fixed(bot.patrol()) & {title, draft} == {draft}


def test_a_round_does_no_more_than_its_cap_and_the_next_goes_on(bot: Bot) -> None:
    titles = {bot.lab.title() for _ in range(3)}
    for title in titles:
        bot.lab.actors.edit(title, TWICE)
    bot.context = replace(bot.context, settings=bot.context.settings.model_copy(update={"edits_per_run": 2}))
    rounds = [bot.patrol() for _ in range(12)]
    assert all(len(done.fixes) <= 2 for done in rounds)
    assert titles <= set().union(*map(fixed, rounds))
    assert any(hold.guard == "budget" for done in rounds for _, hold in done.held)


def test_other_namespaces_are_left_alone(bot: Bot) -> None:
    title = bot.lab.title("Sandbox", "User")
    bot.lab.actors.edit(title, TWICE)
    done = bot.patrol()
    assert title not in {found for found, _ in done.found}
    assert bot.text(title) == TWICE


def test_shadow_rules_are_recorded_and_never_shown(bot: Bot) -> None:
    bot.context = replace(
        bot.context, settings=bot.context.settings.model_copy(update={"mode": Mode.SHADOW, "rules": {}})
    )
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    done = bot.patrol()
    assert title in {found for found, _ in done.found}
    assert (done.posted, bot.report) == (0, "")


def test_suggest_shows_the_fix_and_does_not_make_it(bot: Bot) -> None:
    settings = bot.context.settings.model_copy(update={"rules": {"lone-sub-example": Mode.SUGGEST}})
    bot.context = replace(bot.context, settings=settings)
    title, page = (
        bot.lab.title(),
        REPLY.replace("To be fair, they were good candles, though.", "Quill brings her a ham."),
    )
    bot.lab.actors.edit(title, page)
    bot.patrol()
    assert bot.text(title) == page
    assert "''Suggested:'' Join it to the example above&#58; &#42; &#39;&#39;Ropewalk" in bot.section(title)


def test_a_page_edited_meanwhile_is_read_again_and_not_overwritten(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    theirs = TWICE.replace("Crabbe does without, and says so.", "A person was here.")
    wiki = RacingWiki(bot.context.wiki, title, lambda: bot.lab.actors.edit(title, theirs))
    assert title in fixed(patrol_racing(bot, wiki))
    assert bot.text(title) == ONCE.replace("Crabbe does without, and says so.", "A person was here.")


def test_a_page_deleted_before_the_save_stays_deleted(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    done = patrol_racing(bot, RacingWiki(bot.context.wiki, title, lambda: bot.lab.actors.delete(title)))
    assert bot.text(title) == ""
    assert title not in fixed(done)
    assert not findings.of_page(bot.context.ledger, title)


def test_a_lost_answer_is_settled_by_reading_the_wiki_and_nothing_is_posted_twice(bot: Bot) -> None:
    title = bot.lab.title()
    base = bot.lab.actors.edit(title, TWICE)
    patrol_racing(bot, RacingWiki(bot.context.wiki, title, lose=True))
    (unclear,) = actions.in_state(bot.context.ledger, actions.UNSETTLED)
    assert unclear.title == title
    bot.patrol()
    bot.patrol()
    assert actions.in_state(bot.context.ledger, actions.UNSETTLED) == []
    (settled,) = action_queries.done_on(bot.context.ledger, title)
    assert (settled.token, settled.reason) == (unclear.token, "found on the wiki")
    ours = [one for one in bot.context.wiki.history(title, base) if one.user == "LinterBot"]
    assert len(ours) == 1
    assert bot.text(title) == ONCE


class Killed(BaseException):
    """Ends everything at once, as `kill -9` does."""


@pytest.mark.parametrize("after", [False, True])
def test_a_bot_killed_around_its_write_neither_repeats_nor_loses_it(
    bot: Bot, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle, "_SETTLING", timedelta())
    title = bot.lab.title()
    base = bot.lab.actors.edit(title, TWICE)

    class Killing(RacingWiki):
        def save(self, save: Save) -> Outcome:
            if save.title == title:
                if after:
                    self._wiki.save(save)
                raise Killed
            return self._wiki.save(save)

    whole = bot.context
    bot.context = replace(whole, wiki=Killing(whole.wiki, title))
    with pytest.raises(Killed):
        bot.patrol()
    bot.context = whole
    assert [one.title for one in actions.in_state(whole.ledger, actions.UNSETTLED)] == [title]
    for _ in range(2):
        bot.patrol()
    assert bot.text(title) == ONCE
    ours = [one for one in whole.wiki.history(title, base) if one.user == "LinterBot"]
    assert len(ours) == 1
    assert len(action_queries.done_on(whole.ledger, title)) == 1


def test_a_lost_report_is_not_written_twice(bot: Bot) -> None:
    title, report = bot.lab.title(), bot.context.settings.report_page
    bot.lab.actors.edit(title, REPLY)
    patrol_racing(bot, RacingWiki(bot.context.wiki, report, lose=True))
    assert bot.patrol().posted == 0
    assert len(bot.context.wiki.history(report, 0)) == 1


def test_the_cursor_moves_only_when_everything_is_recorded(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    whole, before = bot.context, cursor.get(bot.context.ledger)

    class Down(RacingWiki):
        def pages(self, titles: Any, unreadable: bool = False) -> Any:
            raise WikiDown("wiki", "no answer")

    bot.context = replace(whole, wiki=Down(whole.wiki, title))
    with pytest.raises(WikiDown):
        bot.patrol()
    assert cursor.get(whole.ledger) == before
    bot.context = whole
    bot.wait_for_the_next_second()
    assert title in {found for found, _ in bot.patrol().found}
    assert cursor.get(whole.ledger) != before


def test_a_dry_run_leaves_no_trace(bot: Bot) -> None:
    title, kept_out = bot.lab.title(), bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    bot.lab.actors.edit(kept_out, f"{{{{nobots}}}}\n{TWICE}")
    before = cursor.get(bot.context.ledger)
    done = patrol(bot.context, dry_run=True)
    assert title in fixed(done)
    assert [hold.guard for held, hold in done.held if held == kept_out] == ["exclusion"]
    assert (bot.text(title), bot.report) == (TWICE, "")
    assert cursor.get(bot.context.ledger) == before
    assert list(findings.each(bot.context.ledger, Selection([State.OPEN]))) == []
    assert title in fixed(bot.patrol())


def test_a_dry_run_shows_every_write_that_the_round_then_makes(bot: Bot) -> None:
    bot.set(talk=("natter",), templates={"natter": "Natter"}, message_authors=("natter",), newcomer_edits=0)
    bot.lab.actors.edit("User talk:LabAdmin", "")
    bot.forget_the_past()
    fix, reply, held = bot.lab.title(), bot.lab.title(), bot.lab.title()
    bot.lab.actors.edit(fix, TWICE)
    bot.lab.actors.edit(reply, REPLY)
    bot.lab.actors.edit(held, f"{{{{nobots}}}}\n{TWICE}")
    planned = patrol(bot.context, dry_run=True)
    assert (bot.text(fix), bot.text(reply), bot.report, bot.text("User talk:LabAdmin")) == (TWICE, REPLY, "", "")
    assert actions.find(bot.context.ledger) == []
    assert pauses.of_wiki(bot.context.ledger, bot.context.now) == []
    done = bot.patrol()
    assert [(one.kind, one.title) for one in planned.planned] == [(one.plan.kind, one.title) for one in done.sent]
    assert planned.held == done.held
    about = {one.title: {found.rule for found in one.findings} for one in planned.planned}
    talk, report = bot.context.site.talk_page(reply), bot.context.settings.report_page
    natter = {title: {"natter"} for title in (reply, talk, "User talk:LabAdmin")}
    assert about == {fix: {"duplicate-example"}, **natter, report: set()}


def test_a_dry_run_needs_no_hold_on_the_wiki(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, TWICE)
    with leases.held(bot.context.ledger):
        assert title in fixed(patrol(bot.context, dry_run=True))


def test_the_report_keeps_what_people_wrote_around_it(bot: Bot) -> None:
    bot.lab.actors.edit(bot.context.settings.report_page, "Thank you, bot.")
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    assert bot.report.startswith("Thank you, bot.\n\n<!-- linterbot:begin")
    bot.lab.actors.edit(bot.context.settings.report_page, f"{bot.report}\n\nAnd below.")
    bot.lab.actors.edit(title, ONCE)
    bot.patrol()
    assert bot.report.startswith("Thank you, bot.")
    assert bot.report.endswith("And below.")
    assert "resolved" in bot.section(title)


def test_pages_linted_by_worker_processes_get_the_same(lab: Lab, tmp_path: Path) -> None:
    with bot_on(lab, tmp_path, processes=2) as bot:
        title, flagged = lab.title(), lab.title()
        lab.actors.edit(title, TWICE)
        lab.actors.edit(flagged, REPLY)
        result = bot.patrol()
        assert title in fixed(result)
        assert bot.text(title) == ONCE
        assert "natter" in bot.section(flagged)


def test_a_talk_page_gets_its_section_once(bot: Bot) -> None:
    bot.context = replace(bot.context, settings=bot.context.settings.model_copy(update={"talk": ("natter",)}))
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.lab.actors.edit(f"Talk:{title}", "== Before ==\nSomebody said so.")
    assert f"Talk:{title}" in bot.patrol().talks
    bot.lab.actors.edit(title, REPLY + "\n* More.")
    assert bot.patrol().talks == []
    talk = bot.text(f"Talk:{title}")
    assert talk.startswith("== Before ==")
    assert talk.count("A few things to look at") == 1


def test_hostile_words_have_no_effect_on_the_report(bot: Bot) -> None:
    hostile = (
        "</nowiki> ~~~~ {{subst:PAGENAME}} [[Category:Pwned]] <!-- linterbot:end --> '''x''' [https://evil.test y]"
    )
    title = bot.lab.title()
    bot.lab.actors.edit(title, f"{WORK}\n{LONG}\n** To be fair, {hostile}, though.")
    bot.patrol()
    document = read(bot.report)
    assert "natter" in bot.section(title)
    assert document.templates == ()
    assert "Category:Pwned" not in {link.target for link in document.links}
    assert "LinterBot" not in bot.section(title)
    assert bot.report.count("linterbot:end") == 1
    assert bot.patrol().posted == 0


def without_grace(rule: Rule) -> Rule:
    has_grace = any(option.name == "grace_days" for option in rule.check.options())
    return replace(rule, check=changed(rule.check, grace_days=0)) if has_grace else rule


def test_images_without_a_licence_are_flagged_where_they_are_used(bot: Bot) -> None:
    good, bad = f"{bot.lab.title('Good')}.png", f"{bot.lab.title('Bad')}.png"
    bot.lab.actors.edit(f"File:{good}", "{{Fairuse}} Source: a book")
    bot.lab.actors.edit(f"File:{bad}", "just an image")
    title = bot.lab.title()
    bot.lab.actors.edit(title, f"{WORK}\n[[File:{good}|thumb]]\n[[File:{bad}|thumb]]")
    # Only the pages of these files exist, and they are only seconds old.
    rules = tuple(without_grace(rule) for rule in bot.context.rules if rule.name != "missing-file")
    bot.context = replace(bot.context, pool=InProcess(linter(bot.context.wiki, rules)))
    bot.patrol()
    assert [one.rule for one in findings.of_page(bot.context.ledger, title)] == ["unlicensed-image"]
    assert [one.rule for one in findings.of_page(bot.context.ledger, f"File:{bad}")] == [
        "missing-licence",
        "missing-attribution",
    ]
    assert findings.of_page(bot.context.ledger, f"File:{good}") == []
    bot.lab.actors.edit(f"File:{bad}", "{{Fairuse}} Source: another book")
    bot.patrol()
    assert findings.of_page(bot.context.ledger, title) == []
    assert "resolved" in bot.section(title)


def test_a_moved_page_is_found_under_its_new_name(bot: Bot) -> None:
    old, new = bot.lab.title("Old"), bot.lab.title("New")
    bot.lab.actors.edit(old, REPLY)
    bot.patrol()
    bot.lab.actors.move(old, new)
    bot.patrol()
    assert findings.of_page(bot.context.ledger, old) == []
    assert [one.rule for one in findings.of_page(bot.context.ledger, new)] == ["natter", "lone-sub-example"]


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_blocked_bot_stops_until_a_person_resumes_it(bot: Bot, meanwhile: bool) -> None:
    bot.forget_the_past()
    title, actors = bot.lab.title(), bot.lab.actors
    actors.edit(title, TWICE)
    try:
        if meanwhile:
            done = patrol_racing(bot, RacingWiki(bot.context.wiki, title, lambda: actors.block("LinterBot")))
        else:
            actors.block("LinterBot")
            done = bot.patrol()
        assert (fixed(done), bot.report) == (set(), "")
        assert meanwhile or [hold.guard for held, hold in done.held if held == title] == ["account-status"]
    finally:
        actors.block("LinterBot", False)
    assert {hold.guard for _, hold in bot.patrol().held} == {"pause"}
    assert bot.text(title) == TWICE
    pauses.resume(bot.context.ledger, "")
    assert title in fixed(bot.patrol())


def test_a_message_on_the_bots_talk_page_stops_it_until_a_person_resumes_it(bot: Bot) -> None:
    bot.patrol()
    title, talk = bot.lab.title(), f"User talk:{bot.context.settings.user}"
    bot.lab.actors.edit(title, TWICE)
    bot.lab.actors.edit(talk, f"Please stop, you are wrong about {title}.")
    done = bot.patrol()
    assert [one.plan.kind for one in done.sent] == ["answer"]
    said = bot.text(talk)
    assert said.startswith(f"Please stop, you are wrong about {title}.\n: Thank you for telling me, LabAdmin. I have")
    assert "stopped" in said
    assert "tests" in said  # who answers for the bot
    bot.lab.actors.edit(talk, f"{said}\n:: Are you there?")
    assert {hold.guard for _, hold in bot.patrol().held} == {"pause"}
    assert bot.text(talk) == f"{said}\n:: Are you there?"
    assert bot.text(title) == TWICE
    bot.lab.actors.edit(talk, "Answered, and archived.")
    assert resume_wiki(bot.context, "Quill", "answered")
    bot.lab.actors.edit(talk, "And what about this one?")
    assert "mail" in {hold.guard for _, hold in bot.patrol().held}
    assert resume_wiki(bot.context, "Quill", "answered as well")
    assert title in fixed(bot.patrol())
