"""The week in review: what it says, in each of its forms, and that nothing on a page can disturb them."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linterbot.bot import verdicts
from linterbot.bot.opening import places
from linterbot.cli import Status, run
from linterbot.config.sections import WikiConfig
from linterbot.digest import as_atom, as_html, as_json, as_text, as_wikitext, pictures, trends
from linterbot.digest.review import Review, review
from linterbot.digest.trends import Accuracy, Age, WeekSum
from linterbot.digest.words import days
from linterbot.errors import TargetError
from linterbot.ledger import Ledger, decisions, findings, open_ledger, pauses, weeks
from linterbot.ledger.decisions import Decision, Verdict
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from linterbot.model import Mode
from linterbot.posts import texts as bot_texts
from tests.ledgers import Databases
from tests.test_history import read

SETTINGS = WikiConfig(
    kind="sandbox", pack="tropedia", operator="tests", mode=Mode.FLAG, rules={"duplicate-example": Mode.AUTO}
)
TUESDAY, NEXT_TUESDAY, NOW = "2026-11-10T12:00:00Z", "2026-11-17T12:00:00Z", "2026-11-23T06:00:00Z"
HOSTILE = "@everyone ](javascript:alert(1)) <b>\u202e\x1b[31m [[a|b]]"


@pytest.fixture
def ledger(databases: Databases, tmp_path: Path) -> Ledger:
    return open_ledger(databases.at(tmp_path / "ledger.sqlite"), "tropedia")


def two_weeks(ledger: Ledger) -> Review:
    """Let something happen in two weeks, and return the review of the second one."""
    read(ledger, "Ropewalk", 1, "fgh", TUESDAY)
    read(ledger, "Lamps", 2, "f", TUESDAY)
    read(ledger, "Ropewalk", 3, "fg", NEXT_TUESDAY)
    read(ledger, "Ladders", 4, "fh", NEXT_TUESDAY)
    (one,) = findings.on_pages(ledger, Selection([State.OPEN]), ["Lamps"])
    verdicts.close(ledger, one, Verdict.REJECTED, "Wren", "", NEXT_TUESDAY)
    for number in range(40):
        decision = Decision("Wren", Verdict.APPROVED, TUESDAY, "wrong-folder", f"Page {number}", "f")
        decisions.keep(ledger, decision)
    decisions.keep(ledger, Decision("Wren", Verdict.REJECTED, TUESDAY, "duplicate-example", "Ropewalk", "h"))
    pauses.until_resumed(ledger, "natter", "too many reverts", "Wren", NEXT_TUESDAY)
    weeks.fold(ledger, NOW)
    return review(ledger, SETTINGS, "2026-W47", NOW)


TEXT = """tropedia, week 2026-W47 (16 to 22 November 2026)

Needs somebody
  natter is paused by Wren until somebody resumes it: too many reverts

Worth a look
      6  Ladders, line 3: duplicate-example (warning)
         “words”
      2  Ropewalk, line 3: natter (warning)
         “words”

The week
  2 new, 2 settled (1 put right by people, 1 no fault); 4 open, as many as
    before. The bot made 0 edits.
  new      █▅
  settled  ▁█  2026-W46 to 2026-W47

Rules that may go up to auto
  wrong-folder: right 40 of 40 times, so in at least 91% of cases

Rules on auto that should go down
  duplicate-example: right 0 of 1 times, so in at least 0% of cases
"""


def test_what_it_says_on_a_terminal(ledger: Ledger) -> None:
    assert "".join(f"{line}\n" for line in as_text.render(two_weeks(ledger))) == TEXT


def test_the_object_for_programs_has_the_same(ledger: Ledger) -> None:
    value = json.loads("".join(as_json.render(two_weeks(ledger))))
    assert (value["version"], value["wiki"], value["first_day"], value["last_day"]) == (
        1,
        "tropedia",
        "2026-11-16",
        "2026-11-22",
    )
    assert value["weeks"] == [
        {"week": "2026-W46", "opened": 4, "settled": 0, "open_at_end": 4},
        {"week": "2026-W47", "opened": 2, "settled": 2, "open_at_end": 4},
    ]
    assert {one["rule"]: one["opened"] for one in value["rules"]} == {"natter": 1, "duplicate-example": 1}
    assert value["may_go_up"] == ["wrong-folder"]
    assert [(one["rule"], one["number"], one["oldest"]) for one in value["age_in_days"]] == [
        ("natter", 3, 13),
        ("duplicate-example", 1, 6),
    ]


def test_findings_that_waited_long_need_somebody(ledger: Ledger) -> None:
    read(ledger, "Ropewalk", 1, "f", "2026-10-01T00:00:00Z")
    found = review(ledger, SETTINGS, "2026-W47", NOW)
    assert found.needs == ["1 finding waited for more than 14 days, the oldest for 53"]


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (date(2026, 11, 16), "16 to 22 November 2026"),
        (date(2026, 11, 30), "30 November to 6 December 2026"),
        (date(2026, 12, 28), "28 December 2026 to 3 January 2027"),
    ],
)
def test_the_days_of_a_week_in_words(ledger: Ledger, first: date, words: str) -> None:
    found = replace(review(ledger, SETTINGS, "2026-W47", NOW), first=first, last=first + timedelta(days=6))
    assert days(found) == words


def test_a_week_in_which_nothing_happened(ledger: Ledger) -> None:
    found = review(ledger, SETTINGS, "2026-W47", NOW)
    assert found.quiet
    assert list(as_text.render(found))[-1] == "  Nothing happened, and nothing waits."
    assert "".join(as_html.render(found)).endswith("</body></html>")


def test_at_most_five_are_named_of_different_pages_and_rules(ledger: Ledger) -> None:
    for number in range(30):
        read(ledger, f"Page {number}", number + 1, "fgh", NEXT_TUESDAY)
    look = review(ledger, SETTINGS, "2026-W47", NOW).look
    assert len({one.title for one in look}) == len(look) == 4
    assert Counter(one.rule for one in look) == {"natter": 2, "duplicate-example": 2}


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ("zebra", '--week: "zebra" is no week; write it as in 2026-W47'),
        ("2026-w47", '--week: "2026-w47" is no week; write it as in 2026-W47'),
        ("2026-W1", '--week: "2026-W1" is no week; write it as in 2026-W47'),
        ("2025-W53", '--week: "2025-W53" is no week; write it as in 2026-W47'),
        ("", '--week: "" is no week; write it as in 2026-W47'),
        ("0001-W05", "--week: 0001-W05 was before there were wikis; name a later one"),
        ("2026-W54", '--week: "2026-W54" is no week; write it as in 2026-W47'),
        ("2026-W50", "--week: 2026-W50 has not begun; name one that has"),
    ],
)
def test_a_week_that_there_is_not(ledger: Ledger, week: str, words: str) -> None:
    with pytest.raises(TargetError, match=re.escape(words)):
        review(ledger, SETTINGS, week, NOW)


def drawn(picture: str) -> tuple[ElementTree.Element, list[str]]:
    """Return a picture as XML, and what it says of each of its marks; it has a title and a description."""
    root = ElementTree.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    title, words = (root.find(f"{space}{name}") for name in ("title", "desc"))
    assert title is not None
    assert words is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert not list(root.iter(f"{space}script"))
    marks = [one for parent in root for one in parent.findall(f"{space}title")]
    return root, [str(one.text) for one in marks]


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
SUMS = st.builds(WeekSum, st.just("2026-W47"), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))


@given(st.lists(SUMS, max_size=12))
def test_a_picture_of_weeks_has_the_numbers_of_its_table(sums: list[WeekSum]) -> None:
    _, marks = drawn(pictures.weeks(sums))
    assert marks == [
        f"{one.week}: {number:,} {kind}"
        for one in sums
        for kind, number in (("new", one.opened), ("settled", one.settled))
    ]


@given(st.lists(st.tuples(NAMES, st.integers(0, 500), st.integers(1, 500)), max_size=8))
def test_a_picture_of_rules_has_the_numbers_of_its_table(rules: list[tuple[str, int, int]]) -> None:
    rated = [Accuracy(rule, min(good, number), number, 0.5, 0.95) for rule, good, number in rules]
    _, marks = drawn(pictures.accuracy(rated))
    assert marks == [f"{one.rule}: right {one.good:,} of {one.counted:,} times, 50% to 95%" for one in rated]
    ages = [Age(rule, number, good, 2 * good) for rule, good, number in rules]
    _, marks = drawn(pictures.waiting(ages))
    assert [one.partition(":")[0] for one in marks] == [one.rule.partition(":")[0] for one in ages]


@given(st.integers(0, 10**9))
def test_a_scale_has_few_round_numbers(most: int) -> None:
    found = pictures.ticks(most)
    assert found[0] == 0
    assert len(found) <= 7
    assert found[-1] <= most


def test_nothing_on_a_page_disturbs_any_form(ledger: Ledger) -> None:
    found = two_weeks(ledger)
    one = replace(found.look[0], title=HOSTILE, words=HOSTILE, message=HOSTILE)
    hostile = replace(found, look=[one], needs=[HOSTILE])
    text, page = "\n".join(as_text.render(hostile)), "".join(as_html.render(hostile))
    for shown in (text, page):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert "<b>\u202e" not in page
    assert page.count("&lt;b&gt;") == 4
    assert json.loads("".join(as_json.render(hostile)))["worth_a_look"][0]["title"] == HOSTILE


def test_weeks_without_changes_are_in_the_picture(ledger: Ledger) -> None:
    read(ledger, "Ropewalk", 1, "f", "2026-10-20T00:00:00Z")
    read(ledger, "Ropewalk", 2, "", NEXT_TUESDAY)
    known = weeks.newest(ledger, 20, NOW)
    assert [(one.week, one.opened, one.settled) for one in trends.sums(known, "2026-W47", 12)] == [
        ("2026-W43", 1, 0),
        ("2026-W44", 0, 0),
        ("2026-W45", 0, 0),
        ("2026-W46", 0, 0),
        ("2026-W47", 0, 1),
    ]
    assert trends.monday_of("2026-W43") == date(2026, 10, 19)


def test_the_command(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(
        "wikis:\n  one: {kind: sandbox, path: s.sqlite, pack: tropedia, operator: somebody}\n"
    )
    assert run(["digest"]) is Status.CLEAN
    assert "Nothing happened, and nothing waits." in capsys.readouterr().out
    assert run(["digest", "one", "--format", "html", "-o", "week.html"]) is Status.CLEAN
    assert capsys.readouterr().out == ""
    assert (here / "week.html").read_text().startswith("<!doctype html>")
    assert run(["digest", "two"]) is Status.CANNOT_RUN
    assert run(["digest", "--week", "zebra"]) is Status.CANNOT_RUN
    assert 'linterbot: --week: "zebra" is no week; write it as in 2026-W47' in capsys.readouterr().err


def test_a_page_keeps_twelve_weeks_the_newest_first_and_what_people_wrote(ledger: Ledger) -> None:
    texts = bot_texts.load("tropedia", (), places(SETTINGS))
    found, page = two_weeks(ledger), "Words of a person."
    for number in [*range(30, 44), 35]:
        page = as_wikitext.page(page, replace(found, week=f"2026-W{number}"), texts)
    assert page.startswith("Words of a person.\n\n<!-- linterbot:begin")
    headings = re.findall("^== Week (.*) ==$", page, re.MULTILINE)
    assert headings == [f"2026-W{number}" for number in reversed(range(32, 44))]
    assert page.count("2 new, 2 settled (1 by people’s edits, 0 by the bot); 4 open. The bot made 0 edits.") == 12


def test_no_words_of_a_page_mean_anything_on_the_wiki(ledger: Ledger) -> None:
    texts = bot_texts.load("tropedia", (), places(SETTINGS))
    found = two_weeks(ledger)
    words = f"{HOSTILE} <!-- linterbot:end --> {{{{delete}}}} ~~~~"
    hostile = replace(found, look=[replace(found.look[0], words=words, message=words)], needs=[words])
    page = as_wikitext.page("", hostile, texts)
    assert page.count("<!-- linterbot:end -->") == 1
    assert not re.search(r"~~~|\{\{delete|<b>|\[\[a\|b", page)
    again = as_wikitext.page(page, hostile, texts)
    assert again == page
    marks = "\n".join(f"<!-- linterbot:week 9999-W{number} -->\nx" for number in range(10, 30))
    tampered = page.replace("<!-- linterbot:week", f"{marks}\n<!-- linterbot:week", 1)
    after = as_wikitext.page(tampered, hostile, texts)
    assert "== Week 2026-W47 ==" in after
    assert after.count("<!-- linterbot:week") == 12


def test_rules_on_shadow_are_for_the_operator_alone(ledger: Ledger) -> None:
    two_weeks(ledger)
    settings = SETTINGS.model_copy(update={"rules": {"natter": Mode.SHADOW}})
    public = review(ledger, settings, "2026-W47", NOW, public=True)
    rules = {one.rule for one in public.look} | {one.rule for one in public.rules} | {one.rule for one in public.ages}
    assert rules == {"duplicate-example"}
    assert {one.rule for one in public.accuracies} == {"duplicate-example", "wrong-folder"}
    assert "natter" in {one.rule for one in review(ledger, settings, "2026-W47", NOW).look}


ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_feed_keeps_twelve_weeks_and_what_readers_have_seen(ledger: Ledger) -> None:
    found, feed = two_weeks(ledger), ""
    for number in range(30, 44):
        feed = as_atom.feed(feed, replace(found, week=f"2026-W{number}", needs=[HOSTILE]), NOW)
    root = ElementTree.fromstring(feed)
    for parent in (root, *root.iter(f"{ATOM}entry")):
        assert all(parent.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated"))
    titles = [str(one.findtext(f"{ATOM}title")) for one in root.iter(f"{ATOM}entry")]
    assert [one.split()[1] for one in titles] == [f"2026-W{number}" for number in reversed(range(32, 44))]
    content = str(next(root.iter(f"{ATOM}content")).text)
    assert content.startswith("<pre>tropedia, week 2026-W43")
    assert "&lt;b&gt;" in content
    assert "\u202e" not in feed
    ElementTree.fromstring(as_atom.feed("", replace(found, needs=["\x00\ufffe\uffff"]), NOW))
    ElementTree.fromstring(as_atom.feed("<entry>" * 100_000, found, NOW))
    names = [str(one.findtext(f"{ATOM}id")) for one in root.iter(f"{ATOM}entry")]
    assert len(set(names)) == 12
    again = as_atom.feed(feed, replace(found, week="2026-W43", needs=[]), "2027-01-01T00:00:00Z")
    assert ElementTree.fromstring(again).findtext(f"{ATOM}entry/{ATOM}updated") == NOW
