"""`bare-example`: an example that names somebody but does not say what they do there (a zero-context example)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import NO_PAIRS, Check
from linterbot.evidence.bare_example import EVIDENCE, QUESTIONS, Bullet, bullet_of, impossible, likely_on
from linterbot.evidence.bare_grammar import grammar
from linterbot.evidence.scoring import Scale, Weighed
from linterbot.markup.document import Example
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.language import one_of
from linterbot.view.page_kind import TROPE_SUBPAGE
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

_SENTENCE = 7  # spaces in a line above that says something itself
_COUNTED = 5_000  # characters of the line above, which may be endless and have many bullets under it
_MARKED_UP = 2  # with its markup, a line may have this many times more spaces
_INTRODUCES = ":,"  # a line that ends with one of these introduces something
_INDEX = 0.8  # a list in which this share of the bullets says nothing is an index
_SHORTEST_INDEX = 4  # bullets
_HEAD = re.compile(r"([^:]{1,70}):(?: |$)")
_QUOTATION = re.compile(r"[\"“][^\"”]{12,}[\"”][.!?]?$")


class BareExample(Check):
    """Weighs whether a bullet of at most `words` words says how it is an example, and asks for more if it does not.

    Bullets are exempt if they have bullets or further lines under them, if they introduce something (`…:`), if one of
    the templates `tagged` says that their context is missing, or if they begin with one of the tropes in
    `told-by-naming` (“Tagline: …”), whose example is the name itself. On trope subpages, a line of speech shows the
    trope. Lists of nothing but names are exempt, since those are indexes. `weights` says how much each piece of
    evidence counts; the weights are learned (docs/decisions/0005). Bullets are reported at confidence `threshold` or
    higher. The fix marks the bullet with `tag`, where a wiki has a template for that.
    """

    wakes: ClassVar[Wake] = Wake.EXAMPLES
    reads_words: ClassVar[bool] = True
    says: ClassVar[frozenset[str]] = frozenset({"evidence"})
    evidence: ClassVar[Mapping[str, str]] = EVIDENCE

    words: int = 14
    tagged: tuple[str, ...] = ()
    tag: str = ""
    told_by_naming: tuple[str, ...] = ()
    weights: Mapping[str, float] = NO_PAIRS
    threshold: float = 0.5

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each bullet that says too little, with the evidence."""
        found = self._found(view)
        if not found:
            return
        bullets = Counter(example.section for example in view.examples)
        bare = Counter(example.section for example, _ in found)
        for example, weighed in found:
            if bare[example.section] >= max(_SHORTEST_INDEX, _INDEX * bullets[example.section]):
                continue
            values = {"evidence": ", ".join(weighed.strongest)}
            words = view.document.words_span(example)
            yield Hit(words, values, fix=self._fix(view, words), confidence=weighed.confidence)

    def _found(self, view: View) -> list[tuple[Example, Weighed]]:
        """Return the bullets that say too little, wherever they are."""
        most = self.words * _MARKED_UP
        spaces = view.spaces
        alone = [
            example
            for example in view.examples
            if not example.children and not example.continuations and spaces[example.number] < most
        ]
        view.words_of(alone)
        short = [example for example in alone if self._may_be_bare(view, example)]
        words = view.words_of(short)
        known: dict[tuple[str, bool], Weighed | None] = {}  # because lines are repeated on long pages
        found: list[tuple[Example, Weighed]] = []
        rules = grammar(self.language)
        for example, text, likely in zip(short, words, likely_on(words, rules), strict=True):
            key = text, _carried(view, example)
            if key not in known:
                bullet = bullet_of(*key, rules, likely)
                known[key] = self._scale.weigh(bullet, impossible(bullet))
            if (weighed := known[key]) is not None:
                found.append((example, weighed))
        return found

    def _fix(self, view: View, words: Span) -> Fix | None:
        """Return an unsafe fix: whoever knows the work should rather explain it."""
        if not self.tag or view.document.markup is not Markup.MEDIAWIKI:
            return None
        call = f"{{{{{self.tag}}}}}"
        return Fix((Edit(Span(words.end, words.end), f" {call}"),), Safety.UNSAFE, "tag-example", call)

    def evidence_on(self, view: View, example: Example) -> dict[str, str]:
        """Return all the evidence seen in a bullet, in words, by its names."""
        bullet = bullet_of(view.words(example), _carried(view, example), grammar(self.language))
        return {name: words for question in QUESTIONS for name, words in question.ask(bullet)}

    def _may_be_bare(self, view: View, example: Example) -> bool:
        """Whether a bullet is short enough, introduces nothing, and is not exempt."""
        words = view.words(example)
        if not words or words.count(" ") >= self.words:
            return False
        if words[-1] in _INTRODUCES and _introduces(view, example):
            return False
        if view.kind.name == TROPE_SUBPAGE and _QUOTATION.search(words):
            return False
        head = _HEAD.match(words) if ":" in words else None
        return not (head and self._named_only.fullmatch(head[1])) and not view.tagged(example, self.tagged)

    @cached_property
    def _named_only(self) -> re.Pattern[str]:
        return re.compile(one_of(self.told_by_naming), re.IGNORECASE)

    @cached_property
    def _scale(self) -> Scale[Bullet]:
        return Scale(QUESTIONS, self.weights, self.threshold)


def _introduces(view: View, example: Example) -> bool:
    """Whether anything but the next bullet comes after a line that ends with a colon."""
    document = view.document
    if document.markup is Markup.RENDERED or view.words(example)[-1] != ":":
        return True
    following = document.examples[example.number + 1 : example.number + 2]
    if not following or following[0].depth > example.depth:
        return True
    between = Span(example.span.end, following[0].marker.start)
    return bool(view.shown(view.markup(between)))


def _carried(view: View, example: Example) -> bool:
    """Whether the line above a bullet says something itself."""
    parent = view.document.parent(example)
    above = view.words(parent) if parent is not None else ":"
    return not above.endswith(":") and above.count(" ", 0, _COUNTED) >= _SENTENCE
