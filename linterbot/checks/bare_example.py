"""`bare-example`: an example that names somebody but does not say what they do there (a zero-context example)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.evidence.bare_example import EVIDENCE, QUESTIONS, Bullet, bullet_of, grammar
from linterbot.evidence.scoring import Scale, Weighed
from linterbot.markup.document import Document, Example
from linterbot.model import Facts, Hit
from linterbot.view.example_text import ExampleTexts
from linterbot.view.media_names import same
from linterbot.view.phrase_index import Heard

_SENTENCE = 7  # spaces in a line above that says something itself
_LONGEST_WORD = 40  # characters, including the markup around the word
_MARKED_UP = 2  # with its markup, a line may have this many times more spaces
_INTRODUCES = ":,"  # a line that ends with one of these introduces something
_INDEX = 0.8  # a list in which this share of the bullets says nothing is an index
_SHORTEST_INDEX = 4  # bullets


@dataclass(frozen=True)
class BareExample(Check):
    """Weighs whether a bullet of at most `words` words says how it is an example, and asks for more if it does not.

    Bullets are exempt if they have bullets or further lines under them, if they introduce something (`…:`), or if
    their section is named in `unless`. So are lists of nothing but names, since those are indexes. `weights` says how
    much each piece of evidence counts; the weights are learned (docs/decisions/0005). Bullets are reported at
    confidence `threshold` or higher.
    """

    says: ClassVar[frozenset[str]] = frozenset({"evidence"})
    evidence: ClassVar[Mapping[str, str]] = EVIDENCE

    words: int = 14
    unless: tuple[str, ...] = ()
    weights: dict[str, float] = field(default_factory=dict)
    threshold: float = 0.5

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each bullet that says too little, with the evidence."""
        texts = ExampleTexts(document)
        known: dict[tuple[str, int | None], Weighed | None] = {}  # because lines are repeated on long pages
        for bullets in self._lists(document):
            found = [(one, weighed) for one in bullets if (weighed := self._weighed(texts, one, known))]
            if len(found) >= max(_SHORTEST_INDEX, _INDEX * len(bullets)):
                continue
            for one, weighed in found:
                values = {"evidence": ", ".join(weighed.strongest)}
                yield Hit(document.words_span(one), values, confidence=weighed.confidence)

    def evidence_on(self, texts: ExampleTexts, example: Example) -> dict[str, str]:
        """Return all the evidence seen in a bullet, in words, by its names."""
        bullet = bullet_of(texts.words(example), _carried(texts, example), grammar(self.language))
        return {name: words for question in QUESTIONS for name, words in question.ask(bullet)}

    def _lists(self, document: Document) -> Iterator[list[Example]]:
        """Yield the bullets of each section that may hold examples."""
        excepted = {same(title, self.language) for title in self.unless}
        by_section: dict[int | None, list[Example]] = {}
        for example in document.examples:
            by_section.setdefault(example.section, []).append(example)
        for number, bullets in by_section.items():
            if number is None or same(document.sections[number].title, self.language) not in excepted:
                yield bullets

    def _weighed(
        self, texts: ExampleTexts, example: Example, known: dict[tuple[str, int | None], Weighed | None]
    ) -> Weighed | None:
        if example.children or example.continuations:
            return None
        line = example.line.of(texts.document.text)
        key = line, example.parent
        if key not in known:
            bullet = None
            if self._may_be_bare(line, texts, example):
                bullet = bullet_of(texts.words(example), _carried(texts, example), grammar(self.language))
            known[key] = self._scale.weigh(bullet) if bullet else None
        return known[key]

    def _may_be_bare(self, line: str, texts: ExampleTexts, example: Example) -> bool:
        """Whether a bullet is short enough and introduces nothing."""
        if not line or len(line) > self.words * _LONGEST_WORD or line[-1] in _INTRODUCES:
            return False
        if line.count(" ") >= self.words * _MARKED_UP:
            return False
        words = texts.words(example)
        return bool(words) and words[-1] not in _INTRODUCES and words.count(" ") < self.words

    @cached_property
    def _scale(self) -> Scale[Bullet]:
        return Scale(QUESTIONS, self.weights, self.threshold)


def _carried(texts: ExampleTexts, example: Example) -> bool:
    """Whether the line above a bullet says something itself."""
    parent = texts.document.parent(example)
    above = texts.words(parent) if parent is not None else ":"
    return not above.endswith(":") and above.count(" ") >= _SENTENCE
