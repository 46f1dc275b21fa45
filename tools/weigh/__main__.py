"""Learns the weights of each rule that weighs evidence, and says how good they are.

    python -m tools.weigh            cross-validates each rule that weighs evidence
    python -m tools.weigh --write    does the same, and writes the weights into the rule files

The labels are those of ../shared/gold, if they are there (they are of real pages, and not part of the project), and
those of the invented pages in tests/data/gold. Weights learned only from the latter are for trying things out.

The model is a logistic regression over the evidence that the check itself sees, and over the words that say most beside
it. Documents are held out by family (the pages of one trope or one work together), a tenth of the families at a time,
so that no page is measured by what was learned from its neighbour. Phrases that occur in no fault on the other pages
are left out for that turn, since some of the lists were written with these pages at hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from linterbot.checks.base import Check
from linterbot.learn.lessons import Lesson, lesson
from linterbot.learn.weights import Weights, fitted
from linterbot.records import changed
from linterbot.rulebook import packs
from linterbot.view.phrase_matcher import any_of
from tools.weigh.labels import ROOT, SOURCES, Case, invented, is_short, labelled
from tools.weigh.report import Estimate, report

RULES = ROOT / "rules" / "common"
FOLDS = 10
PHRASES = ("openers", "qualifiers", "continuers")
WORDS = ("words", "first-words")


class Subject(NamedTuple):
    """A rule that weighs evidence, and what it learns from."""

    rule: str
    cases: list[Case]
    strength: float  # of the regression; set once, by cross-validation
    with_words: bool  # whether single words are learned as well


def lesson_of(check: Check, case: Case) -> Lesson:
    """Return what a rule's check sees in a case."""
    found = lesson(check, case.view, case.example, case.fault, case.counts, case.family)
    assert found is not None
    return found


def subjects() -> Iterator[Subject]:
    """Yield each rule that weighs evidence."""
    faults = {"natter", "continuation"}
    yield Subject("natter", [*labelled("nested", faults, {"unsure"}), *invented(faults)], 0.1, with_words=True)
    short = (case for case in invented(set()) if case.label == "sub-example" and is_short(case))
    yield Subject(
        "zero-context-example",
        [*labelled("zerocontext", {"zero-context"}, {"thin"}), *short],
        1.0,
        with_words=False,
    )


def remembered(check: Check, cases: Sequence[Case]) -> Check:
    """Return the check with only those of its phrases that occur in the faults among some cases."""
    texts = "\n".join(case.view.words(case.example) for case in cases if case.fault)
    kept = {
        key: tuple(one for one in getattr(check, key) if any_of((one,)).found_in(texts))
        for key in PHRASES
        if hasattr(check, key)
    }
    return changed(check, **kept)


def estimates(subject: Subject, check: Check) -> Iterator[Estimate]:
    """Yield each case on a page with its likelihood, by weights that were learned without its family."""
    families = sorted({case.family for case in subject.cases if case.source != "invented"})
    for fold in range(FOLDS):
        held_out = set(families[fold::FOLDS])
        taught = [case for case in subject.cases if case.family not in held_out]
        forgetful = remembered(check, taught)
        lessons = [lesson_of(forgetful, case) for case in taught]
        weights = fitted(lessons, check.evidence, strength=subject.strength, with_words=subject.with_words)
        for case in subject.cases:
            if case.family in held_out:
                yield Estimate(weights.likelihood(lesson_of(forgetful, case)), case)


def records(found: Sequence[Estimate], threshold: float) -> dict[str, float]:
    """Return in how many of 100 cases a report at a threshold is right: alone at its level, and beside others."""
    told = [one.case for one in found if one.confidence >= threshold]
    alone = [case.fault for case in told if "only child" in case.strata]
    beside = [case.fault for case in told if "not only child" in case.strata]
    shares = {name: round(100 * sum(one) / len(one)) for name, one in (("alone", alone), ("beside", beside)) if one}
    return {"at": threshold, **shares}


def write(rule: str, weights: Weights, shares: Mapping[str, int]) -> None:
    """Write the weights into a rule file, and how often the rule is right."""
    path = RULES / f"{rule}.yaml"
    text = _with_block(path.read_text(encoding="utf-8"), "weights", weights.evidence)
    said = ", ".join(f"{name}: {share}" for name, share in shares.items())
    text = re.sub(r"(?m)^records: .*$", f"records: {{{said}}}", text, count=1)
    if weights.words:
        single = {word[1:-1]: weight for word, weight in weights.words.items() if not word.endswith(" …”")}
        starts = {word[1:-3]: weight for word, weight in weights.words.items() if word.endswith(" …”")}
        for name, block in zip(WORDS, (single, starts), strict=True):
            text = _with_block(text, name, dict(sorted(block.items(), key=lambda pair: -pair[1])))
    path.write_text(text, encoding="utf-8")


def _with_block(text: str, name: str, weights: Mapping[str, float]) -> str:
    lines = "".join(f"  {_quoted(key)}: {weight:+.2f}\n" for key, weight in weights.items())
    return re.sub(rf"(?m)^{name}:\n(?:  .*\n)+", lambda _: f"{name}:\n{lines}", text, count=1)


def _quoted(word: str) -> str:
    """Return a key as YAML reads it: some words would be truth values there."""
    return f'"{word}"' if word in ("no", "yes", "on", "off", "y", "n", "true", "false", "null") else word


def main() -> None:
    """Learn the weights of each rule, and print how good they are."""
    print("labels:", ", ".join(str(one.folder) for one in SOURCES if Path(one.folder / "dev").is_dir()))
    rules = {rule.name: rule for rule in packs.load(packs.COMMON)}
    for subject in subjects():
        rule = rules[subject.rule]
        found = list(estimates(subject, rule.check))
        print("\n".join(report(rule.name, found, rule.threshold)))
        lessons = [lesson_of(rule.check, case) for case in subject.cases]
        weights = fitted(lessons, rule.check.evidence, strength=subject.strength, with_words=subject.with_words)
        if "--write" in sys.argv[1:]:
            write(rule.name, weights, records(found, rule.threshold))
        for name, weight in (*weights.evidence.items(), *weights.words.items()):
            print(f"    {name:15} {weight:+.2f}")


if __name__ == "__main__":
    main()
