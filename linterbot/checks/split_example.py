"""`split-example`: a paragraph of an example that was given a bullet of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.bullet_fixes import paragraph
from linterbot.markup.document import Document, Example
from linterbot.model import Facts, Hit
from linterbot.view.example_text import ExampleTexts
from linterbot.view.names import names_in
from linterbot.view.phrase_index import Heard
from linterbot.view.work_titles import works

_GOES_ON = re.compile(
    r"(?:(?:and|but|so|then|also|because|however|although),? (?:he|she|they|it|his|her|their|this|that)|"
    r"he|she|they|it|his|her|their|this|that|these|those|which)\b",
    re.IGNORECASE,
)
_MAY_GO_ON = re.compile(
    r"\W*(?:and|but|so|then|also|because|however|although|he|she|they|it|his|her|their|th|wh)", re.I
)
_SHORTEST = 6  # words


@dataclass(frozen=True)
class SplitExample(Check):
    """Finds top-level bullets that go on with the one before: they begin with a pronoun and name nothing new.

    Neither a work nor a person that the bullet before lacks may stand in them. Under a work's or a person's own bullet
    a pronoun is what one expects; there `nested-reply` looks.
    """

    says: ClassVar[frozenset[str]] = frozenset({"opening"})

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each bullet, with the one it goes on with."""
        texts = ExampleTexts(document)
        before: Example | None = None
        for example in document.examples:
            if example.parent is not None:
                continue
            if before is not None and before.section == example.section and not before.children:
                opening = self._opening(texts, before, example)
                if opening:
                    fix = paragraph(document, before, example)
                    yield Hit(
                        document.words_span(example), {"opening": opening}, (document.words_span(before),), fix, 0.7
                    )
            before = example

    def _opening(self, texts: ExampleTexts, before: Example, example: Example) -> str:
        if not _MAY_GO_ON.match(texts.document.text, *example.line):
            return ""
        text = texts.words(example)
        found = _GOES_ON.match(text)
        if found is None or text.count(" ") < _SHORTEST or next(works(texts.document, example), None) is not None:
            return ""
        known = texts.whole(before)
        return found[0] if all(name in known for name in names_in(text)) and text[-1] != ":" else ""
