"""A second reader is asked only where the evidence is in doubt, and decides nothing by itself."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linterbot.checks.nested_reply import NestedReply
from linterbot.evidence.second_opinions import in_most_doubt
from linterbot.evidence.second_reading import (
    MOST_READ,
    Doubt,
    Known,
    Opinion,
    Passage,
    Remembering,
    bullet_of,
    remembered,
    together,
)
from linterbot.evidence.second_reading import digest as passage_digest
from linterbot.lint.added_lines import digests
from linterbot.lint.linter import LintResult, lint
from linterbot.lint.page_linter import FixTask, LintTask, PageLinter
from linterbot.lint.reader_of import reader_of
from linterbot.markup import read
from linterbot.markup.namespace_names import Names
from linterbot.model import NO_FACTS, SECOND_READING, Finding, Markup, Page, Severity
from linterbot.records import changed
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.rulebook.rules_digest import digest
from linterbot.rulebook.second_reader import Installed, asking

_NUMBERS = count()
RULES = packs.load("tropedia")
PAGE = """{{work}}
== Tropes ==
* ''The Glass Harbour'': Inspector Tellwright wades into the flooded vault alone.
** To be fair, the water was only knee-deep, though.
* ''Brass Sparrow'': Captain Odile is shot point-blank and gets up again.
** The bullet had passed through three sandbags by then.
** Sister Oda takes the bridge with a stolen halberd.
* ''Moss'': The lodger is right about the key.
** In the second act Quill finds it in his own pocket.
"""


class Scripted:
    """A reader that says what a test wants, and notes what it was asked."""

    def __init__(self, reply: float, identity: str = "") -> None:
        self.reply, self.identity = reply, identity or f"scripted {next(_NUMBERS)}"
        self.asked: list[Passage] = []
        self.figures = ""

    def read(self, passages: Sequence[Passage]) -> list[tuple[float, float]]:
        """Return the same opinion on every passage, as a reader does that knows nothing of linterbot's types."""
        self.asked += passages
        return [(self.reply, -1.0) for _ in passages]


def natter_of(text: str, rules: Sequence[Rule] = RULES, markup: Markup = Markup.MEDIAWIKI) -> list[Finding]:
    """Return what natter finds on a page."""
    return [one for one in _linted(text, rules, markup).findings if one.name == "natter"]


def _linted(text: str, rules: Sequence[Rule], markup: Markup = Markup.MEDIAWIKI) -> LintResult:
    return lint(read(Page("Page", text), markup), rules, NO_FACTS)


def words(text: str, found: Sequence[Finding]) -> list[str]:
    """Return what is underlined."""
    return [one.span.of(text) for one in found]


def test_without_a_reader_nothing_is_asked_and_the_rules_are_the_same() -> None:
    assert asking(RULES) is RULES
    assert reader_of(RULES) is None


def test_what_only_the_reader_sees_is_a_notice_without_a_fix() -> None:
    reader = Scripted(5.0)
    rules = asking(RULES, reader)
    without, found = natter_of(PAGE), natter_of(PAGE, rules)
    assert len(without) < len(found)
    assert [one for one in found if not one.second_reading] == [
        one._replace(message=mine.message, confidence=mine.confidence)
        for one, mine in zip(without, (one for one in found if not one.second_reading), strict=True)
    ]
    only = [one for one in found if one.second_reading]
    assert only
    for one in only:
        assert one.severity is Severity.NOTICE
        assert one.fix is None
        assert one.answers_for == SECOND_READING
        assert "; a second reading takes it for an answer. " in one.message
        assert "bullets that only a second reading finds" in one.message or "nobody has measured" in one.message


def test_visible_evidence_is_named_first() -> None:
    found = natter_of(PAGE, asking(RULES, Scripted(1.0)))
    said = next(one.message for one in found if "second reading" in one.message)
    assert said.index("of its own: ") < said.index("a second reading")


def test_a_reader_that_disagrees_lets_a_doubtful_finding_go() -> None:
    text = PAGE.replace(
        "To be fair, the water was only knee-deep, though.", "It was, in the third act, only knee-deep."
    )
    doubtful = [one for one in natter_of(text) if one.confidence <= 0.75]
    assert doubtful
    assert not {*words(text, doubtful)} & {*words(text, natter_of(text, asking(RULES, Scripted(-9.0))))}


def test_what_the_evidence_is_sure_of_is_not_asked() -> None:
    reader = Scripted(-9.0)
    sure = [one for one in natter_of(PAGE) if one.confidence > 0.75]
    assert sure
    assert {*words(PAGE, sure)} <= {*words(PAGE, natter_of(PAGE, asking(RULES, reader)))}
    assert not {*words(PAGE, sure)} & {one.bullet for one in reader.asked}


def test_a_fix_is_offered_only_where_the_evidence_is_sure_enough() -> None:
    rules = asking(RULES, Scripted(9.0))
    fixed = {one.fingerprint for one in natter_of(PAGE) if one.fix}
    assert {one.fingerprint for one in natter_of(PAGE, rules) if one.fix} == fixed


def test_a_page_without_doubt_asks_nothing() -> None:
    reader = Scripted(9.0)
    text = "* ''Moss'': The lodger is right about the key.\n* ''Reed'': So is the landlady.\n"
    assert natter_of(text, asking(RULES, reader)) == natter_of(text)
    assert reader.asked == []


def test_the_reader_sees_a_bullet_among_its_neighbours() -> None:
    reader = Scripted(0.0)
    text = (
        "* ''Moss'':\n** The lodger [[Quill|finds]] the key.<!-- really? -->\n*** It was the wrong key.\n"
        "*** He says so himself.\n"
    )
    natter_of(text, asking(RULES, reader))
    asked = {one.bullet: one for one in reader.asked}
    assert asked["It was the wrong key."] == Passage(
        "It was the wrong key.", "The lodger finds the key.", "Moss:", "", alone=False
    )


def test_of_very_many_doubtful_bullets_those_in_most_doubt_are_read() -> None:
    reader = Scripted(0.0)
    text = "* ''Moss'': The lodger is right.\n" + "** It was the wrong key.\n** He says so.\n" * MOST_READ
    natter_of(text, asking(RULES, reader))
    assert 0 < len(reader.asked) <= MOST_READ
    shares = [0.1 + 0.001 * number for number in range(600)]
    chosen = in_most_doubt(dict(enumerate(shares)), 0.45)
    assert len(chosen) == MOST_READ
    assert chosen == sorted(chosen)
    assert max(abs(shares[one] - 0.45) for one in chosen) <= min(
        abs(share - 0.45) for number, share in enumerate(shares) if number not in set(chosen)
    )


@given(st.floats(0.01, 0.99), st.floats(-30, 30), st.floats(0, 3))
def test_an_opinion_moves_the_likelihood_the_way_it_leans(share: float, reply: float, counts: float) -> None:
    reading = together(share, Opinion(reply, 0.0), Doubt(0.0, 1.0, counts))
    assert 0 <= reading.likelihood <= 1
    assert (reading.likelihood - share) * reply >= -1e-9
    assert bool(reading.says) == (reply > 0)
    assert together(share, None, Doubt(0.0, 1.0, counts)).likelihood == share


_PASSAGES = st.lists(
    st.tuples(st.builds(Passage, *[st.sampled_from("abc")] * 4, st.booleans()), st.sets(st.integers(1, 9), max_size=2)),
    max_size=12,
)


@given(_PASSAGES, _PASSAGES, st.sets(st.integers(1, 9)))
def test_it_is_asked_about_fresh_rows_and_bullets_that_it_knows(
    before: list[tuple[Passage, set[int]]], now: list[tuple[Passage, set[int]]], fresh: set[int]
) -> None:
    reader = Scripted(1.0)
    mine = Remembering(reader)
    mine.begin()
    assert all(mine.looks_at(one, rows) for one, rows in before)
    mine.read([one for one, _ in before])
    assert {*reader.asked} == {one for one, _ in before}
    assert len(reader.asked) == len({*reader.asked})
    there = {one[:2] for one, _ in before}
    for known in (Known(mine.used), Known({}, frozenset(map(bullet_of, mine.used)))):
        other = Remembering(reader)
        other.begin(known, fresh)
        looks = [other.looks_at(one, rows) for one, rows in now]
        assert looks == [bool(rows & fresh) or one[:2] in there for one, rows in now]
    reader.asked.clear()
    other.begin(Known(mine.used))
    other.read([one for one, _ in now])
    assert {*reader.asked} == {one for one, _ in now} - {one for one, _ in before}
    assert other.used.keys() == {passage_digest(one) for one, _ in now}


@given(_PASSAGES, _PASSAGES)
def test_what_was_said_of_a_bullet_that_is_hidden_for_a_while_is_remembered(
    before: list[tuple[Passage, set[int]]], now: list[tuple[Passage, set[int]]]
) -> None:
    known, used = (
        {passage_digest(one): Opinion(number, 0.0) for one, _ in some} for number, some in ((1.0, before), (2.0, now))
    )
    kept = remembered(known, used)
    assert kept.items() >= used.items()
    assert {bullet_of(one) for one in kept} == {bullet_of(one) for one in (*known, *used)}
    assert all(one in used or bullet_of(one) not in {*map(bullet_of, used)} for one in kept)


@pytest.mark.parametrize("reply", [0.0, -9.0])
def test_a_repair_of_a_line_that_was_never_read_is_made(reply: float) -> None:
    below = "Sister Oda is hit in the third act as well, and Captain Odile carries her home."
    text = PAGE.replace("by then.", f"by then.\n*** {below}")
    page = Page("Page", text)
    for rules in (RULES, asking(RULES, Scripted(reply))):
        linter = PageLinter(rules, Names())
        found = linter.lint(LintTask(page, lines=digests(text))).findings
        (lone,) = (one for one in found if one.name == "lone-sub-example" and one.span.of(text) == below)
        fixed = linter.fix(FixTask(page, NO_FACTS, frozenset([lone.fingerprint]), approved=True))
        assert f"by then. {below}" in fixed.text


def test_rules_with_a_reader_are_other_rules() -> None:
    first, second = asking(RULES, Scripted(1.0, "first")), asking(RULES, Scripted(1.0, "second"))
    assert len({digest(RULES), digest(first), digest(second)}) == 3
    assert asking(RULES, Scripted(1.0, "first")) is first


def test_a_wiki_can_do_without() -> None:
    natter = next(rule for rule in RULES if rule.name == "natter")
    assert isinstance(natter.check, NestedReply)
    rules = tuple(one if one is not natter else replace(one, check=changed(one.check, doubt={})) for one in RULES)
    assert asking(rules, Scripted(9.0)) is rules


def test_an_installed_reader_travels_to_other_processes_by_its_name() -> None:
    there = pickle.loads(pickle.dumps(Installed("a reader", "somewhere:Reader")))
    assert (there.identity, there.__reduce__()[1]) == ("a reader", ("a reader", "somewhere:Reader"))


@pytest.mark.parametrize("text", ["", "* a\n", "* a\n** b\n", "* a\n" + "*" * 400 + " b\n"])
def test_strange_pages(text: str) -> None:
    natter_of(text, asking(RULES, Scripted(9.0)))
