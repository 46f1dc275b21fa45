"""`phrase`: words that do not belong on a page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from linterbot.checks.base import Check
from linterbot.markup.document import Document
from linterbot.model import Facts, Hit, Span
from linterbot.view.phrase_index import Heard, Phrases

_FOREVER = 1 << 62


@dataclass(frozen=True)
class Phrase(Check):
    """Finds literal `phrases` (whole words, any case) and RE2 `patterns`, except inside a phrase in `unless`.

    With `examples-only`, only examples are searched.
    """

    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    examples_only: bool = False

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each match outside comments and literal text."""
        opaque = sorted([*document.opaque, *heard.of(Phrases(self.unless))])
        examples = [example.span for example in document.examples] if self.examples_only else None
        for span in heard.of(Phrases(self.phrases, self.patterns)):
            if not _inside(span, opaque) and (examples is None or _inside(span, examples)):
                yield Hit(span)

    def listens(self) -> tuple[Phrases, ...]:
        """Return the phrases, and those that excuse them."""
        return Phrases(self.phrases, self.patterns), Phrases(self.unless)


def _inside(span: Span, others: list[Span]) -> bool:
    index = bisect_right(others, Span(span.start, _FOREVER)) - 1
    return index >= 0 and others[index].end >= span.end
