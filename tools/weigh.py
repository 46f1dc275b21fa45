"""Learns the weights of evidence from labelled pages, and measures them on pages they were not learned from.

    python -m tools.weigh            cross-validates each rule that weighs evidence
    python -m tools.weigh --write    does the same, and writes the weights into the rule files

The labels are those in ../shared/gold if they are there (they are of real pages, and not part of the project), and
otherwise those of the invented pages in tests/data/gold. Weights learned only from these are for trying things out.

The model is a logistic regression over the evidence that the check itself sees. Documents are held out by family (the
pages of one trope or one work together), so that no page is measured by what was learned from its neighbour. Phrases
that occur in no fault on the other pages are left out for that turn, since some of the lists were written with these
pages at hand.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sklearn.linear_model import LogisticRegression

from linterbot.checks.bare_example import BareExample
from linterbot.checks.base import Check
from linterbot.checks.nested_reply import NestedReply
from linterbot.evidence.scoring import START, likelihood
from linterbot.markup import read
from linterbot.markup.document import Document, Example
from linterbot.model import Markup, Page
from linterbot.records import changed
from linterbot.rulebook import packs
from linterbot.view.page_view import View
from linterbot.view.phrase_matcher import any_of

ROOT = Path(__file__).parents[1]
OURS, SHARED = ROOT / "tests" / "data" / "gold", ROOT.parent / "shared" / "gold"
GOLD = SHARED if (SHARED / "dev").is_dir() else OURS
RULES = ROOT / "rules" / "common"
INVENTED = 0.1  # how much an invented bullet counts compared to one on a page; set once, by cross-validation
SHARES = (0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9)
SHORT = 14  # words; longer bullets are not labelled for what they lack
PHRASES = ("openers", "qualifiers", "continuers")


class Case(NamedTuple):
    """One labelled bullet."""

    family: str  # of its document
    counts: float  # its weight in learning
    fault: bool
    label: str  # what kind of bullet it is
    view: View  # of its document
    example: Example


class Lesson(NamedTuple):
    """A rule that weighs evidence, and what it learns from."""

    rule: str
    cases: list[Case]
    sees: Callable[[Check, Case], dict[str, str]]  # returns the evidence that the rule's check sees in a case


def family(name: str) -> str:
    """Return the family of a document: `ts__ActionGirl.VideoGames` belongs to Action Girl."""
    return re.split(r"[.\-]|_tropes", name)[0]


@cache
def document(file: str) -> tuple[Document, dict[int, Example]]:
    """Return a labelled document, and its examples by row."""
    path = GOLD / file
    markup = Markup.TVTROPES if path.name.endswith(".tvtropes.txt") else Markup.RENDERED
    one = read(Page(path.name, path.read_text(encoding="utf-8")), markup)
    return one, {one.position(example.line.start).row: example for example in one.examples}


def rows(kind: str) -> Iterator[dict[str, object]]:
    """Yield the rows with the labels of one kind."""
    for path in sorted((GOLD / "dev").glob(f"{kind}.*.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def labelled(kind: str, faults: set[str], left_out: set[str]) -> Iterator[Case]:
    """Yield the labelled bullets of whole pages."""
    views: dict[str, View] = {}
    for row in rows(kind):
        file, label = str(row["file"]), str(row["label"])
        page, by_row = document(file)
        example = by_row.get(int(str(row["line"])))
        if label not in left_out and example is not None:
            view = views.setdefault(file, View(page))
            yield Case(family(str(row["doc"])), 1.0, label in faults, label, view, example)


def invented(faults: set[str]) -> Iterator[Case]:
    """Yield the invented bullets, each on a page of its own."""
    for path in sorted((GOLD / "invented").glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            depth, later = row["depth"], ["Another one."] * row["later"]
            above = [(level, "_Something_:") for level in range(1, depth - 1)] + [(depth - 1, row["parent"])]
            bullets = [*above, *((depth, one) for one in [*row["siblings"], row["text"], *later])]
            text = "\n".join(f"{'  ' * level}•  {' '.join(words.split())}" for level, words in bullets)
            page = read(Page("", text), Markup.RENDERED)
            example = page.examples[len(above) + len(row["siblings"])]
            yield Case("invented", INVENTED, row["label"] in faults, row["label"], View(page), example)


def reply(check: Check, case: Case) -> dict[str, str]:
    """Return the evidence that `nested-reply` sees in a case."""
    assert isinstance(check, NestedReply)
    parent = case.view.document.parent(case.example)
    assert parent is not None
    return check.evidence_on(case.view, case.example, parent)


def bare(check: Check, case: Case) -> dict[str, str]:
    """Return the evidence that `bare-example` sees in a case."""
    assert isinstance(check, BareExample)
    return check.evidence_on(case.view, case.example)


def lessons() -> Iterator[Lesson]:
    """Yield a lesson for each rule that weighs evidence."""
    faults = {"natter", "continuation"}
    yield Lesson("natter", [*labelled("nested", faults, {"unsure"}), *invented(faults)], reply)
    short = (case for case in invented(set()) if case.label == "sub-example" and _is_short(case))
    yield Lesson("zero-context-example", [*labelled("zerocontext", {"zero-context"}, {"thin"}), *short], bare)


def _is_short(case: Case) -> bool:
    words = case.view.words(case.example)
    return len(words.split()) <= SHORT and not words.endswith(":")


def remembered(check: Check, cases: list[Case]) -> Check:
    """Return the check with only those of its phrases that occur in the faults among some cases."""
    texts = [case.view.words(case.example) for case in cases if case.fault]
    kept = {
        key: tuple(one for one in getattr(check, key) if any(any_of((one,)).found_in(text) for text in texts))
        for key in PHRASES
        if hasattr(check, key)
    }
    return changed(check, **kept)


def fitted(lesson: Lesson, check: Check, cases: list[Case]) -> dict[str, float]:
    """Return the weights learned from some cases."""
    names = [name for name in check.evidence if name != START]
    table = [[float(name in seen) for name in names] for seen in (lesson.sees(check, case) for case in cases)]
    model = LogisticRegression(C=1.0, max_iter=5_000)
    model.fit(table, [case.fault for case in cases], sample_weight=[case.counts for case in cases])
    return {START: float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}


def linted(lesson: Lesson, check: Check) -> list[tuple[float, Case]]:
    """Return each case on a page with its confidence, by weights that were learned without its family."""
    out: list[tuple[float, Case]] = []
    families = {case.family for case in lesson.cases if case.counts == 1}
    for held_out in sorted(families):
        taught = [case for case in lesson.cases if case.family != held_out]
        forgetful = remembered(check, taught)
        weights = fitted(lesson, forgetful, taught)
        for case in lesson.cases:
            if case.family == held_out:
                seen = lesson.sees(forgetful, case)
                out.append((likelihood(weights[START] + sum(weights[name] for name in seen)), case))
    return out


def report(lesson: Lesson, lint_results: list[tuple[float, Case]]) -> Iterator[str]:
    """Yield lines with precision at several thresholds, and recall for each kind of fault."""
    kinds: dict[str, int] = defaultdict(int)
    for _, case in lint_results:
        if case.fault:
            kinds[case.label] += 1
    families = len({case.family for _, case in lint_results})
    yield f"{lesson.rule}: {len(lint_results)} bullets, {sum(kinds.values())} faults, {families} families"
    yield f"  {'threshold':>9} {'found':>5} {'right':>6} {'precision':>9}  recall"
    for share in SHARES:
        found = [case for confidence, case in lint_results if confidence >= share]
        right = sum(case.fault for case in found)
        precision = f"{right / len(found):.2f}" if found else "-"
        recall = ", ".join(
            f"{kind} {sum(case.label == kind for case in found) / number:.2f}" for kind, number in sorted(kinds.items())
        )
        yield f"  {share:9} {len(found):5} {right:6} {precision:>9}  {recall}"


def write(rule: str, weights: dict[str, float]) -> None:
    """Write the weights into a rule file."""
    path = RULES / f"{rule}.yaml"
    lines = "".join(f"  {name}: {weight:+.2f}\n" for name, weight in weights.items())
    text = path.read_text(encoding="utf-8")
    after = re.sub(r"(?m)^weights:\n(?:  .*\n)+", lambda _: f"weights:\n{lines}", text, count=1)
    path.write_text(after, encoding="utf-8")


def main() -> None:
    """Learn the weights of each rule, and print how good they are."""
    print(f"labels: {GOLD}")
    rules = {rule.name: rule for rule in packs.load(packs.COMMON)}
    for lesson in lessons():
        check = rules[lesson.rule].check
        print("\n".join(report(lesson, linted(lesson, check))))
        weights = fitted(lesson, check, lesson.cases)
        if "--write" in sys.argv[1:]:
            write(lesson.rule, weights)
        for name, weight in weights.items():
            print(f"    {name:15} {weight:+.2f}")


if __name__ == "__main__":
    main()
