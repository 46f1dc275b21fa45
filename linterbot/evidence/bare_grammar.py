"""The words and patterns of a language by which `bare-example` sees whether somebody does something."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from linterbot.view.language import Language, any_or_none, one_of
from linterbot.view.phrase_matcher import LineMatcher

# Evidence worth a search beforehand.
FILTERED = ("acts", "thing-acts", "many-act", "doing", "stand-in", "called-example", "reason")


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
    def many_act(self) -> re.Pattern[str]:
        """Several people or things that do something: “the cats charge a toll”, “Oda and Quill rob the bank”."""
        return _many_act(self._words)

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
        rf"(?:\S{one_of(words.many_endings)}|{one_of(words.many_subjects)}|{one_of(words.and_words)} \S+)"
        r" (?:\S+ )?[a-z]+ ",
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


def _many_act(words: Language) -> re.Pattern[str]:
    """Return the pattern of several people or things, with what they do, and to what: “the cats charge a toll”."""
    things = rf"{_determiner(words)} (?:[A-Za-z'’-]+ ){{0,3}}[a-z]*{one_of(words.many_endings)}"
    names = rf"[A-Z][\w'’.-]* {one_of(words.and_words)} [A-Z][\w'’.-]*"
    several = rf"(?:{things}|{names}|\b{one_of(words.many_subjects)})"
    act = rf"(?!{one_of((*words.form_words, *words.verbs, *words.no_acts))}\b)[a-z]{{2,}}"
    after = one_of((*words.determiners, *words.possessives, *words.verb_followers))
    return re.compile(rf"{several} {any_or_none(words.act_adverbs, ' ')}{act} (?:{after}\b|[A-Z])")


def _doing(words: Language) -> str:
    """Return the expression for a participle that says what somebody does."""
    return rf"(?!{one_of(words.no_doing)}\b)[a-z]{{2,}}{one_of(words.doing_endings)}"
