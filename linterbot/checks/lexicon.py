"""Listens for the phrases of all rules at once: one pass over a page, however many rules and phrases there are."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from linterbot.checks.phrases import any_of
from linterbot.model import Span


class Phrases(NamedTuple):
    """What one check listens for, anywhere on a page: literal phrases (whole words, any case) and RE2 patterns."""

    literal: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


class Heard:
    """What was heard on one page, by who listens for it."""

    def __init__(self, text: str, literal: Mapping[Phrases, list[Span]], patterns: bool) -> None:
        self._text = text
        self._literal = literal
        self._patterns = patterns  # whether any pattern of any rule occurs at all

    def of(self, phrases: Phrases) -> list[Span]:
        """Return where these phrases stand: in order, none inside another, the longest of those that begin together."""
        if phrases.patterns and self._patterns:
            found = any_of(phrases.literal, phrases.patterns).finditer(self._text)
            return [Span(*one.span()) for one in found if one.start() < one.end()]
        out: list[Span] = []
        for span in sorted(self._literal.get(phrases, ()), key=lambda one: (one.start, -one.end)):
            if not out or span.start >= out[-1].end:
                out.append(span)
        return out


def within(heard: list[Span], place: Span) -> bool:
    """Whether anything was heard that begins inside a stretch of the page."""
    at = bisect_left(heard, (place.start, 0))
    return at < len(heard) and heard[at].start < place.end


class Lexicon:
    """All that some checks listen for.

    google-re2 finds the phrases in one linear pass, but tells only those that do not overlap; what begins inside
    or together with one of them is looked up by its first word.
    """

    def __init__(self, wanted: Iterable[Phrases]) -> None:
        wanted = tuple(wanted)
        self._by_first_word: dict[str, list[tuple[str, Phrases]]] = defaultdict(list)
        for phrases in wanted:
            for phrase in phrases.literal:
                self._by_first_word[_first_word(phrase)].append((phrase.lower(), phrases))
        literal = tuple(dict.fromkeys(phrase for phrases in wanted for phrase in phrases.literal))
        patterns = tuple(dict.fromkeys(pattern for phrases in wanted for pattern in phrases.patterns))
        self._literal = any_of(literal) if literal else None
        self._patterns = any_of((), patterns) if patterns else None

    def listen(self, text: str) -> Heard:
        """Return what is heard in a text."""
        heard: dict[Phrases, list[Span]] = defaultdict(list)
        for found in self._literal.finditer(text) if self._literal else ():
            for at in _word_starts(text, *found.span()):
                for phrase, phrases in self._by_first_word.get(_first_word(text[at : at + _LONGEST_WORD]), ()):
                    end = at + len(phrase)
                    if text[at:end].lower() == phrase and _ends_word(text, end):
                        heard[phrases].append(Span(at, end))
        return Heard(text, heard, self._patterns is not None and self._patterns.search(text) is not None)


@lru_cache(maxsize=64)
def lexicon(wanted: tuple[Phrases, ...]) -> Lexicon:
    """Return the lexicon for these phrases; the same rules share one."""
    return Lexicon(wanted)


_LONGEST_WORD = 60  # characters of a phrase's first word that are looked at


def _first_word(words: str) -> str:
    """Return what leads to a phrase: its letters up to the first that is none, or its first character."""
    lowered = words[:_LONGEST_WORD].lower()
    at = 0
    while at < len(lowered) and _in_word(lowered[at]):
        at += 1
    return lowered[:at] or lowered[:1]


def _word_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield each place from `start` to `end` where a phrase may begin."""
    for at in range(start, end):
        if at == start or not (_in_word(text[at - 1]) and _in_word(text[at])):
            yield at


def _ends_word(text: str, end: int) -> bool:
    return end == len(text) or not (_in_word(text[end - 1]) and _in_word(text[end]))


def _in_word(character: str) -> bool:
    """Whether RE2 takes a character for part of a word: it knows the English alphabet only."""
    return character.isascii() and (character.isalnum() or character == "_")
