"""`only-child`: the only item at its level under an example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from linterbot.checks.base import Check
from linterbot.checks.lexicon import Heard
from linterbot.checks.wording import words_of
from linterbot.markup.document import Document, Example
from linterbot.model import Edit, Facts, Fix, Hit, Markup, Safety, Span


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
                    yield Hit(span, related=(words_of(document, parent),), fix=_join(document, parent, child))


def _join(document: Document, parent: Example, child: Example) -> Fix | None:
    """A person has to agree: the words may need rewriting. Rendered text cannot be repaired at all."""
    between = document.text[parent.line.end : child.marker.start]
    if document.markup is Markup.RENDERED or parent.continuations or child.children or between.strip():
        return None
    gap = Span(parent.line.end, words_of(document, child).start)
    return Fix((Edit(gap, " "),), Safety.UNSAFE, "Join it to the example above")
