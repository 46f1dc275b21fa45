"""How evidence becomes a confidence: each piece has a weight, and their sum is a likelihood."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

START = "at-first"  # the weight before anything was seen: how rare the fault is
_STRONGEST = 3  # pieces of evidence that a message names


class Scale:
    """Adds up weights; what a rule gives no weight to counts nothing."""

    def __init__(self, weights: Mapping[str, float], threshold: float) -> None:
        self._weights = weights
        self.start = weights.get(START, 0.0)
        self.needed = _logit(threshold)

    def of(self, evidence: Iterable[str]) -> float:
        """Return what some evidence weighs together."""
        return sum(self._weights.get(name, 0.0) for name in evidence)

    def most(self, possible: Iterable[str]) -> float:
        """Return the most that what may still be seen could weigh."""
        return sum(max(0.0, self._weights.get(name, 0.0)) for name in possible)

    def strongest(self, seen: Mapping[str, str]) -> list[str]:
        """Return, in words, what speaks most for the fault."""
        speaking = sorted((name for name in seen if self.of([name]) > 0), key=lambda name: -self.of([name]))
        return [seen[name] for name in speaking[:_STRONGEST]]


def likelihood(weight: float) -> float:
    """Return the share of cases, from 0 to 1, in which so much evidence is right."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))


def _logit(share: float) -> float:
    if share <= 0:
        return -math.inf
    return math.inf if share >= 1 else math.log(share / (1 - share))
