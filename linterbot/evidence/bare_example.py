"""The evidence that `bare-example` weighs: what a bare name looks like, and what an example that says something."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from linterbot.evidence.scoring import Question, Seen
from linterbot.view.language import Language, any_or_none, one_of
from linterbot.view.phrase_matcher import LineMatcher

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


FILTERED = ("acts", "thing-acts", "doing", "stand-in", "called-example", "reason")  # evidence worth a search beforehand


class Grammar:
    """The words and patterns of one language that the questions need; each pattern is compiled when first needed."""

    def __init__(self, words: Language) -> None:
        self._words = words
        self.verbs = frozenset(words.verbs)  # verbs that say nothing by themselves
        self.empty = frozenset((*words.verbs, *words.form_words))  # all words that say nothing by themselves

    @cached_property
    def acts(self) -> re.Pattern[str]:
        """Somebody, followed by what looks like a verb."""
        return _acts(self._words)

    @cached_property
    def thing_acts(self) -> re.Pattern[str]:
        """A thing that does something: “the kitchen ceiling drips.”."""
        return _thing_acts(self._words)

    @cached_property
    def doing(self) -> re.Pattern[str]:
        """Somebody who is doing something: “Lorcan stealing the lantern”."""
        words = self._words
        return re.compile(rf"(?:{_somebody(words)}|{_determiner(words)}(?: [a-z'’-]+){{1,3}})[\"”]? {_doing(words)} \w")

    @cached_property
    def stand_in(self) -> re.Pattern[str]:
        """What is said instead of what happens: “does this”, “is one”, “plays it straight”."""
        words = self._words
        return re.compile(
            rf"\b{one_of(words.stand_in_verbs)} (?:\w+ ){{0,2}}{one_of(words.stand_ins)}\b"
            rf"(?! \w+s\b| {one_of(words.defining_words)}\b)"
            rf"|\b{one_of(words.stand_in_endings)}[.!]*$|\b{one_of(words.stock_phrases)}\b"
            rf"|\b{one_of(words.see_words)} (?:[^.,:;]{{1,40}} )?{one_of(words.place_pointers)}[.!]*$",
            re.IGNORECASE,
        )

    @cached_property
    def example(self) -> re.Pattern[str]:
        """What calls itself an example: “a classic”."""
        return re.compile(rf"\b{one_of(self._words.example_words)}\b", re.IGNORECASE)

    @cached_property
    def holds(self) -> re.Pattern[str]:
        """A beginning that says only that somebody is there: “Lanternfall has Sister Oda”."""
        words = self._words
        return re.compile(f"[^,.]* {one_of(words.holding_verbs)} {any_or_none(words.determiners, ' ')}[A-Z]")

    @cached_property
    def reason(self) -> re.Pattern[str]:
        """A reason or a time: “because”, “when”."""
        return re.compile(rf"\b{one_of(self._words.reasons)}\b")

    @cached_property
    def goes_on(self) -> re.Pattern[str]:
        """A beginning that continues something: “and”, “he”."""
        return re.compile(rf"{one_of(self._words.continuing_words)}\b", re.IGNORECASE)

    @cached_property
    def filters(self) -> tuple[LineMatcher, ...]:
        """For each of `FILTERED`, what every line has that its pattern matches."""
        return _filters(self._words)


grammar = lru_cache(maxsize=16)(Grammar)  # each language has one


def _filters(words: Language) -> tuple[LineMatcher, ...]:
    """Return looser forms of the patterns, which RE2 finds on a whole page at once."""
    act = rf" (?:\S+ )?[a-z]+{one_of(words.act_endings)}"
    determiner = f"(?:(?i:{one_of((*words.determiners, *words.possessives))})|['’]s)"
    stand_ins = (*words.stand_ins, *words.stand_in_endings, *words.stock_phrases, *words.place_pointers)
    expressions = (
        rf"(?:[A-Z]\S*|{one_of(words.subjects)}\S*){act}",
        rf"{determiner} (?:\S+ ){{0,5}}\S+{act}",
        f"[a-z]{one_of(words.doing_endings)} ",
        f"(?i:{one_of(stand_ins)})",
        f"(?i:{one_of(words.example_words)})",
        one_of(words.reasons),
    )
    return tuple(LineMatcher(one, cased=True) for one in expressions)


def _somebody(words: Language) -> str:
    """Return the expression for somebody: a name, or a pronoun."""
    return rf"(?:\b(?!{one_of(words.articles)}\b)[A-Z][\w'’.-]*|\b{one_of(words.subjects)})"


def _determiner(words: Language) -> str:
    """Return the expression for the word before a thing: “the”, “her”, “Quill's”."""
    return rf"(?:\b(?i:{one_of((*words.determiners, *words.possessives))})|\b[A-Z][\w-]{{0,30}}['’]s)"


def _act(words: Language) -> str:
    """Return the expression for a word that ends like a verb."""
    no_act = rf"(?!{one_of(words.no_acts)}\b)(?!{one_of('-' + ending for ending in words.no_act_endings)}\b)"
    return rf"{no_act}[a-z]{{2,}}{one_of(words.act_endings)}\b(?!['’])"


def _acts(words: Language) -> re.Pattern[str]:
    """Return the pattern of somebody, followed by a word that ends like a verb."""
    return re.compile(rf"{_somebody(words)}\)?[\"”_]?,? {any_or_none(words.act_adverbs, ' ')}{_act(words)}")


def _thing_acts(words: Language) -> re.Pattern[str]:
    """Return the pattern of a thing with what it does, and to what: “the sexton loses the key”, “the ceiling drips.”"""
    thing = rf"{_determiner(words).replace('{', '{{').replace('}', '}}')} (?:[A-Za-z'’-]+ ){{{{{{least}},4}}}}?[a-z]+ "
    act = f"{any_or_none(words.act_adverbs, ' ')}{_act(words)}"
    after = one_of((*words.determiners, *words.possessives, *words.verb_followers))
    alone = f"{thing.format(least=1)}{act}[.!]*$"  # “the bird masks” does not say that a bird masks anything
    return re.compile(f"{thing.format(least=0)}{act}(?= {after}\\b)|{alone}")


def _doing(words: Language) -> str:
    """Return the expression for a participle that says what somebody does."""
    return rf"(?!{one_of(words.no_doing)}\b)[a-z]{{2,}}{one_of(words.doing_endings)}"


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
    Question(_action, ("acts", "no-verb", "two-words", "few-words", "thing-acts", "doing", "reason")),
)
