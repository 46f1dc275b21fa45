"""`deep-example`: a bullet nested deeper than example lists go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.model import Hit
from linterbot.view.page_view import View
from linterbot.view.wake import Wake


class DeepExample(Check):
    """Finds the first bullet of each list that is nested deeper than `levels`."""

    wakes: ClassVar[Wake] = Wake.NESTED
    says: ClassVar[frozenset[str]] = frozenset({"level", "levels"})

    levels: int = 3

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such bullet, with the one above it."""
        document = view.document
        for example in view.examples:
            parent = document.parent(example)
            if example.depth > self.levels and parent is not None and example.number == parent.children[0]:
                if parent.depth > self.levels:
                    continue
                values = {"level": str(example.depth), "levels": str(self.levels)}
                yield Hit(document.words_span(example), values, (document.words_span(parent),))
