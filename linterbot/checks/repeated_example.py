"""`repeated-example`: the same example told twice on a page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from linterbot.checks.base import Check
from linterbot.checks.lexicon import Heard
from linterbot.checks.wording import words_of
from linterbot.markup.document import Document, Example
from linterbot.markup.prose import WIKI_MARKS, plain
from linterbot.model import Edit, Facts, Fix, Hit, Markup, Safety, Span

_WORD = re.compile(r"\w+")
_SHINGLE = 5  # words
_BETWEEN = rf"(?:{WIKI_MARKS}|\W)*+"
_FIRST_WORDS = re.compile(rf"{_BETWEEN}(\w+){_BETWEEN}(\w*)")
_LONG = 8  # letters of a long word
_SHARE = 3  # one in so many long words must be shared for two examples to look alike
_SHORTEST_WORD = 2  # characters, with the blank after it
_COMMON = 4  # a run of words that more examples than this share says nothing


@dataclass(frozen=True)
class RepeatedExample(Check):
    """Finds examples of at least `words` words whose wording is the same, or `likeness` per cent the same.

    Almost the same counts only where both begin with the same name: on a work's page one scene may stand under
    two tropes.
    """

    words: int = 8
    likeness: int = 88

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each later telling, with the first one."""
        found: list[tuple[Example, Example]] = []
        for group in _begin_alike(document, self.words * _SHORTEST_WORD):
            told = [(one, _wording(document, one)) for one in group]
            found += self._pairs([(one, wording) for one, wording in told if len(wording) >= self.words])
        for later, earlier in sorted(found):
            fix = _remove(document, later, earlier)
            yield Hit(words_of(document, later), related=(words_of(document, earlier),), fix=fix)

    def _pairs(self, told: list[tuple[Example, tuple[str, ...]]]) -> Iterator[tuple[Example, Example]]:
        first: dict[tuple[str, ...], Example] = {}
        index: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, (example, wording) in enumerate(told):
            if wording in first:
                yield example, first[wording]
                continue
            first[wording] = example
            shingles = {wording[at : at + _SHINGLE] for at in range(len(wording) - _SHINGLE + 1)}
            if (like := self._most_alike(told, wording, shingles, index)) is not None:
                yield example, like
            for shingle in shingles:
                if len(index[shingle]) <= _COMMON:
                    index[shingle].append(number)

    def _most_alike(
        self,
        told: list[tuple[Example, tuple[str, ...]]],
        wording: tuple[str, ...],
        shingles: set[tuple[str, ...]],
        index: dict[tuple[str, ...], list[int]],
    ) -> Example | None:
        shared: dict[int, int] = defaultdict(int)
        for shingle in shingles:
            for number in index.get(shingle, ()):
                shared[number] += 1
        for number, count in sorted(shared.items(), key=lambda one: -one[1])[:3]:
            example, other = told[number]
            if count * 3 >= len(shingles) and other[:2] == wording[:2] and self._alike(wording, other):
                return example
        return None

    def _alike(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        from rapidfuzz.distance import Indel  # here, because most pages never need it

        return Indel.normalized_similarity(one, other, score_cutoff=self.likeness / 100) > 0


def _begin_alike(document: Document, shortest: int) -> list[list[Example]]:
    """Return the examples that could be told twice, by their first two words: all others need no closer look."""
    text, first_words = document.text, _FIRST_WORDS
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in document.examples:
        if example.span.end - example.line.start < shortest:
            continue
        if (found := first_words.match(text, *example.line)) is not None:
            groups[" ".join(found.groups()).lower()].append(example)
    return [kept for group in groups.values() if len(group) > 1 and (kept := _look_alike(document, group))]


def _look_alike(document: Document, group: list[Example]) -> list[Example]:
    """Return those that share a good part of their long words, each with the word after it, with another one."""
    index: dict[str, list[int]] = defaultdict(list)
    kept: set[int] = set()
    for place, example in enumerate(group):
        words = example.line.of(document.text).split()
        sketch = {word + after for word, after in pairwise(words) if len(word) >= _LONG} or set(words)
        lists = [index[word] for word in sketch]
        alike = [one for one, count in Counter(chain.from_iterable(lists)).items() if count * _SHARE >= len(sketch)]
        if alike:
            kept.update(alike, (place,))
        for places in lists:
            if len(places) < _COMMON:
                places.append(place)
    return [group[place] for place in sorted(kept)]


def _wording(document: Document, example: Example) -> tuple[str, ...]:
    words = example.line.of(document.text)
    if example.continuations:
        words = " ".join([words, *(span.of(document.text) for span in example.continuations)])
    return tuple(_WORD.findall(plain(words, document.markup).lower()))


def _remove(document: Document, later: Example, earlier: Example) -> Fix | None:
    """Removing a second verbatim copy in one list is safe; which of two sections keeps it, a person decides."""
    text = document.text
    alone = not later.children and (later.parent, later.section) == (earlier.parent, earlier.section)
    if document.markup is Markup.RENDERED or not alone or later.span.of(text) != earlier.span.of(text):
        return None
    end = text.find("\n", later.span.end)
    start, end = (later.span.start, end + 1) if end != -1 else (_line_break_before(text, later.span.start), len(text))
    return Fix((Edit(Span(start, end), ""),), Safety.SAFE, "Remove the second copy")


def _line_break_before(text: str, at: int) -> int:
    if text[at - 2 : at] == "\r\n":
        return at - 2
    return at - 1 if at else 0
