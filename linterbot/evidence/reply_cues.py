"""The phrases by which `nested-reply` knows a remark, made ready to be searched for on a whole page at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from linterbot.view.phrase_index import Beginnings
from linterbot.view.phrase_matcher import LineMatcher, Matcher, any_of, lines_with

FILTERED = ("opener", "guess", "sweeping", "addition", "part")  # evidence that is searched for on a whole page at once


class Cues(NamedTuple):
    """What a rule listens for, ready to be searched for."""

    openers: Beginnings  # what a reply begins with, in lower case
    qualifiers: Matcher  # what comments on something said
    guesses: Matcher  # “maybe”, “I think”
    sweeping: Matcher  # “always”, “everybody”
    additions: Matcher  # what announces one more example
    pattern: Matcher | None  # what counts as an opener besides
    searches: tuple[tuple[str, LineMatcher], ...]  # evidence that is searched for on a whole page at once


class CuePhrases(NamedTuple):
    """The phrases of a rule, by what they show."""

    openers: tuple[str, ...]
    qualifiers: tuple[str, ...]
    guesses: tuple[str, ...]
    sweeping: tuple[str, ...]
    additions: tuple[str, ...]
    patterns: tuple[str, ...]  # RE2 patterns that count as openers

    def ready(self) -> Cues:
        """Return what to search for."""
        words = (("guess", self.guesses), ("sweeping", self.sweeping), ("addition", self.additions))
        return Cues(
            Beginnings(self.openers),
            any_of(self.qualifiers),
            any_of(self.guesses),
            any_of(self.sweeping),
            any_of(self.additions),
            any_of((), self.patterns, at_start=True) if self.patterns else None,
            tuple((name, lines_with(phrases)) for name, phrases in words),
        )


def likely_on(
    texts: Sequence[str], cued: Sequence[bool], searches: Iterable[tuple[str, LineMatcher]]
) -> Iterator[frozenset[str]]:
    """Yield, for each of some texts, the evidence among `FILTERED` that may be seen there; `cued` tells of openers."""
    found = [(name, search.among(texts)) for name, search in searches]
    for at, opener in enumerate(cued):
        names = [name for name, numbers in found if at in numbers]
        yield frozenset(["opener", *names] if opener else names)
