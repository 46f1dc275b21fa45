"""Which nested bullets a second reader is asked about, and what it sees of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from linterbot.evidence.reply_bullet import Bullet
from linterbot.evidence.scoring import Weighed
from linterbot.evidence.second_reading import MOST_READ, Doubt, Opinion, Passage, Remembering
from linterbot.markup.document import Example
from linterbot.view.page_view import View

_LONGEST = 600  # characters of each text; a reader looks at fewer


def opinions_on(
    found: Sequence[tuple[Bullet, Weighed]], reader: Remembering | None, doubt: Doubt, threshold: float
) -> list[Opinion | None]:
    """Return what a reader says of each bullet, None where it is not asked.

    It is asked about doubtful bullets, as far as it looks at them.
    """
    out: list[Opinion | None] = [None] * len(found)
    if reader is None:
        return out
    passages, doubtful = {}, {}
    for number, (bullet, weighed) in enumerate(found):
        if doubt.least <= weighed.confidence <= doubt.most:
            seen = passage(bullet.view, bullet.example, bullet.parent)
            if reader.looks_at(seen, _rows(bullet)):
                passages[number], doubtful[number] = seen, weighed.confidence
    numbers = in_most_doubt(doubtful, threshold)
    if numbers:
        for number, opinion in zip(numbers, reader.read([passages[one] for one in numbers]), strict=True):
            out[number] = opinion
    return out


def in_most_doubt(likelihoods: Mapping[int, float], threshold: float) -> list[int]:
    """Return the numbers of the bullets that are read, in order: as many as are read of one page."""
    return sorted(sorted(likelihoods, key=lambda number: abs(likelihoods[number] - threshold))[:MOST_READ])


def _rows(bullet: Bullet) -> set[int]:
    """Return the rows of a bullet and of its parent; a comment may spread either over several."""
    document, lines = bullet.view.document, (bullet.example.line, bullet.parent.line)
    ends = [(document.position(one.start).row, document.position(max(one.start, one.end - 1)).row) for one in lines]
    return {row for first, last in ends for row in range(first, last + 1)}


def passage(view: View, example: Example, parent: Example) -> Passage:
    """Return a bullet as a second reader sees it."""
    items = view.document.examples
    at = parent.children.index(example.number)
    before = items[parent.children[at - 1]] if at else None
    above = items[parent.parent] if parent.parent is not None else None

    def words(one: Example | None) -> str:
        return view.words(one)[:_LONGEST] if one is not None else ""

    alone = len(parent.children) == 1
    return Passage(words(example), words(parent), words(above), words(before), alone)
