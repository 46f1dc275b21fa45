"""Where a page's text is not markup (comments, nowiki, literal text), looked up fast however much of it there is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from linterbot.markup.document import Document
from linterbot.markup.spans import covered
from linterbot.model import Span
from linterbot.view.places import holds


class LiteralRanges:
    """The parts of a page that are literal text."""

    def __init__(self, document: Document) -> None:
        self._spans = sorted(document.opaque)
        self._starts = [span.start for span in self._spans]
        self._ends = [span.end for span in self._spans]

    def holds(self, at: int) -> bool:
        """Whether an offset is inside literal text."""
        return holds(self._spans, at)

    def hidden(self, words: str, place: Span) -> str:
        """Return the words at a place with spaces in place of literal text; every character keeps its offset."""
        inside = self._spans[bisect_right(self._ends, place.start) : bisect_left(self._starts, place.end)]
        cuts = ((max(0, one.start - place.start), min(len(words), one.end - place.start)) for one in inside)
        return covered(words, ((cut, " ") for cut in cuts)) if inside else words
