"""Turns evidence into a confidence: each piece has a weight, and the sum of the weights gives the likelihood."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

START = "at-first"  # names the weight before any evidence: how rare the fault is
_STRONGEST = 3  # pieces of evidence that a message names
Subject = TypeVar("Subject")
Seen = Iterator[tuple[str, str]]  # names of evidence, each with its words


class Question(NamedTuple, Generic[Subject]):
    """Something to ask about a subject, such as a bullet."""

    ask: Callable[[Subject], Seen]  # yields the evidence that is seen
    names: tuple[str, ...]  # of all the evidence that it can yield


class Weighed(NamedTuple):
    """The evidence on one subject, weighed."""

    seen: Mapping[str, str]  # all evidence, in words, by its names
    confidence: float  # how likely it makes a fault, from 0 to 1
    strongest: tuple[str, ...]  # the evidence that speaks most for a fault, in words


class Scale(Generic[Subject]):
    """Asks questions, which should be ordered from cheap to expensive, and weighs the answers.

    Evidence without a weight counts nothing.
    """

    def __init__(self, questions: Sequence[Question[Subject]], weights: Mapping[str, float], threshold: float) -> None:
        self._weights = weights
        self._start = weights.get(START, 0.0)
        self._needed = needed(threshold)
        self._questions = tuple(questions)
        self._asked: dict[frozenset[str], list[tuple[Callable[[Subject], Seen], float]]] = {}

    def most(self, names: Sequence[str]) -> float:
        """Return the most that the evidence with these names can weigh together."""
        return sum(max(0.0, self._weights.get(name, 0.0)) for name in names)

    def _asking(self, without: frozenset[str]) -> list[tuple[Callable[[Subject], Seen], float]]:
        """Return the questions, each with the most that the later ones can still weigh."""
        if without not in self._asked:
            names = [[name for name in one.names if name not in without] for one in self._questions]
            rests = [self.most([name for later in names[at:] for name in later]) for at in range(1, len(names) + 1)]
            self._asked[without] = [(one.ask, rest) for one, rest in zip(self._questions, rests, strict=True)]
        return self._asked[without]

    def weigh(self, subject: Subject, without: frozenset[str] = frozenset(), known: float = 0.0) -> Weighed | None:
        """Return the weighed evidence, None as soon as no further answer could make a fault likely enough.

        `without` names evidence that is known not to be there; `known` is what evidence weighs that is not asked for.
        """
        weights, needed = self._weights, self._needed
        seen: dict[str, str] = {}
        total = self._start + known
        for ask, rest in self._asking(without):
            for name, words in ask(subject):
                seen[name] = words
                total += weights.get(name, 0.0)
            if total + rest < needed:
                return None
        return Weighed(seen, likelihood(total), strongest(seen, self._weights))


def strongest(seen: Mapping[str, str], weights: Mapping[str, float]) -> tuple[str, ...]:
    """Return the few pieces of evidence that speak most for a fault, in words."""
    speaking = [(-weight, name) for name in seen if (weight := weights.get(name, 0.0)) > 0]
    return tuple(seen[name] for _, name in sorted(speaking)[:_STRONGEST])


def likelihood(weight: float) -> float:
    """Return the share of cases, from 0 to 1, in which evidence of this weight is right."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))


def needed(share: float) -> float:
    """Return what evidence must weigh together for a likelihood, from 0 to 1."""
    if share <= 0:
        return -math.inf
    return math.inf if share >= 1 else math.log(share / (1 - share))
