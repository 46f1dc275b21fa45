"""The words of one language that readers of pages need; they live in the rules' lists, never in code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

Words = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Language:
    """Lists of words, each under its name in `language.yaml`; where a word may have a capital letter, both are listed.

    In phrases, `*` stands for letters. Equal only to itself: what is made of the words is made once.
    """

    # Names and sentences.
    sentence_starters: Words = ()  # words that begin a sentence and are no names; “-ly” is an ending of such words
    name_joiners: Words = ()  # words inside a name: “Queen of Hearts”
    and_words: Words = ()  # what people write for “&”
    title_leads: Words = ()  # words between the beginning of an entry and the title it names
    pointing_words: Words = ()  # words that point to what was said before
    pronouns: Words = ()  # words that stand for somebody
    possessives: Words = ()  # words that tell whose somebody is
    conjunctions: Words = ()  # words that join a sentence to the one before
    # How remarks and examples begin and end.
    remark_endings: Words = ()
    place_lead_ins: Words = ()  # words before a preposition
    prepositions: Words = ()
    place_words: Words = ()  # words behind a preposition, where a place or a time follows
    work_parts: Words = ()  # parts of a work, and other works of its kind
    continuing_words: Words = ()  # words with which a bullet goes on with something
    continuing_pronouns: Words = ()  # pronouns behind a conjunction there
    split_openings: Words = ()  # words with which a paragraph of an example goes on
    # Whether something happens.
    form_words: Words = ()  # words that tell nothing by themselves
    verbs: Words = ()  # verbs that tell nothing by themselves
    subjects: Words = ()  # words, besides names, that do something
    articles: Words = ()  # words with a capital letter that are no names
    act_adverbs: Words = ()  # words between somebody and what they do; “-ly” is an ending of such words
    no_acts: Words = ()  # words there that tell of no act
    no_act_endings: Words = ()  # endings of words that tell of no act
    act_endings: Words = ()  # endings of verbs
    stand_in_verbs: Words = ()  # “does”, “is” and the like, in “does this” and “is one”
    stand_ins: Words = ()  # “this”, “one” and the like there
    stand_in_endings: Words = ()  # the last word of a line that stands for what happens
    example_words: Words = ()  # words with which something is called an example
    holding_verbs: Words = ()  # verbs that say only that somebody is there
    determiners: Words = ()  # words before a name or a thing
    reasons: Words = ()  # words that give a reason or a time
    # Headings and file pages.
    division_words: Words = ()  # words in headings that divide a list by letters: “Numbers”
    division_joiners: Words = ()  # “to”, in “A to D”
    division_leads: Words = ()  # “Tropes”, in “Tropes A to D”
    no_answers: Words = ()  # what people write where they know no source


NO_LANGUAGE = Language()


def one_of(words: Iterable[str], ending: str = r"\w+") -> str:
    """Return the regular expression for one of some words; `*` in them stands for letters, “-ly” for such an ending.

    With no words it matches nothing.
    """
    patterns = [_pattern(word, ending) for word in sorted(words, key=len, reverse=True)]
    return f"(?:{'|'.join(patterns)})" if patterns else "(?!)"


def any_or_none(words: Iterable[str], behind: str = "") -> str:
    """Return the regular expression for one of some words and what is behind it, or for nothing at all."""
    words = tuple(words)
    return f"(?:{one_of(words)}{behind})?" if words else ""


def _pattern(word: str, ending: str) -> str:
    if word.startswith("-"):
        return ending + re.escape(word[1:])
    return re.escape(word).replace(r"\*", "[a-z]+")
