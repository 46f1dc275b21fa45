"""Finds entries of one section that list the same people: they may be one entry, repeated in other words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from linterbot.markup.document import Document

CAST = 4  # names that two entries must share to list the same people
_SHORTEST = 5  # characters of a name that counts here, including the punctuation around it
_COMMAS = 2  # fewest commas in a list of four people
_COMMON = 4  # a name that this many earlier entries share proves nothing
_MARKS = "\"'“”‘’.,;:!?()[]{}_*|"


def same_casts(document: Document, settled: set[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield (later, earlier ones) for the examples of one section that share at least `CAST` uncommon names."""
    text = document.text
    index: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    for example in document.examples:
        if example.number in settled or text.count(",", *example.line) < _COMMAS:
            continue
        words = example.line.of(text).split()
        capital = {word.strip(_MARKS) for word in words if len(word) >= _SHORTEST and not word.islower()}
        names = [word for word in capital if word[:1].isupper()]
        if len(names) < CAST:
            continue
        lists = [numbers for name in names if len(numbers := index[example.section, name]) < _COMMON]
        shared = Counter(number for numbers in lists for number in numbers)
        if close := sorted(number for number, count in shared.items() if count >= CAST):
            yield example.number, close
        for numbers in lists:
            numbers.append(example.number)
