"""What people decided, and what a wiki's history shows, becomes a proposal that nobody has to accept."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from linterbot.bot import verdicts
from linterbot.cli import Status, run
from linterbot.config import reader as config
from linterbot.errors import ConfigError
from linterbot.evidence.scoring import START
from linterbot.learn.adjust import with_adjustment
from linterbot.learn.history import Fate, edits_by_user, weak_labels
from linterbot.learn.lessons import Lesson
from linterbot.learn.proposal import FEWEST, Proposal, TooFew, current, propose
from linterbot.learn.weights import adapted
from linterbot.ledger import decisions, findings, open_ledger
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from linterbot.rulebook import packs
from linterbot.wiki.export.reader import ExportedPage, ExportedRevision
from linterbot.wiki.sandbox.people import Person
from tests.conftest import WORK
from tests.generated_history import GOLD, as_export, histories, key
from tests.test_cli_patrol import CONFIG

NATTER = {rule.name: rule for rule in packs.load("tropedia")}["natter"]
TALK = ("natter", "continuation")
HEAD = "== Stage ==\n* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days."
NICE = "** To be fair, she likes candles, and the cellar is dry at that time of the year."
ACT = "** In the second act, Crabbe eats a rope in the tower, and says that it is a good one."
ONCE, BOTH = f"{HEAD}\n{ACT}", f"{HEAD}\n{ACT}\n{NICE}"


def labels(*texts: tuple[str, str]) -> list[tuple[str, Fate]]:
    """Return what the history of a page says if Aldith, Gosse and Quill are experienced."""
    page = ExportedPage("Ropewalk", tuple(ExportedRevision(user, "", "", text) for user, text in texts))
    edits = Counter({"Aldith": 50, "Gosse": 50, "Quill": 50, "Passer": 1})
    return [(one.words, one.fate) for one in weak_labels(page, edits)]


def test_of_a_history_whose_truth_is_known_most_labels_are_won_back_and_few_are_wrong() -> None:
    every = list(histories())
    pages = [
        ExportedPage(one.title, tuple(ExportedRevision(user, "", "", text) for user, text in one.revisions))
        for one in every
    ]
    edits = edits_by_user(pages)
    found = [(one, label) for one, page in zip(every, pages, strict=True) for label in weak_labels(page, edits)]
    told = [(one, label.words) for one, label in found if label.fault]
    outlived = [(one, label.words) for one, label in found if not label.fault]
    won = sum(words in one.cleaned for one, words in told)
    assert won / sum(len(one.cleaned) for one in every) > 0.8, "those are 162 of 187"
    assert sum(one.labels.get(words) not in TALK for one, words in told) / len(told) < 0.15, "21 of 184"
    assert sum(one.labels.get(words) in TALK for one, words in outlived) / len(outlived) < 0.15, "137 of 1,228"


@pytest.mark.parametrize(
    ("after", "fate"),
    [
        (ONCE, Fate.REMOVED),
        (BOTH.replace(f"\n{NICE}", "").replace("four days.", f"four days. {NICE[3:]}"), Fate.FOLDED),
    ],
)
def test_what_an_experienced_editor_takes_away_is_a_fault(after: str, fate: Fate) -> None:
    assert labels(("Quill", BOTH), ("Aldith", after)) == [(key(NICE), fate)]


@pytest.mark.parametrize(
    "texts",
    [
        [("Quill", BOTH), ("Quill", ONCE)],  # its own author
        [("Quill", BOTH), ("Passer", ONCE)],  # a newcomer
        [("Quill", BOTH), ("Aldith", ONCE), ("Gosse", BOTH)],  # taken back
        [("Quill", BOTH), ("Aldith", "hahaha"), ("Gosse", BOTH)],  # blanked and restored
        [("Quill", BOTH), ("Aldith", BOTH.replace("cellar", "tower"))],  # reworded
        [("Quill", BOTH), ("Aldith", f"{HEAD}\n{NICE}\n{ACT}")],  # moved
        [("Quill", BOTH), ("Aldith", "== Stage ==\n* ''Moss'': The lodger leaves.")],  # gone with its example
        [("Quill", BOTH), ("", ""), ("Aldith", BOTH)],  # hidden
        [("Quill", BOTH), ("Aldith", ONCE + "\n** Another word, and then some." * 60)],  # a page rewritten
        [("Quill", BOTH), ("Aldith", f"{ONCE}\n{'x' * 1_000_001}")],  # too long to be read
    ],
)
def test_what_says_nothing_teaches_nothing(texts: list[tuple[str, str]]) -> None:
    assert labels(*texts) == []


def test_what_outlives_ten_edits_of_its_section_by_others_is_taken_to_be_fine() -> None:
    edits = [("Aldith", f"{BOTH}\n* ''Moss'': The lodger leaves {number} times.") for number in range(10)]
    assert labels(("Quill", BOTH), *edits[:9]) == []
    assert [fate for _, fate in labels(("Quill", BOTH), *edits)] == [Fate.OUTLIVED] * 2
    elsewhere = [("Aldith", f"{BOTH}\n== Film ==\n* ''Moss'': The lodger leaves {one} times.") for one in range(12)]
    assert labels(("Quill", BOTH), *elsewhere) == []


def lessons(faults: int, others: int, seen: str = "last") -> list[Lesson]:
    """Return lessons by which one piece of evidence decides."""
    shown = [Lesson([seen], (), fault=True, counts=1, family=f"a{one}") for one in range(faults)]
    return [*shown, *(Lesson(["alone"], (), fault=False, counts=1, family=f"b{one}") for one in range(others))]


def test_from_too_few_nothing_is_learned() -> None:
    assert propose(NATTER, lessons(FEWEST - 1, 500)) == TooFew("natter", FEWEST - 1, 500)
    assert isinstance(propose(NATTER, lessons(500, FEWEST - 1)), TooFew)
    assert isinstance(propose(NATTER, lessons(FEWEST, FEWEST)), Proposal)


def test_weights_move_towards_what_people_say_and_stay_where_nobody_says_anything() -> None:
    known = current(NATTER)
    weights = adapted(lessons(80, 80), known).evidence
    assert weights["last"] > known.evidence["last"]
    assert weights["alone"] < known.evidence["alone"]
    assert weights["opener"] == pytest.approx(known.evidence["opener"], abs=1e-6)


def test_a_proposal_says_how_it_does_on_pages_it_did_not_learn_from() -> None:
    outcome = propose(NATTER, lessons(90, 90))
    assert isinstance(outcome, Proposal)
    assert (outcome.faults, outcome.others) == (90, 90)
    assert outcome.after.right > outcome.before.right
    assert outcome.after.told == outcome.after.right
    assert [words for words, _, _ in outcome.strata] == ["lone bullets"]


PROPOSAL = propose(NATTER, lessons(80, 80))
WIKI = "wikis:\n  one:  # ours\n    kind: sandbox\n    path: s.sqlite\n    pack: tropedia\n    operator: wren\n"


@pytest.mark.parametrize(
    "text",
    [
        WIKI,
        f"{WIKI}    adjust: {{}}\n    mode: flag\n",
        f"{WIKI}    adjust:\n      word-cruft: {{severity: notice}}\n    mode: flag\n",
        f"state: x\n{WIKI}  two:\n    kind: sandbox\n    path: t.sqlite\n    pack: tropedia\n    operator: wren\n",
    ],
)
def test_what_is_learned_goes_into_the_configuration_and_the_rest_stays(here: Path, text: str) -> None:
    assert isinstance(PROPOSAL, Proposal)
    after = with_adjustment(text, "config.yaml", "one", PROPOSAL)
    parsed = config.parse(after, here / "config.yaml")
    rules = packs.load("tropedia", [], None, parsed.adjustments("one"))
    changed = {rule.name: rule for rule in rules}["natter"]
    assert changed.threshold == PROPOSAL.after.threshold
    assert not changed.raw["records"], "they are of other weights"
    assert current(changed).evidence[START] == pytest.approx(PROPOSAL.weights.evidence[START], abs=0.01)
    left = [line for line in text.split("\n") if "adjust" not in line]
    assert [line for line in after.split("\n") if line in left] == left
    assert not any(one.adjust for name, one in parsed.wikis.items() if name != "one")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (f"{WIKI}    adjust:\n      natter: {{threshold: 0.9}}\n", "natter is adjusted here already"),
        (f"{WIKI}    adjust: {{word-cruft: {{severity: notice}}}}\n", "is written on one line"),
        ("wikis: {one: {kind: sandbox}}\n", "leaves no place"),
    ],
)
def test_a_configuration_that_leaves_no_place_is_left_alone(text: str, cause: str) -> None:
    assert isinstance(PROPOSAL, Proposal)
    with pytest.raises(ConfigError, match=cause):
        with_adjustment(text, "config.yaml", "one", PROPOSAL)


def decided(here: Path, pages: int) -> None:
    """Fill a wiki with invented pages, read it, and decide on every finding of natter as its label says."""
    (here / "config.yaml").write_text(CONFIG.replace("edits-per-run: 100", "edits-per-run: 0"))
    person, truth = Person(here / "s.sqlite", "Quill"), {}
    for path, one in zip(sorted((GOLD / "docs").glob("*.wiki"))[:pages], histories(), strict=False):
        person.edit(path.stem, f"{WORK}\n{path.read_text(encoding='utf-8')}")
        truth[path.stem.capitalize()] = one.labels
    run(["patrol", "--once"])
    with closing(open_ledger(f"sqlite:///{here / 'state' / 'ledger.sqlite'}", "one")) as ledger:
        for found in findings.each(ledger, Selection([State.OPEN], rules=["natter"])):
            bad = truth[found.title].get(key(found.words)) in TALK
            verdict = Verdict.APPROVED if bad else Verdict.REJECTED
            decision = verdicts.decision(found, verdict, "wren", "as labelled", "2026-01-01T00:00:00Z")
            decisions.keep(ledger, decision)


@pytest.mark.slow
def test_a_wiki_learns_from_its_own_verdicts(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decided(here, 29)
    before = (here / "config.yaml").read_text()
    capsys.readouterr()
    assert run(["learn", "--rule", "natter"]) is Status.CLEAN
    shown = capsys.readouterr().out
    assert "say fault" in shown
    assert "proposed: at " in shown
    assert "lone bullets: now" in shown
    assert (here / "config.yaml").read_text() == before
    assert run(["learn", "--rule", "natter", "--write"]) is Status.CLEAN
    assert "adjust:\n      natter:\n        # learned from" in (here / "config.yaml").read_text()
    capsys.readouterr()
    assert run(["learn", "--write"]) is Status.CANNOT_RUN
    assert "natter is adjusted here already" in capsys.readouterr().err


def test_a_wiki_that_decided_little_is_told_so(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decided(here, 2)
    capsys.readouterr()
    assert run(["learn"]) is Status.FINDINGS
    assert "too few: 60 of each kind are needed" in capsys.readouterr().out
    assert run(["learn", "--rule", "word-cruft"]) is Status.CANNOT_RUN
    assert '"word-cruft" weighs no evidence' in capsys.readouterr().err


@pytest.mark.slow
def test_a_wiki_learns_from_its_history(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(CONFIG)
    Person(here / "s.sqlite", "Quill").edit("Ropewalk", ONCE)
    (here / "all.xml").write_text(as_export(list(histories())))
    assert run(["learn", "--rule", "natter", "--history", "all.xml"]) is Status.CLEAN
    shown = capsys.readouterr().out
    assert "weak labels from all.xml: 1" in shown
    assert "(each page by what others taught)" in shown
    (here / "broken.xml").write_text((here / "all.xml").read_text()[:2000])
    assert run(["learn", "--history", "broken.xml"]) is Status.CANNOT_RUN
    assert "breaks off here" in capsys.readouterr().err
