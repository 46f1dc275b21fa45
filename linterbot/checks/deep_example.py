"""`deep-example`: a bullet nested deeper than example lists go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Document
from linterbot.model import Facts, Hit
from linterbot.view.phrase_index import Heard


@dataclass(frozen=True)
class DeepExample(Check):
    """Finds the first bullet of each list that is nested deeper than `levels`."""

    says: ClassVar[frozenset[str]] = frozenset({"level", "levels"})

    levels: int = 3

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each such bullet, with the one above it."""
        for example in document.examples:
            parent = document.parent(example)
            if example.depth > self.levels and parent is not None and example.number == parent.children[0]:
                if parent.depth > self.levels:
                    continue
                values = {"level": str(example.depth), "levels": str(self.levels)}
                yield Hit(document.words_span(example), values, (document.words_span(parent),))
