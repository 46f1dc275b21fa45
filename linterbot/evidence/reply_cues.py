"""The words and phrases by which `nested-reply` knows a remark, made ready to be looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from linterbot.view.phrase_index import Beginnings
from linterbot.view.phrase_matcher import LineMatcher, Matcher, any_of

FILTERED = ("opener", "part")  # evidence that is searched for on a whole page at once


class WordList(NamedTuple):
    """Words and phrases of one kind: “maybe”, “-n't” (an ending), “to be fair”."""

    words: frozenset[str]
    endings: tuple[str, ...]
    leads: frozenset[str]  # the first words of the phrases
    phrases: Matcher

    def first_in(self, text: str, words: Sequence[str]) -> str:
        """Return one of them that is in a text with these words, in lower case; "" if there is none."""
        for word in words:
            if word in self.words or (self.endings and word.endswith(self.endings)):
                return word
        if self.leads.isdisjoint(words):
            return ""
        span = next(self.phrases.spans(text), None)
        return text[slice(*span)] if span else ""


@lru_cache(maxsize=64)
def word_list(entries: tuple[str, ...]) -> WordList:
    """Return what to look for, from the entries of a list."""
    small = [entry.lower() for entry in entries]
    phrases = tuple(entry for entry in small if " " in entry)
    return WordList(
        words=frozenset(entry for entry in small if " " not in entry and not entry.startswith("-")),
        endings=tuple(entry[1:] for entry in small if entry.startswith("-")),
        leads=frozenset(entry.partition(" ")[0] for entry in phrases),
        phrases=any_of(phrases),
    )


class Cues(NamedTuple):
    """What a rule listens for, ready to be looked for."""

    openers: Beginnings  # what a reply begins with, in lower case
    qualifiers: Matcher  # what comments on something said
    pattern: Matcher | None  # what counts as an opener besides
    guesses: WordList  # “maybe”, “I think”
    sweeping: WordList  # “always”, “everybody”
    concessions: WordList  # “although”, “of course”
    denials: WordList  # “not”, “-n't”
    copulas: WordList  # “is”, “were”
    additions: WordList  # what announces one more example
    words: Mapping[str, float]  # the weights of single words
    first_words: Mapping[str, float]  # the weights of the first one, two or three words


def likely_on(texts: Sequence[str], cued: Sequence[bool], parts: LineMatcher) -> Iterator[frozenset[str]]:
    """Yield, for each of some texts, the evidence among `FILTERED` that may be seen there; `cued` tells of openers."""
    found = parts.among(texts)
    for at, opener in enumerate(cued):
        yield frozenset(name for name, likely in (("opener", opener), ("part", at in found)) if likely)
