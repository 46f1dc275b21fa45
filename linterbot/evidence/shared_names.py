"""Finds entries of one section that list the same people: they may be one entry, repeated in other words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from linterbot.view.page_view import View

CAST = 4  # names that two entries must share to list the same people
_SHORTEST = 5  # characters of a name that counts here, including the punctuation around it
_COMMAS = 2  # fewest commas in a list of four people
_COMMON = 4  # a name that this many earlier entries share proves nothing
_MARKS = "\"'“”‘’.,;:!?()[]{}_*|"


def same_casts(view: View, settled: set[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield (later, earlier ones) for the examples of one section that share at least `CAST` uncommon names."""
    lines = view.lines
    index: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    for example in view.examples:
        if lines[example.number].count(",") < _COMMAS or example.number in settled:
            continue
        words = lines[example.number].split()
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
