"""Evidence and its weight: what is seen on a bullet, and what a rule makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linterbot.checks.bare_example import BareExample
from linterbot.checks.nested_reply import NestedReply
from linterbot.evidence.scoring import START, Question, Scale, Seen, likelihood
from linterbot.lint.linter import lint
from linterbot.markup import read
from linterbot.model import NO_FACTS, Markup, Page, Safety
from linterbot.records import changed
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule
from linterbot.view.page_view import View
from tests.conftest import WORK, lint_text

RULES = {rule.name: rule for rule in packs.load("tropedia")}
NATTER, BARE = RULES["natter"], RULES["zero-context-example"]
PARENT = "* ''Bellwether'': Sexton Crabbe locks himself in rather than tell the bishop that he has lost the key."


def evidence(rule: Rule, text: str) -> set[str]:
    """Return the evidence on the last bullet of a text."""
    document = read(Page("T", text), Markup.MEDIAWIKI)
    view, last = View(document), document.examples[-1]
    check = rule.check
    if isinstance(check, BareExample):
        return set(check.evidence_on(view, last))
    assert isinstance(check, NestedReply)
    parent = document.parent(last)
    assert parent is not None
    return set(check.evidence_on(view, last, parent))


@pytest.mark.parametrize(
    ("bullet", "seen", "unseen"),
    [
        ("Actually, Crabbe has it in his boot.", {"opener", "alone", "nobody-new"}, {"new-name"}),
        ("Which is odd, since he made it.", {"pointing", "nobody-new"}, {"new-name", "several-names"}),
        ("In ''Ropewalk'', Mother Ansel really has lost it.", {"place", "several-names"}, {"nobody-new", "opener"}),
        ("Ansel does the same with a candle.", {"new-name"}, set()),
        ("Crabbe's boot is where it turns up.", {"nobody-new"}, {"new-name"}),
        ("His sister Aldith never finds out.", {"denial", "pronoun"}, {"nobody-new"}),
        ("Subverted in that the bishop has another one.", {"opener"}, {"place"}),
        ("The bishop knows all along, though.", {"trailing", "sweeping"}, {"denial"}),
        ("Could it be that nobody asked?", {"guess", "sweeping", "trailing"}, set()),
        ("It isn't clear, although the bishop is rather deaf.", {"denial", "concession", "states", "pointing"}, set()),
        ("This Troper laughed.", {"qualifier", "nobody-new"}, {"new-name", "several-names"}),
        ('The bishop: "Lost!"', {"label"}, {"title"}),
        ("''Ropewalk'' has it as well.", {"title"}, {"label"}),
        ("Also the verger, in the second volume.", {"addition", "part"}, {"opener"}),
    ],
)
def test_the_evidence_on_a_reply(bullet: str, seen: set[str], unseen: set[str]) -> None:
    found = evidence(NATTER, f"{PARENT}\n** {bullet}")
    assert seen <= found
    assert not unseen & found


@pytest.mark.parametrize(
    ("above", "bullet", "seen", "unseen"),
    [
        ("Ansel counts.\n** Oda counts as well.", "Oda is slow.", {"last", "name-beside"}, {"alone", "new-name"}),
        ("Ansel counts candles.", "The candles burn down.", {"subject-beside", "last"}, {"name-beside"}),
        ("Ansel has some.\n*** Candles.", "Rope.", {"deep", "last"}, {"under-header"}),
        ("Ansel:", "Actually, there is rope.", {"last", "opener"}, {"under-header", "deep"}),
    ],
)
def test_the_evidence_beside_other_bullets(above: str, bullet: str, seen: set[str], unseen: set[str]) -> None:
    stars = "***" if "***" in above else "**"
    found = evidence(NATTER, f"{PARENT}\n** {above}\n{stars} {bullet}")
    assert seen <= found
    assert not unseen & found


def test_a_bare_header_lets_one_expect_examples_unless_they_open_like_replies() -> None:
    assert "under-header" in evidence(NATTER, "* ''Bellwether'':\n** Crabbe locks himself in.")
    assert "under-header" not in evidence(NATTER, "* ''Bellwether'':\n** Actually, Crabbe locks himself in.")


def test_words_with_a_weight_are_evidence_by_their_own_names() -> None:
    check = changed(NATTER.check, words={"candles": 1.0}, first_words={"the bishop": 2.0})
    view = View(read(Page("T", f"{PARENT}\n** The bishop eats candles."), Markup.MEDIAWIKI))
    parent, example = view.document.examples
    assert isinstance(check, NestedReply)
    found = check.evidence_on(view, example, parent)
    assert found["“candles”"] == "says “candles”"
    assert found["“the bishop …”"] == "opens with “the bishop”"


@pytest.mark.parametrize(
    ("bullet", "seen", "unseen"),
    [
        ("''Bellwether'': Crabbe.", {"no-verb", "only-names", "few-words"}, {"telling"}),
        ("Crabbe from ''Bellwether''.", {"no-verb", "only-names"}, {"acts"}),
        ("Secret Test: Crabbe is fond of doing this.", {"stand-in"}, {"no-verb"}),
        ("''Bellwether'' has both Crabbe and Ansel.", {"holds", "only-names"}, set()),
        ("Crabbe poisons the well.", {"acts"}, {"no-verb", "only-names"}),
        ("Crabbe locks himself in because he lost the key to it.", {"acts", "reason"}, {"no-verb"}),
    ],
)
def test_the_evidence_on_a_bare_example(bullet: str, seen: set[str], unseen: set[str]) -> None:
    found = evidence(BARE, f"* {bullet}")
    assert seen <= found
    assert not unseen & found


@pytest.mark.parametrize("rule", [NATTER, BARE], ids=lambda rule: rule.name)
def test_every_piece_of_evidence_has_a_meaning_and_a_weight(rule: Rule) -> None:
    check = rule.check
    assert isinstance(check, NestedReply | BareExample)
    assert set(check.weights) == set(check.evidence)
    assert START in check.evidence


def test_a_scale_stops_asking_when_nothing_left_could_be_enough() -> None:
    asked: list[str] = []

    def question(name: str) -> Question[str]:
        def ask(checked: str) -> Seen:
            asked.append(name)
            yield name, f"it is {name}"

        return Question(ask, (name,))

    weights = {START: -1.0, "bad": -5.0, "good": 2.0, "better": 3.0}
    assert Scale([question("bad"), question("good")], weights, 0.5).weigh("x") is None
    assert asked == ["bad"]
    weighed = Scale([question("good"), question("better")], weights, 0.5).weigh("x")
    assert weighed is not None
    assert weighed.confidence == pytest.approx(likelihood(4.0))
    assert weighed.strongest == ("it is better", "it is good")


def test_a_threshold_of_zero_reports_everything_and_one_of_one_nothing() -> None:
    question: Question[str] = Question(lambda _: iter([("good", "it is good")]), ("good",))
    for threshold, reported in ((0.0, True), (1.0, False)):
        assert (Scale([question], {"good": 2.0}, threshold).weigh("x") is not None) is reported


def test_a_reply_is_shown_for_removal_and_a_continuation_is_folded_in() -> None:
    reply, continuation = (
        next(one for one in lint_text(f"{WORK}\n{PARENT}\n** {bullet}").findings if one.name == "natter")
        for bullet in ("To be fair, it is a very small key.", "That is, he sits in there and rings the bell.")
    )
    assert "replies to the example above it" in reply.message
    assert "continues the example above it" in continuation.message
    assert reply.fix is not None
    assert continuation.fix is not None
    assert (reply.fix.safety, continuation.fix.safety) == (Safety.DISPLAY, Safety.UNSAFE)
    assert continuation.fix.edits[0].text == "*:"


def test_the_message_names_the_evidence() -> None:
    (finding,) = (
        one for one in lint_text(f"{PARENT}\n** Actually, it is in his boot.").findings if one.name == "natter"
    )
    for words in ("opens with “Actually”", "names nobody new", "the only sub-example here"):
        assert words in finding.message


def test_all_the_tropes_allows_snark_so_natter_only_suggests_there() -> None:
    usual, there = ({rule.name: rule for rule in packs.load(pack)}["natter"] for pack in ("tropedia", "allthetropes"))
    assert (str(usual.severity), str(there.severity)) == ("warning", "notice")
    assert replace(there, severity=usual.severity).check == usual.check


def test_an_index_is_no_list_of_examples() -> None:
    index = "".join(f"* [[{name}]]\n" for name in ("Absent Host", "Candle Diet", "Locked Door", "Lost Key", "Stairs"))
    assert "zero-context-example" not in [one.name for one in lint_text(index).findings]
    some = index.replace("[[Stairs]]", "Stairs: Crabbe falls down all of them, twice, with the bell.")
    assert "zero-context-example" not in [one.name for one in lint_text(some).findings]


@pytest.mark.parametrize("rule", [NATTER, BARE], ids=lambda rule: rule.name)
def test_a_bullet_without_evidence_is_not_reported(rule: Rule) -> None:
    check = rule.check
    assert isinstance(check, NestedReply | BareExample)
    assert likelihood(check.weights[START]) < rule.threshold


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("*: Well, that depends on which key he means.", True),
        (":: To be fair, he was asleep.", True),
        ("*: He finds it in his own pocket.", False),
        ("*: Well, Mother Ansel and Sexton Crabbe did the same in the tower.", False),  # somebody new
        ('*: "Well, that depends," he says.', False),  # somebody speaks
        ("Well, that depends on which key he means.", False),  # a line that wrapped
    ],
)
def test_a_reply_need_not_be_a_bullet(line: str, told: bool) -> None:
    page = f"* ''Moss'': The lodger is right about the key, and says so at dinner.\n{line}\n"
    found = lint(read(Page("T", page), Markup.MEDIAWIKI), [NATTER], NO_FACTS).findings
    assert [one.span.of(page) for one in found] == ([line.lstrip("*: ")] if told else [])
    assert all(one.fix is None for one in found)
