"""Says how good weights are on pages they were not learned from: by source, by threshold and by stratum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tools.weigh.labels import Case

SHARES = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)


class Estimate(NamedTuple):
    """One bullet, and how likely it was found to be at fault without its family having been learned from."""

    confidence: float
    case: Case


def report(rule: str, estimates: Sequence[Estimate], threshold: float) -> Iterator[str]:
    """Yield lines: for each source precision and recall at several thresholds, then recall by stratum at the rule's."""
    for source in dict.fromkeys(one.case.source for one in estimates):
        mine = [one for one in estimates if one.case.source == source]
        faults = Counter(one.case.label for one in mine if one.case.fault)
        counted = ", ".join(f"{number} {label}" for label, number in sorted(faults.items()))
        families = len({one.case.family for one in mine})
        yield f"{rule}, {source}: {len(mine)} bullets on pages of {families} families: {counted or 'no faults'}"
        if not faults:
            continue
        found = average_precision([one.confidence for one in mine], [one.case.fault for one in mine])
        yield f"  average precision {found:.3f}"
        yield f"  {'threshold':>9} {'found':>5} {'right':>6} {'precision':>9}  recall"
        yield from (_at(share, mine, faults) for share in sorted({*SHARES, threshold}))
        yield from _strata(mine, threshold)


def average_precision(values: Sequence[float], faults: Sequence[bool]) -> float:
    """Return the mean of the precisions at which each fault is reached, the highest value first."""
    right, total = 0, 0.0
    for number, (_, fault) in enumerate(sorted(zip(values, faults, strict=True), key=lambda pair: -pair[0]), 1):
        if fault:
            right += 1
            total += right / number
    return total / right if right else 0.0


def _at(share: float, estimates: Sequence[Estimate], faults: Counter[str]) -> str:
    found = [one.case for one in estimates if one.confidence >= share]
    right = sum(case.fault for case in found)
    precision = f"{right / len(found):.2f}" if found else "-"
    recall = ", ".join(
        f"{label} {sum(case.label == label for case in found) / number:.2f}" for label, number in sorted(faults.items())
    )
    return f"  {share:9} {len(found):5} {right:6} {precision:>9}  {recall}"


def _strata(estimates: Sequence[Estimate], threshold: float) -> Iterator[str]:
    for stratum in sorted({name for one in estimates for name in one.case.strata}):
        mine = [one for one in estimates if stratum in one.case.strata]
        found = [one.case for one in mine if one.confidence >= threshold]
        right = sum(case.fault for case in found)
        label = "natter" if any(one.case.label == "natter" for one in mine) else "zero-context"
        wanted = [one for one in mine if one.case.label == label]
        reached = sum(one.confidence >= threshold for one in wanted)
        yield f"    {stratum:18} found {len(found):4}, right {right:4}; {label} {reached} of {len(wanted)}"
