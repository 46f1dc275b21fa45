"""`split-example`: a paragraph of an example that was given a bullet of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.bullet_fixes import paragraph
from linterbot.markup.document import Example
from linterbot.model import Hit
from linterbot.view.language import one_of
from linterbot.view.page_view import View
from linterbot.view.proper_names import names_in
from linterbot.view.work_titles import works

_SHORTEST = 6  # words


@dataclass(frozen=True)
class SplitExample(Check):
    """Finds top-level bullets that continue the one before: they begin with a pronoun and name nothing new.

    A bullet with a work, or with a person that is not in the bullet before, is an example of its own. Nested bullets
    are left to `nested-reply`, since under the bullet of a work or a person a pronoun is what one expects.
    """

    says: ClassVar[frozenset[str]] = frozenset({"opening"})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such bullet, with the one it continues."""
        document = view.document
        before: Example | None = None
        for example in view.examples:
            if example.parent is not None:
                continue
            if before is not None and before.section == example.section and not before.children:
                opening = self._opening(view, before, example)
                if opening:
                    fix = paragraph(document, before, example)
                    yield Hit(
                        document.words_span(example), {"opening": opening}, (document.words_span(before),), fix, 0.7
                    )
            before = example

    def _opening(self, view: View, before: Example, example: Example) -> str:
        continues, may_continue = self._openings
        if not may_continue.match(view.document.text, *example.line):
            return ""
        text = view.words(example)
        found = continues.match(text)
        if found is None or text.count(" ") < _SHORTEST or next(works(view.document, example), None) is not None:
            return ""
        known = view.whole(before)
        return found[0] if all(name in known for name in names_in(text, self.language)) and text[-1] != ":" else ""

    @cached_property
    def _openings(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """The pattern of such an opening in plain words, and a looser one for lines with their markup."""
        words = self.language
        joined = f"{one_of(words.conjunctions)},? {one_of(words.continuing_pronouns)}"
        either = rf"(?:{joined}|{one_of(words.split_openings)})\b"
        begins = one_of([*words.conjunctions, *words.split_openings])
        return re.compile(either, re.IGNORECASE), re.compile(rf"\W*{begins}", re.IGNORECASE)
