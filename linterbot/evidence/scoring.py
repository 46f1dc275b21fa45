"""How evidence becomes a confidence: each piece has a weight, and their sum is a likelihood."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

START = "at-first"  # the weight before anything was seen: how rare the fault is
_STRONGEST = 3  # pieces of evidence that a message names
CheckedPage = TypeVar("CheckedPage")
Seen = Iterator[tuple[str, str]]


class Question(NamedTuple, Generic[CheckedPage]):
    """Something to ask of a subject, and the names of the evidence that the answer may hold."""

    ask: Callable[[CheckedPage], Seen]
    names: tuple[str, ...]


class Weighed(NamedTuple):
    """The evidence seen, in words, by its names; how likely a fault it makes; what speaks most for it."""

    seen: Mapping[str, str]
    confidence: float
    strongest: tuple[str, ...]


class Scale(Generic[CheckedPage]):
    """Asks questions, cheap ones first, and weighs the answers; what has no weight counts nothing."""

    def __init__(
        self, questions: Sequence[Question[CheckedPage]], weights: Mapping[str, float], threshold: float
    ) -> None:
        self._weights = weights
        self._start = weights.get(START, 0.0)
        self._needed = _logit(threshold)
        later = [
            [name for question in questions[at:] for name in question.names] for at in range(1, len(questions) + 1)
        ]
        self._questions = [(one.ask, self.most(names)) for one, names in zip(questions, later, strict=True)]

    def most(self, names: Sequence[str]) -> float:
        """Return the most that what may still be seen could weigh."""
        return sum(max(0.0, self._weights.get(name, 0.0)) for name in names)

    def weigh(self, checked: CheckedPage) -> Weighed | None:
        """Return what speaks for a fault; None where nothing that is left to ask could make it likely enough."""
        weights, needed = self._weights, self._needed
        seen: dict[str, str] = {}
        total = self._start
        for ask, rest in self._questions:
            for name, words in ask(checked):
                seen[name] = words
                total += weights.get(name, 0.0)
            if total + rest < needed:
                return None
        return Weighed(seen, likelihood(total), self._strongest(seen))

    def _strongest(self, seen: Mapping[str, str]) -> tuple[str, ...]:
        speaking = [(-weight, name) for name in seen if (weight := self._weights.get(name, 0.0)) > 0]
        return tuple(seen[name] for _, name in sorted(speaking)[:_STRONGEST])


def likelihood(weight: float) -> float:
    """Return the share of cases, from 0 to 1, in which so much evidence is right."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))


def _logit(share: float) -> float:
    if share <= 0:
        return -math.inf
    return math.inf if share >= 1 else math.log(share / (1 - share))
