"""How good evidence and reader are together, on pages of which neither has learned anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy
from scipy.optimize import minimize
from scipy.stats import binomtest

from linterbot.evidence.scoring import likelihood, needed
from tools.weigh.report import SHARES
from training.lessons import Lesson

_NEVER, _ALWAYS = 0.001, 0.999  # likelihoods beyond which evidence is not told apart
_HELD = 1e-3  # how much the scale is held back


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


class Band(NamedTuple):
    """The likelihoods by evidence alone between which the reader is asked."""

    least: float
    most: float

    def has(self, one: Read) -> bool:
        """Whether the reader is asked about a bullet."""
        return self.least <= one.lesson.by_evidence <= self.most


def fitted(read: Sequence[Read], band: Band) -> dict[str, float]:
    """Return by what the network's log-odds have to be scaled and shifted to be added to those of the evidence."""
    asked = [one for one in read if band.has(one)]
    known = numpy.array([one.evidence for one in asked])
    said = numpy.array([one.fault for one in asked])
    sign = numpy.array([1.0 if one.lesson.fault else -1.0 for one in asked])

    def loss(by: numpy.ndarray) -> float:
        margin = sign * (known + by[0] * said + by[1])
        return float(numpy.logaddexp(0, -margin).sum() + _HELD * by @ by)

    scale, shift = minimize(loss, numpy.array([0.5, 0.0]), method="L-BFGS-B").x
    return {"scale": float(scale), "shift": float(shift), "apart": _apart(read)}


def _apart(read: Sequence[Read]) -> float:
    """Return what to add to `continues` so that it is above 0 for continuations as often as possible."""
    faults = sorted((one.continues, one.lesson.label == 2) for one in read if one.lesson.fault)
    right = sum(continues for _, continues in faults)  # if all are taken for continuations
    best, apart = right, -faults[0][0] + 1
    for (value, continues), (above, _) in zip(faults, [*faults[1:], (faults[-1][0] + 1, False)], strict=True):
        right += -1 if continues else 1
        if right > best:
            best, apart = right, -(value + above) / 2
    return apart


def together(one: Read, band: Band, settings: dict[str, float]) -> float:
    """Return the likelihood of a fault by evidence and reader."""
    if not band.has(one):
        return one.lesson.by_evidence
    return likelihood(one.evidence + settings["scale"] * one.fault + settings["shift"])


def report(read: Sequence[Read], band: Band, settings: dict[str, float], threshold: float) -> Iterator[str]:
    """Yield the figures as a table in Markdown, without and with the reader."""
    yield "| pages | bullets | at | without: found, right | natter | with: found, right | natter | only the reader |"
    yield "| --- | ---: | ---: | --- | ---: | --- | ---: | --- |"
    for source in dict.fromkeys(one.lesson.source for one in read):
        mine = [one for one in read if one.lesson.source == source]
        for share in sorted({threshold, *SHARES}):
            yield _row(source, mine, band, settings, share)
        for stratum in sorted({name for one in mine for name in one.lesson.strata}):
            some = [one for one in mine if stratum in one.lesson.strata]
            yield _row(f"{source}, {stratum}", some, band, settings, threshold)
        alone = [(one.lesson.by_evidence, one.lesson.fault) for one in mine]
        both = [(together(one, band, settings), one.lesson.fault) for one in mine]
        reader = [(one.fault, one.lesson.fault) for one in mine]
        precisions = ", ".join(f"{_average_precision(each):.3f}" for each in (alone, reader, both))
        asked = sum(band.has(one) for one in mine) / len(mine)
        kinds = [(one.continues + settings["apart"] > 0) == (one.lesson.label == 2) for one in mine if one.lesson.fault]
        yield f"| {source}: AP evidence, reader, both {precisions}; asked {asked:.2f}; kind {numpy.mean(kinds):.2f} |"


def _row(name: str, mine: Sequence[Read], band: Band, settings: dict[str, float], at: float) -> str:
    alone = [one.lesson for one in mine if one.lesson.by_evidence >= at]
    both = [one.lesson for one in mine if together(one, band, settings) >= at]
    only = [one.lesson for one in mine if together(one, band, settings) >= at and one.lesson.by_evidence < at]
    natter = sum(one.lesson.label == 1 for one in mine)
    reached = [f"{sum(each.label == 1 for each in found)} of {natter}" for found in (alone, both)]
    parts = (name, str(len(mine)), f"{at:g}", _right(alone), reached[0], _right(both), reached[1], _right(only))
    return f"| {' | '.join(parts)} |"


def _right(found: Sequence[Lesson]) -> str:
    if not found:
        return "0"
    right = sum(one.fault for one in found)
    low, high = binomtest(right, len(found)).proportion_ci(method="wilson")
    return f"{len(found)}, {right / len(found):.2f} ({low:.2f} to {high:.2f})"


def _average_precision(pairs: Sequence[tuple[float, bool]]) -> float:
    right, total = 0, 0.0
    for number, (_, fault) in enumerate(sorted(pairs, key=lambda pair: -pair[0]), 1):
        if fault:
            right += 1
            total += right / number
    return total / right if right else 0.0
