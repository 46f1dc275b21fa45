"""`phrase`: words that do not belong on a page."""

from __future__ import annotations

from collections.abc import Iterator

from linterbot.checks.base import Check
from linterbot.model import Hit
from linterbot.view.page_view import View
from linterbot.view.phrase_index import Phrases
from linterbot.view.places import covers


class Phrase(Check):
    """Finds literal `phrases` (whole words, any case) and RE2 `patterns`, except inside a phrase in `unless`.

    Only the editor's own words count, not what is quoted, and no title. With `examples-only`, only examples are
    searched.
    """

    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    examples_only: bool = False

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each match in the editor's words."""
        found = view.heard(Phrases(self.phrases, self.patterns))
        excused = view.heard(Phrases(self.unless)) if found else []
        for span in found:
            if covers(excused, span) or (self.examples_only and not covers(view.example_spans, span)):
                continue
            if view.editor_says(span):
                yield Hit(span)

    def listens(self) -> tuple[Phrases, ...]:
        """Return the phrases, and those that excuse them."""
        return Phrases(self.phrases, self.patterns), Phrases(self.unless)
