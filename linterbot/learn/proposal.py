"""What the rules that weigh evidence should weigh on one wiki, by what people there decided, measured honestly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from linterbot.checks.bare_example import BareExample
from linterbot.checks.nested_reply import NestedReply
from linterbot.evidence.nested_reply import with_words
from linterbot.evidence.scoring import START
from linterbot.learn.lessons import Lesson
from linterbot.learn.weights import Weights, adapted
from linterbot.rulebook.rule import Rule

FEWEST = 60  # of each kind; from fewer, chance would be learned
FOLDS = 10
_THRESHOLDS = tuple(step / 100 for step in range(30, 95, 5))
_WRONG = 2.0  # how much a false alarm counts beside a fault that is told
STRATA = {"alone": "lone bullets", "under-header": "under a bare header", "deep": "at the third level or deeper"}


class Figures(NamedTuple):
    """How a rule does on some bullets."""

    threshold: float
    told: int
    right: int
    faults: int

    def in_words(self) -> str:
        """Return the figures on one line."""
        precision = f", {self.right / self.told:.0%} right" if self.told else ""
        return f"at {self.threshold:g}: told {self.told}{precision}; {self.right} of {self.faults} faults"


class Proposal(NamedTuple):
    """What a rule should weigh on a wiki."""

    rule: str
    faults: int  # bullets of which people say so
    others: int
    before: Figures
    after: Figures  # on pages that were not learned from
    strata: Sequence[tuple[str, Figures, Figures]]  # each with its figures before and after
    weights: Weights
    outdates_records: bool  # whether the rule says how often it is right, by what it weighed before


class TooFew(NamedTuple):
    """Says that people have not decided enough."""

    rule: str
    faults: int
    others: int


def weighs(rule: Rule) -> bool:
    """Whether a rule weighs evidence, so that it can learn."""
    return isinstance(rule.check, NestedReply | BareExample)


def propose(rule: Rule, lessons: Sequence[Lesson]) -> Proposal | TooFew:
    """Return what a rule should weigh by some lessons, measured on pages it did not learn from."""
    faults = sum(one.fault for one in lessons)
    if min(faults, len(lessons) - faults) < FEWEST:
        return TooFew(rule.name, faults, len(lessons) - faults)
    known = current(rule)
    estimates = list(_held_out(lessons, known))
    threshold = max(_THRESHOLDS, key=lambda share: _worth(estimates, share))

    before = [(known.likelihood(one), one) for one in lessons]

    def both(name: str = "") -> tuple[Figures, Figures]:
        then, now = ([pair for pair in pairs if not name or name in pair[1].seen] for pairs in (before, estimates))
        return _figures(then, rule.threshold), _figures(now, threshold)

    present = {name: words for name, words in STRATA.items() if any(name in one.seen for one in lessons)}
    return Proposal(
        rule.name,
        faults,
        len(lessons) - faults,
        *both(),
        [(words, *both(name)) for name, words in present.items()],
        adapted(lessons, known),
        bool(rule.raw.get("records")),
    )


def current(rule: Rule) -> Weights:
    """Return what a rule weighs now."""
    check = rule.check
    assert isinstance(check, NestedReply | BareExample)
    words = with_words({}, check.words, check.first_words) if isinstance(check, NestedReply) else {}
    return Weights({name: check.weights.get(name, 0.0) for name in (START, *check.evidence)}, words)


def _held_out(lessons: Sequence[Lesson], known: Weights) -> Iterator[tuple[float, Lesson]]:
    """Yield each lesson with its likelihood by weights that were adapted without its page."""
    families = sorted({one.family for one in lessons})
    for fold in range(FOLDS):
        held_out = set(families[fold::FOLDS])
        weights = adapted([one for one in lessons if one.family not in held_out], known)
        yield from ((weights.likelihood(one), one) for one in lessons if one.family in held_out)


def _worth(estimates: Iterable[tuple[float, Lesson]], threshold: float) -> float:
    return sum((1.0 if one.fault else -_WRONG) * one.counts for likely, one in estimates if likely >= threshold)


def _figures(estimates: Sequence[tuple[float, Lesson]], threshold: float) -> Figures:
    told = [one for likely, one in estimates if likely >= threshold]
    return Figures(threshold, len(told), sum(one.fault for one in told), sum(one.fault for _, one in estimates))
