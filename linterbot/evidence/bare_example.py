"""What tells a bare name from an example that says what happens: the evidence that `bare-example` weighs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from linterbot.evidence.scoring import Question, Seen

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

EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "at-first": "the starting weight, before any evidence",
        "no-verb": "nobody does anything: no verb is found",
        "acts": "a verb follows a name or a pronoun",
        "only-names": "there are only names, and words such as “and” or “from”",
        "two-words": "no verb is found, and only one or two words say something",
        "stand-in": "it says “does this” or “is one” instead of what happens",
        "called-example": "it calls itself an example, a classic or a standard",
        "holds": "it says that a work has somebody, as in “Lanternfall has Sister Oda”",
        "few-words": "no verb is found, and it has six words or fewer",
        "reason": "it contains “because”, “when”, “after”, “to …” or similar",
        "goes-on": "it begins with a pronoun, “and” or “but”: it continues something",
        "carried": "it is under a line that says something itself",
        "telling": "four or more words say something",
        "at-length": "six or more words say something",
    }
)


class Bullet(NamedTuple):
    """A bullet as the questions see it: its words, those after a title and a colon, and how many tell something."""

    text: str
    body: str
    tokens: list[str]
    telling: int
    carried: bool


def bullet_of(text: str, carried: bool) -> Bullet:
    """Return a bullet as the questions see it."""
    title = _TITLE.match(text)
    body = text[title.end() :] if title else text
    tokens = _TOKEN.findall(body)
    telling = sum(1 for word in tokens if word[0].islower() and word not in _EMPTY_WORDS)
    return Bullet(text, body, tokens, telling, carried)


def _content(bullet: Bullet) -> Seen:
    if not bullet.telling:
        yield "only-names", "there are only names"
    if bullet.telling >= _TELLING:
        yield "telling", "it says something"
    if bullet.telling >= _MANY:
        yield "at-length", "it says something at length"
    if bullet.carried:
        yield "carried", "the line above says what happens"


def _phrasing(bullet: Bullet) -> Seen:
    if (found := _STAND_IN.search(bullet.body)) is not None:
        yield "stand-in", f"it says “{found[0].rstrip('.!')}” instead of what happens"
    if (found := _EXAMPLE.search(bullet.body)) is not None:
        yield "called-example", f"it says “{found[0]}” instead of how"
    if _HOLDS.match(bullet.text):
        yield "holds", "it only says that somebody is there"
    if _GOES_ON.match(bullet.body):
        yield "goes-on", "it continues something"


def _action(bullet: Bullet) -> Seen:
    if _ACTS.search(bullet.body) is not None:
        yield "acts", "somebody does something"
    elif not any(word.lower() in _VERB_WORDS for word in bullet.tokens):
        yield "no-verb", "nobody does anything"
        if 0 < bullet.telling <= _TELLING // 2:
            yield "two-words", "only a word or two say something"
        if len(bullet.tokens) <= _FEW:
            yield "few-words", "it is very short"
    if _REASON.search(bullet.body):
        yield "reason", "it gives a reason or a time"


QUESTIONS = (
    Question(_content, ("only-names", "telling", "at-length", "carried")),
    Question(_phrasing, ("stand-in", "called-example", "holds", "goes-on")),
    Question(_action, ("acts", "no-verb", "two-words", "few-words", "reason")),
)
