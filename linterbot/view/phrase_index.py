"""Listens for the phrases of all rules at once, in one pass over a page, however many rules and phrases there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from linterbot.model import Span
from linterbot.view.phrase_matcher import any_of

_WORD_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"
_WORD_SIGNS = frozenset(_WORD_LETTERS)


class Phrases(NamedTuple):
    """What one check listens for, anywhere on a page."""

    literal: tuple[str, ...] = ()  # whole words, in any case
    patterns: tuple[str, ...] = ()  # RE2 patterns


class Heard:
    """What was heard on one page, for each check that listens."""

    def __init__(self, text: str, literal: Mapping[Phrases, list[tuple[int, int]]], patterns: bool) -> None:
        self._text = text
        self._literal = literal
        self._patterns = patterns  # whether any pattern of any rule occurs at all

    def of(self, phrases: Phrases) -> list[Span]:
        """Return where these phrases are: in order, none inside another, the longest of those that begin together."""
        if phrases.patterns and self._patterns:
            return [Span(*place) for place in any_of(phrases.literal, phrases.patterns).spans(self._text)]
        out: list[Span] = []
        at = 0
        for start, end in sorted(self._literal.get(phrases, ()), key=lambda one: (one[0], -one[1])):
            if start >= at:
                out.append(Span(start, end))
                at = end
        return out


class PhraseIndex:
    """All phrases that some checks listen for.

    google-re2 finds the phrases in one linear pass, but only those that do not overlap. Phrases that begin inside one
    of them, or together with it, are looked up afterwards.
    """

    def __init__(self, wanted: Iterable[Phrases]) -> None:
        wanted = tuple(wanted)
        self._wanted: dict[str, list[tuple[str, Phrases]]] = defaultdict(list)  # by the first letter
        for phrases in wanted:
            for phrase in map(str.lower, phrases.literal):
                self._wanted[phrase[:1]].append((phrase, phrases))
        self._known = frozenset(phrase for same_letter in self._wanted.values() for phrase, _ in same_letter)
        literal = tuple(dict.fromkeys(phrase for phrases in wanted for phrase in phrases.literal))
        patterns = tuple(dict.fromkeys(pattern for phrases in wanted for pattern in phrases.patterns))
        self._literal = any_of(literal) if literal else None
        self._patterns = any_of((), patterns) if patterns else None
        self._near: dict[str, list[tuple[int, str, Phrases]]] = {}

    def listen(self, text: str) -> Heard:
        """Return what is heard in a text."""
        heard: dict[Phrases, list[tuple[int, int]]] = defaultdict(list)
        for start, end in self._literal.spans(text) if self._literal else ():
            for offset, phrase, phrases in self._beginning_in(text[start:end].lower()):
                stop = start + offset + len(phrase)
                if stop <= end or (text[start + offset : stop].lower() == phrase and _ends_word(text, stop)):
                    heard[phrases].append((start + offset, stop))
        return Heard(text, heard, self._patterns is not None and self._patterns.found_in(text))

    def _beginning_in(self, words: str) -> list[tuple[int, str, Phrases]]:
        """Return (offset, phrase, listener) of each phrase that is in the words found, or that may begin in them.

        RE2 matches a few letters of other alphabets with English ones; words that only look like a phrase give nothing.
        """
        if words in self._known and words not in self._near:
            self._near[words] = list(self._look_up(words))
        return self._near.get(words, [])

    def _look_up(self, words: str) -> Iterator[tuple[int, str, Phrases]]:
        for offset in range(len(words)):
            if offset and _in_word(words[offset - 1]) and _in_word(words[offset]):
                continue
            rest = words[offset:]
            for phrase, phrases in self._wanted.get(rest[0], ()):
                whole = rest.startswith(phrase) and _ends_word(rest, len(phrase))
                if whole or (phrase.startswith(rest) and len(phrase) > len(rest)):
                    yield offset, phrase, phrases


@lru_cache(maxsize=64)
def phrase_index(wanted: tuple[Phrases, ...]) -> PhraseIndex:
    """Return the index for these phrases; the same phrases share one, and what it has looked up."""
    return PhraseIndex(wanted)


class Beginnings:
    """Phrases that a text may begin with, as whole words; only those with its first word are compared."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for phrase in sorted(map(str.lower, phrases), key=len, reverse=True):
            self._by_word[_first_word(phrase)].append(phrase)

    def length(self, text: str) -> int:
        """Return the length of the longest phrase that a lower-case text begins with, 0 if there is none."""
        for phrase in self._by_word.get(_first_word(text), ()):
            if text.startswith(phrase) and text[len(phrase) : len(phrase) + 1] not in _WORD_SIGNS:
                return len(phrase)
        return 0


def _first_word(text: str) -> str:
    return text[: len(text) - len(text.lstrip(_WORD_LETTERS))]


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (_in_word(text[end - 1]) and _in_word(text[end]))


def _in_word(character: str) -> bool:
    """Whether RE2 takes a character for part of a word; it knows only the English alphabet."""
    return character.isascii() and (character.isalnum() or character == "_")
