"""`only-child`: the only item at its level under an example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from linterbot.checks.base import Check
from linterbot.checks.lexicon import Heard
from linterbot.checks.repairs import join
from linterbot.checks.wording import words_of
from linterbot.markup.document import Document
from linterbot.model import Facts, Hit


@dataclass(frozen=True)
class OnlyChild(Check):
    """Finds an item that stands alone under its parent; the repair joins both on one line."""

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each lone item, with its parent."""
        for parent in document.examples:
            if len(parent.children) == 1:
                (child,) = document.children(parent)
                span = words_of(document, child)
                if span.start < span.end:
                    yield Hit(span, related=(words_of(document, parent),), fix=join(document, parent, child))
