"""`bare-example`: an example that names somebody and does not say what they do there (a zero-context example)."""

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

_SENTENCE = 7  # words of a line above that tells something
_LONGEST_WORD = 40  # characters, with the markup round it
_MARKED_UP = 2  # so many times more blanks may stand in a line with its markup
_INTRODUCES = ":,"  # what a line ends with that something is to follow
_INDEX = 0.8  # a list in which so many say nothing is no list of examples
_SHORTEST_INDEX = 4


@dataclass(frozen=True)
class BareExample(Check):
    """Weighs whether a bullet of at most `words` words tells how it is an example, and asks for more where it does not.

    Bullets with others under them, with lines of their own, and those that introduce something (`…:`) are left
    alone; so are the sections named in `unless`, and lists that are nothing but names: those are indexes. What the
    evidence counts is in `weights`, which are learned (docs/decisions/0005); it is told from `threshold` on.
    """

    says: ClassVar[frozenset[str]] = frozenset({"evidence"})
    evidence: ClassVar[Mapping[str, str]] = EVIDENCE

    words: int = 14
    unless: tuple[str, ...] = ()
    weights: dict[str, float] = field(default_factory=dict)
    threshold: float = 0.5

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each bullet that names and does not tell, with what is missing."""
        texts = ExampleTexts(document)
        known: dict[tuple[str, int | None], Weighed | None] = {}  # lines repeat on long pages
        for bullets in self._lists(document):
            found = [(one, weighed) for one in bullets if (weighed := self._weighed(texts, one, known))]
            if len(found) >= max(_SHORTEST_INDEX, _INDEX * len(bullets)):
                continue
            for one, weighed in found:
                values = {"evidence": ", ".join(weighed.strongest)}
                yield Hit(document.words_span(one), values, confidence=weighed.confidence)

    def evidence_on(self, texts: ExampleTexts, example: Example) -> dict[str, str]:
        """Return what is seen on a bullet, in words, by the names of the evidence."""
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
            asked = self._asked(line, texts, example)
            bullet = (
                bullet_of(texts.words(example), _carried(texts, example), grammar(self.language)) if asked else None
            )
            known[key] = self._scale.weigh(bullet) if bullet else None
        return known[key]

    def _asked(self, line: str, texts: ExampleTexts, example: Example) -> bool:
        """Whether a bullet is short enough, and stands for itself."""
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
    """Whether the line above a bullet tells something itself."""
    parent = texts.document.parent(example)
    above = texts.words(parent) if parent is not None else ":"
    return not above.endswith(":") and above.count(" ") >= _SENTENCE
