"""`bare-example`: an example that names somebody and does not say what they do there (a zero-context example)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from linterbot.checks.base import Check
from linterbot.checks.lexicon import Heard
from linterbot.checks.media import same
from linterbot.checks.told import Told
from linterbot.checks.weighing import Question, Scale, Seen
from linterbot.checks.wording import words_of
from linterbot.markup.document import Document, Example
from linterbot.model import Facts, Hit

_FORM = """
a about after again against all also an and any are as at be been before being between both but by can could did do
does down during each every few for from get gets go goes got had has have he her here him his how i if in into is it
its just make makes many may me might more most much must my no nor not now of off on only or our out over should so
some still such than that the their them then there these they this those through to too under up upon us very was we
were what when where which while who whom whose why will with would yes you your
"""
_VERBS = """
am is are was were be been being has have had do does did can could will would may might must should shall isn't
aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't can't couldn't won't wouldn't he's she's it's
they're there's who's that's gets got goes went makes made takes took comes came becomes became shows turns uses
seems fights kills tries wants keeps
"""
_VERB_WORDS = frozenset(_VERBS.split())
_EMPTY_WORDS = _VERB_WORDS | frozenset(_FORM.split())
_ACTS = re.compile(
    r"(?:\b(?!(?:The|An?)\b)[A-Z][\w'’.-]*|\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Yy]ou|I|[Ww]e|who|which|that|one))"
    r"\)?[\"”_]?,? "
    r"(?:(?:also|then|often|never|always|even|still|just|once|only|finally|later|\w+ly) )?"
    r"(?!(?:has|does|is|was|as|plus|this|its|us|versus|becomes|qualifies|counts|fits|features|includes)\b)"
    r"(?!\w+(?:ous|less|wards|ss|ics)\b)"
    r"[a-z]{2,}(?:s|ed|ght|ook|ave|ame|old|ept|eft|ost|ent|ade|aid|oke|ove|ore|ell|ung|ank)\b(?!['’])"
)
_STAND_IN = re.compile(
    r"\b(?:do(?:es|ing|ne)?|did|is|are|was|were|be|being|becom(?:es?|ing)|became|qualif(?:y|ies)(?: as)?|counts? as|"
    r"fits?|has|have|uses?|mak(?:es?|ing) (?:him|her|it|them)) (?:\w+ ){0,2}"
    r"(?:this|one|it|examples?|these)\b(?! \w+s\b)|\bthis[.!]*$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\b(?:examples?|of this|instances?|standard|classic|textbook|trope)\b", re.IGNORECASE)
_HOLDS = re.compile(r"[^,.]* (?:has|have|had|features?|includes?) (?:both |the |a |an |its |some |several )?[A-Z]")
_REASON = re.compile(
    r"\b(?:because|when|after|before|while|until|since|by \w+ing|so that|in order|to [a-z]+|without|"
    r"during|where|if|as)\b"
)
_GOES_ON = re.compile(r"(?:he|she|it|they|and|but|his|her|then)\b", re.IGNORECASE)
_TITLE = re.compile(r"[^:]{1,70}: (?=\S)")
_TOKEN = re.compile(r"[\w'’-]+")
_FEW, _TELLING, _MANY = 6, 4, 6  # words in all; words that tell something; so many that they surely do
_LONGEST_WORD = 40  # characters, with the markup round it
_MARKED_UP = 2  # so many times more blanks may stand in a line with its markup
_SENTENCE = 7  # words of a line above that tells something
_INDEX = 0.8  # a list in which so many say nothing is no list of examples
_SHORTEST_INDEX = 4

EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "at-first": "the weight before anything is seen",
        "no-verb": "nobody does anything: no verb is found",
        "acts": "a verb follows a name or a pronoun",
        "only-names": "nothing but names, and words such as “and” or “from”",
        "two-words": "one word or two besides that",
        "stand-in": "it says “does this” or “is one” instead of what happens",
        "called-example": "it says that it is an example, a classic, a standard",
        "holds": "it says that a work has somebody, as in “Lanternfall has Sister Oda”",
        "few-words": "it is six words or less",
        "reason": "it holds “because”, “when”, “after”, “to …” or the like",
        "goes-on": "it begins with a pronoun, “and” or “but”: it goes on with something",
        "carried": "it stands under a line that tells something itself",
        "telling": "four words or more tell something",
        "at-length": "six words or more tell something",
    }
)


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
        told = Told(document)
        for bullets in self._lists(document):
            found = [hit for one in bullets if self._asked(told, one) and (hit := self._weighed(told, one))]
            if len(found) < max(_SHORTEST_INDEX, _INDEX * len(bullets)):
                yield from found

    def evidence_on(self, told: Told, example: Example) -> dict[str, str]:
        """Return what is seen on a bullet, in words, by the names of the evidence."""
        bullet = _bullet(told, example)
        return {name: words for question in _QUESTIONS for name, words in question.ask(bullet)}

    def _lists(self, document: Document) -> Iterator[list[Example]]:
        """Yield the bullets of each section that may hold examples."""
        excepted = {same(title) for title in self.unless}
        by_section: dict[int | None, list[Example]] = {}
        for example in document.examples:
            by_section.setdefault(example.section, []).append(example)
        for number, bullets in by_section.items():
            if number is None or same(document.sections[number].title) not in excepted:
                yield bullets

    def _asked(self, told: Told, example: Example) -> bool:
        """Whether a bullet is short enough, and stands for itself."""
        start, end = example.line
        if example.children or example.continuations or not 0 < end - start <= self.words * _LONGEST_WORD:
            return False
        if told.document.text.count(" ", start, end) >= self.words * _MARKED_UP:
            return False
        words = told.words(example)
        return bool(words) and words[-1] not in ":," and words.count(" ") < self.words

    def _weighed(self, told: Told, example: Example) -> Hit | None:
        weighed = self._scale.weigh(_bullet(told, example))
        if weighed is None:
            return None
        values = {"evidence": ", ".join(weighed.strongest)}
        return Hit(words_of(told.document, example), values, confidence=weighed.confidence)

    @cached_property
    def _scale(self) -> Scale[_Bullet]:
        return Scale(_QUESTIONS, self.weights, self.threshold)


class _Bullet(NamedTuple):
    """A bullet as the questions see it: its words, those after a title and a colon, and how many tell something."""

    text: str
    body: str
    tokens: list[str]
    telling: int
    carried: bool


def _bullet(told: Told, example: Example) -> _Bullet:
    text = told.words(example)
    title = _TITLE.match(text)
    body = text[title.end() :] if title else text
    tokens = _TOKEN.findall(body)
    telling = sum(1 for word in tokens if word[0].islower() and word not in _EMPTY_WORDS)
    parent = told.document.parent(example)
    above = told.words(parent) if parent is not None else ":"
    return _Bullet(text, body, tokens, telling, not above.endswith(":") and above.count(" ") >= _SENTENCE)


def _content(bullet: _Bullet) -> Seen:
    if not bullet.telling:
        yield "only-names", "there is nothing but names"
    if bullet.telling >= _TELLING:
        yield "telling", "it tells something"
    if bullet.telling >= _MANY:
        yield "at-length", "it tells something at length"
    if bullet.carried:
        yield "carried", "the line above tells what happens"


def _phrasing(bullet: _Bullet) -> Seen:
    if (found := _STAND_IN.search(bullet.body)) is not None:
        yield "stand-in", f"“{found[0].rstrip('.!')}” stands for what happens"
    if (found := _EXAMPLE.search(bullet.body)) is not None:
        yield "called-example", f"“{found[0]}” stands for how"
    if _HOLDS.match(bullet.text):
        yield "holds", "that somebody is there is all it says"
    if _GOES_ON.match(bullet.body):
        yield "goes-on", "it goes on with something"


def _action(bullet: _Bullet) -> Seen:
    if _ACTS.search(bullet.body) is not None:
        yield "acts", "somebody does something"
    elif not any(word.lower() in _VERB_WORDS for word in bullet.tokens):
        yield "no-verb", "nobody does anything"
        if 0 < bullet.telling <= _TELLING // 2:
            yield "two-words", "only a word or two tell something"
        if len(bullet.tokens) <= _FEW:
            yield "few-words", "it is very short"
    if _REASON.search(bullet.body):
        yield "reason", "it gives a reason or a time"


_QUESTIONS = (
    Question(_content, ("only-names", "telling", "at-length", "carried")),
    Question(_phrasing, ("stand-in", "called-example", "holds", "goes-on")),
    Question(_action, ("acts", "no-verb", "two-words", "few-words", "reason")),
)
