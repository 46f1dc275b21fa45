"""The bot's manners on both wikis: about what it says nothing, when it waits, and where it does not write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from linterbot.bot import clock
from linterbot.config.sections import PatienceConfig
from linterbot.desk import decide
from linterbot.ledger import findings, pauses
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import State
from linterbot.ledger.timestamps import timestamp
from linterbot.model import Mode
from linterbot.wiki.people import has_account
from linterbot.wiki.protocol import Changes, Refused, Save, Wiki
from linterbot.wiki.sandbox.people import Person
from linterbot.wiki.sandbox.wiki import Sandbox
from tests.conftest import WORK
from tests.contract.actors import MediaWikiActors, SandboxActors
from tests.contract.bot import LONG, ONCE, REPLY, TWICE, Bot, bot_on, fixed, rules_on
from tests.contract.conftest import Lab
from tests.ledgers import Databases

ANSWER = "** To be fair, they were good candles, though."
PLAIN = f"A page that nothing tells apart from others.\n\n{LONG}\n{ANSWER}"  # of no known kind
MINUTES = 120
ADMIN_TALK = "User talk:LabAdmin"


class AtAnotherTime:
    """A wiki whose clock shows another time."""

    def __init__(self, wiki: Wiki, now: str) -> None:
        self._wiki, self._now = wiki, now

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wiki, name)

    def now(self) -> str:
        return self._now

    def changes(self, since: str) -> Changes:
        return replace(self._wiki.changes(since), asked_at=self._now)


@pytest.fixture
def speaking(bot: Bot) -> Bot:
    """A bot that says what it finds in every way it has."""
    bot.set(
        templates={"natter": "Natter"},
        talk=("natter", "duplicate-example"),
        message_authors=("natter", "duplicate-example"),
        newcomer_edits=0,
    )
    bot.lab.actors.edit(ADMIN_TALK, "")
    bot.forget_the_past()
    return bot


def guards(bot: Bot, title: str) -> list[str]:
    """Do a round, and return the guards that held a write to a page."""
    return [hold.guard for held, hold in bot.patrol().held if held == title]


def silent_about(bot: Bot, title: str, text: str) -> bool:
    """Do a round, and say whether nothing was written about a page, neither there nor anywhere else."""
    bot.patrol()
    untouched = bot.text(title) == text and not bot.text(bot.context.site.talk_page(title))
    return untouched and title not in bot.report and title not in bot.text(ADMIN_TALK)


def test_nobody_hears_of_a_page_of_no_known_kind(speaking: Bot) -> None:
    title = speaking.lab.title()
    speaking.lab.actors.edit(title, PLAIN)
    assert silent_about(speaking, title, PLAIN)
    assert "natter" in rules_on(speaking, title, State.BACKLOG)
    speaking.set(quiet_kinds=())
    speaking.lab.actors.edit(title, f"{PLAIN}\n{ANSWER.replace('candles', 'lamps')}")
    speaking.patrol()
    assert title in speaking.report


def test_nobody_hears_of_the_main_page_whatever_is_configured(speaking: Bot) -> None:
    speaking.set(quiet_kinds=())
    title = speaking.context.site.names.main_page
    speaking.lab.actors.edit(title, REPLY)
    assert silent_about(speaking, title, REPLY)
    speaking.lab.actors.edit(title, TWICE)
    assert silent_about(speaking, title, TWICE)  # not even a safe fix
    speaking.lab.actors.edit(title, "Welcome.")


def test_a_page_that_nothing_tells_apart_any_more_leaves_the_report(bot: Bot) -> None:
    title = bot.lab.title()
    bot.lab.actors.edit(title, REPLY)
    bot.patrol()
    assert title in bot.report
    bot.lab.actors.edit(title, PLAIN)
    bot.patrol()
    assert bot.section(title) == ""


def test_a_talk_section_and_a_message_wait_until_nobody_edits_the_page(speaking: Bot) -> None:
    speaking.set(patience=PatienceConfig(edit_minutes=MINUTES, page_hours=0))
    title = speaking.lab.title()
    speaking.lab.actors.edit(title, REPLY)
    done = speaking.patrol()
    held = {where: hold.guard for where, hold in done.held}
    talk = speaking.context.site.talk_page(title)
    assert {held.get(title), held.get(talk), held.get(ADMIN_TALK)} == {"freshness"}
    assert (done.talks, done.messages) == ([], [])


def test_a_talk_section_and_a_message_wait_while_the_page_is_new(speaking: Bot) -> None:
    speaking.set(patience=PatienceConfig(edit_minutes=0, page_hours=24))
    title = speaking.lab.title()
    speaking.lab.actors.edit(title, REPLY)
    held = {where: hold.reason for where, hold in speaking.patrol().held}
    assert "created less than" in held[speaking.context.site.talk_page(title)]
    assert "created less than" in held[ADMIN_TALK]


def test_nobody_is_addressed_while_at_work_elsewhere(speaking: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "time", SimpleNamespace(monotonic=lambda: 0.0))
    speaking.set(patience=PatienceConfig(edit_minutes=MINUTES, page_hours=0))
    title, elsewhere = speaking.lab.title(), speaking.lab.title()
    speaking.lab.actors.edit(title, REPLY)
    speaking.wait_for_the_next_second()
    speaking.lab.actors.edit(elsewhere, "Nothing to see here.")
    assert speaking.patrol().messages == []
    wiki, last = speaking.context.wiki, speaking.context.wiki.last_edit_by("LabAdmin")
    at_rest = datetime.fromisoformat(last) + timedelta(minutes=MINUTES)
    speaking.context = replace(speaking.context, wiki=AtAnotherTime(wiki, timestamp(at_rest - timedelta(seconds=1))))
    done = speaking.patrol()
    assert [hold.guard for held, hold in done.held if held == ADMIN_TALK] == ["at-work"]
    assert speaking.context.site.talk_page(title) in done.talks
    speaking.context = replace(speaking.context, wiki=AtAnotherTime(wiki, timestamp(at_rest)))
    assert speaking.patrol().messages == [ADMIN_TALK]


def test_nobody_is_told_of_what_the_bot_will_fix_itself(speaking: Bot) -> None:
    speaking.set(edits=speaking.context.settings.edits.model_copy(update={"page_day": 0}))  # later
    title = speaking.lab.title()
    speaking.lab.actors.edit(title, TWICE)
    done = speaking.patrol()
    assert "duplicate-example" in rules_on(speaking, title)
    assert (done.fixes, done.talks, done.messages) == ([], [], [])
    speaking.set(rules={"duplicate-example": Mode.FLAG})
    speaking.lab.actors.edit(title, f"{TWICE}\n")
    speaking.lab.actors.edit(title, f"{TWICE}\n* More.")
    speaking.patrol()
    assert speaking.text(speaking.context.site.talk_page(title)) != ""


@pytest.fixture
def rendered(lab: Lab) -> Callable[[str], str]:
    """Return what turns a page of the real wiki into HTML; skips nothing, the sandbox just shows the text."""

    def html(title: str) -> str:
        if lab.kind == "sandbox":
            return lab.wiki.pages([title])[0].text
        asked = {"action": "parse", "page": title, "prop": "text", "format": "json", "formatversion": "2"}
        return str(requests.get(lab.api, params=asked, timeout=30).json()["parse"]["text"])

    return html


def test_what_the_bot_says_on_talk_pages_has_no_grey_box(speaking: Bot, rendered: Callable[[str], str]) -> None:
    title = speaking.lab.title()
    talk = speaking.context.site.talk_page(title)
    speaking.lab.actors.edit(title, REPLY)
    speaking.patrol()
    for page in (talk, ADMIN_TALK):
        assert "\n " not in speaking.text(page)
        assert "<pre" not in rendered(page)
    signed = speaking.text(talk).rpartition("talk end -->")[2]
    assert signed.startswith("\n")
    boxed = speaking.text(talk).replace("talk end -->\n", "talk end --> ")
    speaking.lab.actors.edit(talk, boxed)
    speaking.lab.actors.edit(title, f"{REPLY}\n{ANSWER.replace('candles', 'lamps')}")
    speaking.patrol()
    assert speaking.text(talk).rpartition("talk end -->")[2] == signed
    assert "<pre" not in rendered(talk)


def test_no_section_is_added_below_a_redirect(speaking: Bot) -> None:
    title = speaking.lab.title()
    talk = speaking.context.site.talk_page(title)
    speaking.lab.actors.edit(talk, "#REDIRECT [[Talk:Lamps]]")
    speaking.lab.actors.edit(title, REPLY)
    assert guards(speaking, talk) == ["talk-page"]
    assert speaking.text(talk) == "#REDIRECT [[Talk:Lamps]]"


def test_a_redirected_talk_page_is_followed_within_the_same_person(speaking: Bot) -> None:
    own = f"{ADMIN_TALK}/{speaking.lab.title('Board')}"
    speaking.lab.actors.edit(own, "Write to me here.")
    speaking.lab.actors.edit(ADMIN_TALK, f"#REDIRECT [[{own}]]")
    speaking.lab.actors.edit(speaking.lab.title(), REPLY)
    assert speaking.patrol().messages == [own]
    assert "About your recent edits" in speaking.text(own)
    assert speaking.text(ADMIN_TALK) == f"#REDIRECT [[{own}]]"
    assert speaking.patrol().messages == []
    speaking.lab.actors.edit(ADMIN_TALK, "")


def test_a_talk_page_that_redirects_to_somebody_else_is_left_alone(speaking: Bot) -> None:
    speaking.lab.actors.edit(ADMIN_TALK, "#REDIRECT [[User talk:Wren]]")
    speaking.lab.actors.edit(speaking.lab.title(), REPLY)
    assert guards(speaking, ADMIN_TALK) == ["talk-page"]
    assert speaking.text("User talk:Wren") == ""
    speaking.lab.actors.edit(ADMIN_TALK, "")


@pytest.mark.mediawiki
def test_a_talk_page_that_is_no_wikitext_is_left_alone(mediawiki_lab: Lab, tmp_path: Path) -> None:
    with bot_on(mediawiki_lab, tmp_path) as bot:
        bot.set(talk=("natter",))
        title = bot.lab.title()
        talk = bot.context.site.talk_page(title)
        bot.lab.actors.edit(title, REPLY)
        assert isinstance(bot.lab.actors, MediaWikiActors)
        bot.lab.actors.edit_as(talk, "{}", "json")
        assert guards(bot, talk) == ["talk-page"]


def test_a_finding_about_a_whole_page_stays_the_same_whatever_comes_above_its_words(bot: Bot) -> None:
    bot.set(templates={"missing-category": "Cleanup"})
    bot.forget_the_past()
    title, text = bot.lab.title(), f"{{{{work}}}} {{{{tropelist}}}} {{{{reflist}}}}\n\n{LONG}\n* Crabbe does without."
    bot.lab.actors.edit(title, text)
    bot.patrol()
    (before,) = (one for one in findings.of_page(bot.context.ledger, title) if one.rule == "missing-category")
    tagged = bot.text(title)
    assert tagged.startswith("{{Cleanup}}")
    bot.patrol()
    assert bot.text(title) == tagged
    assert rules_on(bot, title, State.RESOLVED) == []
    bot.lab.actors.edit(title, f"A new first line.\n{tagged}")
    bot.patrol()
    assert rules_on(bot, title, State.RESOLVED) == []
    (after,) = (one for one in findings.of_page(bot.context.ledger, title) if one.rule == "missing-category")
    assert (after.id, after.since) == (before.id, before.since)
    decide.close(bot.context.ledger, after, Verdict.REJECTED, "Wren", "", bot.context.wiki.now())
    bot.patrol()
    assert "Cleanup" not in bot.text(title)
    bot.lab.actors.edit(title, f"Another first line.\n{text}")
    bot.patrol()
    assert "missing-category" not in rules_on(bot, title)


@pytest.mark.parametrize(("name", "group"), [("~2026-5", "temp"), ("Wren", "temp"), ("10.0.0.7", "user")])
def test_nobody_without_an_account_gets_a_message_or_a_welcome(tmp_path: Path, name: str, group: str) -> None:
    path = tmp_path / "s.sqlite"
    lab = Lab(Sandbox(path, "sandbox", "LinterBot"), SandboxActors(path), "sandbox", Databases())
    with bot_on(lab, tmp_path) as bot:
        bot.set(message_authors=("natter",))
        title = lab.title()
        Person(path, name, group).edit(title, REPLY)
        assert bot.patrol().messages == []
        assert "natter" in rules_on(bot, title)
        Person(path, "Quill", "user").edit(lab.title(), REPLY)
        assert bot.patrol().messages == ["User talk:Quill"]


@pytest.fixture
def real(mediawiki_lab: Lab, tmp_path: Path) -> Iterator[Bot]:
    """A bot on the real wiki, whose actor can do what only MediaWiki knows."""
    with bot_on(mediawiki_lab, tmp_path) as bot:
        bot.forget_the_past()
        yield bot


@pytest.mark.mediawiki
def test_whoever_edits_without_an_account_is_not_written_to(real: Bot) -> None:
    real.set(message_authors=("natter",))
    title = real.lab.title()
    form = {"action": "edit", "title": title, "text": REPLY, "token": "+\\", "format": "json", "formatversion": "2"}
    answer = requests.post(real.lab.api, data=form, timeout=30).json()
    number = int(answer["edit"]["newrevid"])
    assert isinstance(real.lab.actors, MediaWikiActors)
    real.lab.actors.wait_for([number])
    (who,) = {one.user for one in real.context.wiki.history(title, 0)}
    assert not has_account(who)  # an address, or a temporary account where the wiki makes them
    done = real.patrol()
    assert "natter" in rules_on(real, title)
    assert done.messages == []


@pytest.mark.mediawiki
def test_a_partial_block_keeps_the_bot_off_the_pages_it_names_and_stops_nothing_else(real: Bot) -> None:
    actors = real.lab.actors
    assert isinstance(actors, MediaWikiActors)
    named, draft, other = real.lab.title(), real.lab.title("Draft", "Trope Workshop"), real.lab.title()
    for title in (named, other):
        actors.edit(title, TWICE)
    actors.edit(draft, "A draft.")
    number = next(one for one, name in real.context.site.numbers.items() if name == "Trope Workshop")
    actors.block_from("LinterBot", pages=named, namespaces=str(number))
    try:
        done = real.patrol()
        assert fixed(done) == {other}
        assert {title: hold.guard for title, hold in done.held} == {named: "account-status", draft: "account-status"}
        assert pauses.of_wiki(real.context.ledger, real.context.now) == []
        late = real.context.wiki.save(Save(named, ONCE, "late", real.context.wiki.pages([named])[0].revision))
        assert isinstance(late, Refused)
    finally:
        actors.block("LinterBot", blocked=False)
    assert named in fixed(real.patrol())


def test_an_upload_has_its_grace_by_all_image_rules_and_is_looked_at_when_that_ends(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    lab = Lab(Sandbox(path, "sandbox", "LinterBot"), SandboxActors(path), "sandbox", Databases())
    with bot_on(lab, tmp_path) as bot:
        article, file = lab.title(), f"File:{lab.title('Lamp')}.png"
        lab.actors.edit(file, "A lamp. {{SemiPD}}")
        lab.actors.edit(article, f"{WORK}\n[[{file}|thumb]]\n{LONG}")
        other = f"File:{lab.title('Rope')}.png"
        lab.actors.edit(other, "A rope.")
        lab.actors.edit(article, f"{WORK}\n[[{file}|thumb]]\n[[{other}|thumb]]\n{LONG}")
        bot.patrol()
        rules = {"missing-licence", "missing-attribution", "unlicensed-image", "licence-without-year"}
        pages = (article, file, other)
        assert not rules & {rule for title in pages for rule in rules_on(bot, title)}
        wiki = bot.context.wiki
        for hours, there in ((47, False), (49, True)):
            later = datetime.fromisoformat(wiki.now()) + timedelta(hours=hours)
            bot.context = replace(bot.context, wiki=AtAnotherTime(wiki, timestamp(later)))
            bot.patrol()
            found = rules & {rule for title in pages for rule in rules_on(bot, title)}
            assert bool(found) is there
        assert found == rules
