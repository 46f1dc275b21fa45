"""The evidence that `bare-example` weighs: what a bare name looks like, and what an example that says something."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from linterbot.evidence.bare_grammar import FILTERED, Grammar
from linterbot.evidence.scoring import Question, Seen

_TITLE = re.compile(r"[^:]{1,70}: (?=\S)")
_TOKEN = re.compile(r"[\w'’-]+")
_FEW = 6  # words in all
_LONGEST = 2_000  # characters; nobody writes a few words that are longer
_TELLING, _MANY = 4, 6  # words that say something: enough of them, and more than enough

EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "at-first": "the starting weight, before any evidence",
        "no-verb": "nobody does anything: no verb is found",
        "acts": "a verb follows a name or a pronoun",
        "thing-acts": "a verb follows a thing, as in “The kitchen ceiling drips.”",
        "many-act": "several do something, as in “The cats charge a toll”",
        "doing": "somebody is doing something, as in “Lorcan stealing the lantern”",
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
    """A bullet as the questions see it."""

    text: str  # as a reader sees it
    body: str  # the text after a title and a colon, or all of it
    tokens: list[str]  # the words of the body
    telling: int  # how many of them say something
    carried: bool  # whether the line above says something itself
    grammar: Grammar
    likely: frozenset[str]  # the evidence, among `FILTERED`, that a search found likely


def likely_on(texts: Sequence[str], grammar: Grammar) -> list[frozenset[str]]:
    """Return, for each of some texts, the evidence among `FILTERED` that may be seen there, by one search for each."""
    found = [(name, one.among(texts)) for name, one in zip(FILTERED, grammar.filters, strict=True)]
    return [frozenset(name for name, numbers in found if at in numbers) for at in range(len(texts))]


def bullet_of(text: str, carried: bool, grammar: Grammar, likely: frozenset[str] = frozenset(FILTERED)) -> Bullet:
    """Return a bullet as the questions see it, from its text as a reader sees it; of an endless one, the beginning."""
    text = text[:_LONGEST]
    title = _TITLE.match(text) if ":" in text else None
    body = text[title.end() :] if title else text
    tokens = _TOKEN.findall(body)
    telling = sum(1 for word in tokens if word[0].islower() and word not in grammar.empty)
    return Bullet(text, body, tokens, telling, carried, grammar, likely)


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
    words, likely = bullet.grammar, bullet.likely
    if "stand-in" in likely and (found := words.stand_in.search(bullet.body)) is not None:
        yield "stand-in", f"it says “{found[0].rstrip('.!')}” instead of what happens"
    if "called-example" in likely and (found := words.example.search(bullet.body)) is not None:
        yield "called-example", f"it says “{found[0]}” instead of how"
    if words.holds.match(bullet.text):
        yield "holds", "it only says that somebody is there"
    if words.goes_on.match(bullet.body):
        yield "goes-on", "it continues something"


def _action(bullet: Bullet) -> Seen:
    words, likely, body = bullet.grammar, bullet.likely, bullet.body
    if "acts" in likely and words.acts.search(body) is not None:
        yield "acts", "somebody does something"
    elif "thing-acts" in likely and words.thing_acts.search(body) is not None:
        yield "thing-acts", "something happens"
    elif "many-act" in likely and words.many_act.search(body) is not None:
        yield "many-act", "several do something"
    elif "doing" in likely and words.doing.search(body) is not None:
        yield "doing", "somebody is doing something"
    elif words.verbs.isdisjoint(map(str.lower, bullet.tokens)):
        yield "no-verb", "nobody does anything"
        if 0 < bullet.telling <= _TELLING // 2:
            yield "two-words", "only a word or two say something"
        if len(bullet.tokens) <= _FEW:
            yield "few-words", "it is very short"
    if "reason" in likely and words.reason.search(body):
        yield "reason", "it gives a reason or a time"


def impossible(bullet: Bullet) -> frozenset[str]:
    """Return the evidence that cannot be on a bullet, by what is known of it before any question."""
    return _impossible(bullet.likely, len(bullet.tokens) > _FEW, bullet.telling > _TELLING // 2)


@cache
def _impossible(likely: frozenset[str], long: bool, telling: bool) -> frozenset[str]:
    unlikely = frozenset(FILTERED) - likely
    return unlikely | ({"few-words"} if long else set()) | ({"two-words"} if telling else set())


QUESTIONS = (
    Question(_content, ("only-names", "telling", "at-length", "carried")),
    Question(_phrasing, ("stand-in", "called-example", "holds", "goes-on")),
    Question(_action, ("acts", "no-verb", "two-words", "few-words", "thing-acts", "many-act", "doing", "reason")),
)
