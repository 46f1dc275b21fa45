"""`split-example`: a paragraph of an example that was given a bullet of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.bullet_fixes import paragraph
from linterbot.markup.document import Example
from linterbot.model import Hit
from linterbot.view.language import one_of
from linterbot.view.page_view import View
from linterbot.view.proper_names import names_in
from linterbot.view.wake import Wake

_SHORTEST = 6  # words


class SplitExample(Check):
    """Finds top-level bullets that continue the one before: they begin with a pronoun and name nothing new.

    A bullet with a work, or with a person that is not in the bullet before, is an example of its own. Nested bullets
    are left to `nested-reply`, since under the bullet of a work or a person a pronoun is what one expects.
    """

    wakes: ClassVar[Wake] = Wake.EXAMPLES
    reads_words: ClassVar[bool] = True
    says: ClassVar[frozenset[str]] = frozenset({"opening"})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such bullet, with the one it continues."""
        document = view.document
        firsts, begins = view.first_words, self._begins
        for before, example in pairwise(view.top):
            if firsts[example.number] not in begins:
                continue
            if before.section == example.section and not before.children:
                opening = self._opening(view, before, example)
                if opening:
                    fix = paragraph(document, before, example)
                    span, above = document.words_span(example), document.words_span(before)
                    yield Hit(span, {"opening": opening}, (above,), fix, 0.7)

    def _opening(self, view: View, before: Example, example: Example) -> str:
        text = view.words(example)
        found = self._continues.match(text)
        if found is None or text.count(" ") < _SHORTEST or view.names_work(example):
            return ""
        if view.line(example).lstrip(" '\"").startswith("[["):  # the title of a page, such as “Her Lamp”
            return ""
        known = view.whole(before)
        return found[0] if all(name in known for name in names_in(text, self.language)) and text[-1] != ":" else ""

    @cached_property
    def _begins(self) -> frozenset[str]:
        """The first words of such openings."""
        return frozenset(word.lower() for word in (*self.language.conjunctions, *self.language.split_openings))

    @cached_property
    def _continues(self) -> re.Pattern[str]:
        words = self.language
        joined = f"{one_of(words.conjunctions)},? {one_of(words.continuing_pronouns)}"
        return re.compile(rf"(?:{joined}|{one_of(words.split_openings)})\b", re.IGNORECASE)
