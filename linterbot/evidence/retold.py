"""Finds examples that tell the same in other words: of one work, or under one name, with nearly the same nouns."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from linterbot.markup.document import Example
from linterbot.model import Markup
from linterbot.view.page_view import View
from linterbot.view.word_forms import form_words

_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_OPENING = 120  # characters at the beginning of an example that are searched for titles
_LONGEST = 2_000  # characters of an example that are compared
_SHORTEST = 4  # letters of a word that says something
_STEM = 5  # letters by which words are compared, whatever their endings
_FEWEST = 5  # words that both must say, besides names
_ENOUGH, _ELSEWHERE = 0.7, 0.75  # of the words that say something in the shorter one, in one section or in two
_MOST = 6  # examples of one work that are compared with each other
_RARE, _RARELY = 3, 4  # words in common that occur at most so often on the page


class _Told(NamedTuple):
    """What an example tells, as the beginnings of its longer words."""

    words: frozenset[str]
    nouns: frozenset[str]  # those of its words without a capital letter
    numbers: frozenset[str]


def retold(view: View, settled: set[int]) -> Iterator[tuple[int, int]]:
    """Yield (later, earlier) for the examples that tell the same as an earlier one."""
    told: dict[int, _Told] = {}
    for earlier, later in _candidates(view, settled):
        for number in (earlier, later):
            if number not in told:
                told[number] = _told(view, view.document.examples[number])
        if _alike(view, told, earlier, later):
            yield later, earlier


def _candidates(view: View, settled: set[int]) -> Iterator[tuple[int, int]]:
    """Yield (earlier, later) for the examples of one work that share rare words."""
    groups = list(_of_one_work(view, settled))
    often = Counter(view.lower.split()) if groups else Counter[str]()
    for numbers in groups:
        rare = [_rare(view.lines[number], often) for number in numbers]
        for at, later in enumerate(numbers):
            for earlier, words in zip(numbers[:at], rare, strict=False):
                if len(words & rare[at]) >= _RARE:
                    yield earlier, later


def _rare(line: str, often: Counter[str]) -> set[str]:
    return {word for word in line.lower().split() if len(word) >= _STEM and often[word] <= _RARELY}


def _of_one_work(view: View, settled: set[int]) -> Iterator[list[int]]:
    """Yield the numbers of the examples that name one work early on, or begin with one label; not too many at once."""
    groups: dict[str, list[int]] = defaultdict(list)
    for example in view.examples:
        if view.spaces[example.number] >= _FEWEST and example.number not in settled:
            line = view.line(example)
            if key := _title(view, line) or _label(line):
                groups[key].append(example.number)
    yield from (numbers for numbers in groups.values() if 1 < len(numbers) <= _MOST)


def _title(view: View, line: str) -> str:
    """Return the first title of a line if it is near its beginning, without what does not tell titles apart."""
    mark = "_" if view.document.markup is Markup.RENDERED else "''"
    at = line.find(mark, 0, _OPENING)
    end = line.find(mark, at + len(mark), at + _OPENING) if at >= 0 else -1
    words = _LETTERS.findall(line[at:end].lower()) if end > 0 else []
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _label(line: str) -> str:
    label, colon, _ = line[:_OPENING].partition(": ")
    return label.strip().lower() if colon else ""


def _told(view: View, example: Example) -> _Told:
    text = view.words(example)[:_LONGEST]
    known = form_words(view.language)
    title = {word[:_STEM] for word in _LETTERS.findall(_title(view, view.line(example)))}
    found = [word for word in _LETTERS.findall(text) if len(word) >= _SHORTEST and word.lower() not in known]
    words = {word[:_STEM].lower() for word in found} - title
    nouns = {word[:_STEM] for word in found if word.islower()} - title
    return _Told(frozenset(words), frozenset(nouns), frozenset(_NUMBER.findall(text)))


def _alike(view: View, told: dict[int, _Told], earlier: int, later: int) -> bool:
    one, other = told[earlier], told[later]
    first, second = view.document.examples[earlier], view.document.examples[later]
    if second.parent == earlier or _apart(one, other):
        return False
    enough = _ENOUGH if first.section == second.section else _ELSEWHERE
    return (
        len(one.nouns & other.nouns) >= _FEWEST
        and _share(one.nouns, other.nouns) >= _ENOUGH
        and _share(one.words, other.words) >= enough
    )


def _apart(one: _Told, other: _Told) -> bool:
    """Whether two examples have different numbers: the first film is not the second one."""
    return not (one.numbers <= other.numbers or other.numbers <= one.numbers)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter one is in the other, from 0 to 1."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 0.0
