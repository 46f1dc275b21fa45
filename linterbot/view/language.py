"""The words of one language that are needed to understand a page; they are in the rules' lists, never in code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from linterbot.records import Record

Words = tuple[str, ...]


class Language(Record):
    """Lists of words, each with its name from `language.yaml`; where capital letters matter, both forms are listed.

    In phrases, `*` stands for letters. A language is equal only to itself, so that patterns can be cached for it.
    """

    language_name: Words = ()  # what the language is called: “English”
    # Names and sentences.
    sentence_starters: Words = ()  # words that begin a sentence but are not names; “-ly” is an ending of such words
    doubtful_endings: Words = ()  # endings of words that begin a sentence and may well be no names: “Strongest”
    name_joiners: Words = ()  # words inside a name: “Queen of Hearts”
    and_words: Words = ()  # what people write for “&”
    title_leads: Words = ()  # words before the title that an entry begins with
    pointing_words: Words = ()  # words that point to what was said before
    pronouns: Words = ()  # words that stand for somebody
    possessives: Words = ()  # words that say whose somebody is: “her”
    conjunctions: Words = ()  # words that join a sentence to the one before
    # How remarks and examples begin and end.
    remark_endings: Words = ()  # how a remark ends: “, though”
    place_lead_ins: Words = ()  # words before a preposition: “also”, in “Also, in the second season”
    prepositions: Words = ()  # words before a place or a time
    place_words: Words = ()  # words after a preposition, if a place or a time follows
    work_parts: Words = ()  # parts of a work, and other works of its kind
    continuing_words: Words = ()  # words with which a bullet continues something
    continuing_pronouns: Words = ()  # pronouns that do so after a conjunction
    split_openings: Words = ()  # words with which a paragraph of an example continues it
    # Whether something happens.
    form_words: Words = ()  # words that say nothing by themselves
    verbs: Words = ()  # verbs that say nothing by themselves
    subjects: Words = ()  # words for somebody who does something, besides names
    many_subjects: Words = ()  # words for several people, after which a verb has no ending: “they”
    many_endings: Words = ()  # endings of nouns that stand for several
    articles: Words = ()  # words with a capital letter that are not names
    act_adverbs: Words = ()  # words between somebody and what they do; “-ly” is an ending of such words
    no_acts: Words = ()  # words in the place of the verb that are not acts: “plus”
    no_act_endings: Words = ()  # endings of such words
    act_endings: Words = ()  # endings of verbs
    stand_in_verbs: Words = ()  # “does” and “is”, in “does this” and “is one”
    stand_ins: Words = ()  # “this” and “one” there
    stand_in_endings: Words = ()  # the last word of a line that stands for what happens
    verb_followers: Words = ()  # words after a verb more often than after a noun: “into”
    stock_phrases: Words = ()  # phrases that say only that it is an example: “plays it straight”
    see_words: Words = ()  # “see”, in “see the example above”
    place_pointers: Words = ()  # “above” there
    defining_words: Words = ()  # “that”, in “is one that fills up with water”
    doing_endings: Words = ()  # endings of participles
    no_doing: Words = ()  # words with such an ending that say nothing
    example_words: Words = ()  # words with which something is called an example
    holding_verbs: Words = ()  # verbs that say only that somebody is there
    determiners: Words = ()  # words before a name or a thing
    reasons: Words = ()  # words that give a reason or a time
    # Headings and file pages.
    division_words: Words = ()  # words that stand for letters in headings that divide a list: “Numbers”
    division_joiners: Words = ()  # “to”, in “A to D”
    division_leads: Words = ()  # “Tropes”, in “Tropes A to D”
    no_answers: Words = ()  # what people write if they do not know the source

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that say nothing by themselves, in lower case, which every text of the language is full of."""
        return frozenset(word.lower() for word in self.form_words)


NO_LANGUAGE = Language()


def one_of(words: Iterable[str], ending: str = r"\w+") -> str:
    """Return a regular expression for any of the words; without words it never matches.

    In a word, `*` stands for letters. A word that begins with a hyphen stands for all words with that ending; `ending`
    is the expression for what comes before it.
    """
    patterns = [_pattern(word, ending) for word in sorted(words, key=len, reverse=True)]
    return f"(?:{'|'.join(patterns)})" if patterns else "(?!)"


def any_or_none(words: Iterable[str], behind: str = "") -> str:
    """Return a regular expression for any of the words with `behind` after it, or for nothing at all."""
    words = tuple(words)
    return f"(?:{one_of(words)}{behind})?" if words else ""


def _pattern(word: str, ending: str) -> str:
    if word.startswith("-"):
        return ending + re.escape(word[1:])
    return re.escape(word).replace(r"\*", "[a-z]+")
