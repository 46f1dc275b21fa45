"""How good evidence and reader are together, on pages of which neither has learned anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy
from scipy.optimize import minimize
from scipy.stats import binomtest

from linterbot.evidence.scoring import likelihood, needed
from tools.weigh.report import average_precision
from training.lessons import LABELS, Lesson

_NEVER, _ALWAYS = 0.001, 0.999  # likelihoods beyond which evidence is not told apart
_HELD = 1e-3  # how much the scale is held back
_CAUTION = 0.1  # what is taken off, in log-odds, so that fewer bullets are reported and more of them rightly
_FEWEST = 20  # bullets at fault, or found, in a stratum that is worth a line
_HEAD = ("", "bullets", "without it", "natter", "with it", "natter", "only it")


class Read(NamedTuple):
    """A lesson that was read by a network which had not learned its family."""

    lesson: Lesson
    logits: tuple[float, float, float]  # of an example of its own, a reply, a continuation

    @property
    def evidence(self) -> float:
        """The log-odds of a fault by evidence alone."""
        return needed(min(_ALWAYS, max(_NEVER, self.lesson.by_evidence)))

    @property
    def fault(self) -> float:
        """The log-odds of a fault as the network gives them."""
        example, reply, continuation = self.logits
        return float(numpy.logaddexp(reply, continuation)) - example

    @property
    def continues(self) -> float:
        """The log-odds that it continues rather than replies."""
        return self.logits[2] - self.logits[1]


class Scale(NamedTuple):
    """When the reader is asked, and how its log-odds are added to those of the evidence."""

    least: float  # the likelihood by evidence alone from which on it is asked
    most: float  # the likelihood up to which it is asked
    scale: float = 1.0
    shift: float = 0.0
    apart: float = 0.0  # what is added to `continues` so that it is above 0 for continuations as often as possible

    def asks(self, one: Read) -> bool:
        """Whether the reader is asked about a bullet."""
        return self.least <= one.lesson.by_evidence <= self.most

    def likelihood(self, one: Read) -> float:
        """The likelihood of a fault by evidence and reader."""
        by_both = likelihood(one.evidence + self.scale * one.fault + self.shift)
        return by_both if self.asks(one) else one.lesson.by_evidence


def fitted(read: Sequence[Read], least: float, most: float) -> Scale:
    """Return the scale under which what was read is likeliest."""
    asked = [one for one in read if Scale(least, most).asks(one)]
    known = numpy.array([one.evidence for one in asked])
    said = numpy.array([one.fault for one in asked])
    sign = numpy.array([1.0 if one.lesson.fault else -1.0 for one in asked])

    def loss(by: numpy.ndarray) -> float:
        margin = sign * (known + by[0] * said + by[1])
        return float(numpy.logaddexp(0, -margin).sum() + _HELD * by @ by)

    scale, shift = minimize(loss, numpy.array([0.5, 0.0]), method="L-BFGS-B").x
    return Scale(least, most, float(scale), float(shift) - _CAUTION, _apart(read))


def _apart(read: Sequence[Read]) -> float:
    faults = sorted(
        (one.continues, one.lesson.label == LABELS.index("continuation")) for one in read if one.lesson.fault
    )
    right = sum(continues for _, continues in faults)  # if all are taken for continuations
    best, apart = right, 1 - faults[0][0]
    for (value, continues), (above, _) in zip(faults, [*faults[1:], (faults[-1][0] + 1, False)], strict=True):
        right += -1 if continues else 1
        if right > best:
            best, apart = right, -(value + above) / 2
    return apart


def sources(read: Sequence[Read]) -> Iterator[str]:
    """Yield, for each kind of pages, how good evidence, network and both are, whatever the threshold."""
    for source, mine in _by_source(read).items():
        scale = fitted(read, 0.0, 1.0)
        ways = ([one.lesson.by_evidence for one in mine], [one.fault for one in mine], [*map(scale.likelihood, mine)])
        faults = [one.lesson.fault for one in mine]
        precisions = ", ".join(f"{average_precision(way, faults):.3f}" for way in ways)
        yield f"{source}: average precision by evidence, network, both: {precisions}"


def table(read: Sequence[Read], scale: Scale, threshold: float) -> Iterator[str]:
    """Yield what is found at a threshold, by kinds of pages and by stratum, as the lines of a table in Markdown."""
    yield f"| {' | '.join(_HEAD)} |"
    yield f"| --- |{' ---: |' * (len(_HEAD) - 1)}"
    for source, mine in _by_source(read).items():
        yield _row(f"**{source}**", mine, scale, threshold)
        for stratum in sorted({name for one in mine for name in one.lesson.strata}):
            some = [one for one in mine if stratum in one.lesson.strata]
            if sum(one.lesson.fault for one in some) >= _FEWEST:
                yield _row(f"{source}, {stratum}", some, scale, threshold)


def asked(read: Sequence[Read], scale: Scale) -> Mapping[str, float]:
    """Return the share of nested bullets that the reader is asked about, by kinds of pages."""
    return {source: sum(map(scale.asks, mine)) / len(mine) for source, mine in _by_source(read).items()}


def policy(read: Sequence[Read], scale: Scale, threshold: float) -> Iterator[str]:
    """Yield how well evidence and reader find what breaks the policy: faults, and bullets that are alone anyway.

    Another rule reports whatever is alone at its level, so those are found and right.
    """
    for source, mine in _by_source(read).items():
        told = [one for one in mine if _is_alone(one) or scale.likelihood(one) >= threshold]
        broken = [one for one in mine if _is_alone(one) or one.lesson.fault]
        right = sum(_is_alone(one) or one.lesson.fault for one in told)
        yield f"{source}: precision {right / len(told):.2f}, recall {right / len(broken):.2f}"


def _is_alone(one: Read) -> bool:
    return "only child" in one.lesson.strata


def kinds(read: Sequence[Read], scale: Scale) -> float:
    """Return how often, of what is rightly found, it is rightly told whether it continues or replies."""
    told = [one for one in read if one.lesson.fault and scale.likelihood(one) >= scale.least and scale.asks(one)]
    right = [(one.continues + scale.apart > 0) == (one.lesson.label == LABELS.index("continuation")) for one in told]
    return sum(right) / len(right)


def share_only_it_finds(read: Sequence[Read], scale: Scale, threshold: float) -> int:
    """Return in how many of 100 cases what only the reader finds is a fault, on real pages."""
    real = [one for one in read if one.lesson.source != "invented pages"]
    only = [one.lesson for one in real if scale.likelihood(one) >= threshold > one.lesson.by_evidence]
    return round(100 * sum(one.fault for one in only) / len(only))


def _by_source(read: Sequence[Read]) -> dict[str, list[Read]]:
    names = dict.fromkeys(one.lesson.source for one in read)
    return {name: [one for one in read if one.lesson.source == name] for name in names}


def _row(name: str, mine: Sequence[Read], scale: Scale, threshold: float) -> str:
    both = [one.lesson for one in mine if scale.likelihood(one) >= threshold]
    alone = [one.lesson for one in mine if one.lesson.by_evidence >= threshold]
    only = [one for one in both if one.by_evidence < threshold]
    parts = (f"{len(mine):,}", _right(alone), _natter(alone, mine), _right(both), _natter(both, mine), _right(only))
    return f"| {name} | {' | '.join(parts)} |"


def _natter(found: Sequence[Lesson], mine: Sequence[Read]) -> str:
    natter = LABELS.index("natter")
    of = sum(one.lesson.label == natter for one in mine)
    return f"{sum(one.label == natter for one in found)} of {of}"


def _right(found: Sequence[Lesson]) -> str:
    if not found:
        return "0"
    right = sum(one.fault for one in found)
    low, high = binomtest(right, len(found)).proportion_ci(method="wilson")
    return f"{len(found)}: {right / len(found):.2f} ({low:.2f}-{high:.2f})"
