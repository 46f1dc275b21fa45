"""The words and phrases by which `nested-reply` knows a remark, made ready to be looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from linterbot.view.phrase_index import Beginnings
from linterbot.view.phrase_matcher import LineMatcher, Matcher
from linterbot.view.word_forms import holds

FILTERED = ("opener", "part")  # evidence that is searched for on a whole page at once


class WordList(NamedTuple):
    """Words and phrases of one kind: “maybe”, “-n't” (an ending), “to be fair”."""

    words: frozenset[str]
    endings: tuple[str, ...]
    phrases: tuple[str, ...]

    def first_in(self, said: str, words: Sequence[str], known: frozenset[str]) -> str:
        """Return one of them that is in a text, "" if there is none; the text also comes as words, and as their set."""
        if not self.words.isdisjoint(known):
            return next(word for word in words if word in self.words)
        for ending in self.endings:
            if ending in said and (found := next((word for word in words if word.endswith(ending)), "")):
                return found
        return next((phrase for phrase in self.phrases if phrase in said and holds(said, phrase)), "")


@lru_cache(maxsize=64)
def word_list(entries: tuple[str, ...]) -> WordList:
    """Return what to look for, from the entries of a list."""
    small = [entry.lower() for entry in entries]
    return WordList(
        words=frozenset(entry for entry in small if " " not in entry and not entry.startswith("-")),
        endings=tuple(entry[1:] for entry in small if entry.startswith("-")),
        phrases=tuple(entry for entry in small if " " in entry),
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
    first_words: Mapping[str, float]  # the weights of the first words, one or several together
    longest_start: int  # how many words the longest of these has


def likely_on(texts: Sequence[str], cued: Sequence[bool], parts: LineMatcher) -> Iterator[frozenset[str]]:
    """Yield, for each of some texts, the evidence among `FILTERED` that may be seen there; `cued` tells of openers."""
    found = parts.among(texts)
    for at, opener in enumerate(cued):
        yield frozenset(name for name, likely in (("opener", opener), ("part", at in found)) if likely)
