"""The names in a text: who and what it is about."""

from __future__ import annotations

import re
from functools import lru_cache

from linterbot.view.language import Language, any_or_none
from linterbot.view.sentence_starters import is_name
from linterbot.view.word_forms import bare

FIRST_WORD = re.compile(r"[\"“'(\[]*((?:[A-Z]\.){2,}|[\w’'-]+)")
_MARKS = frozenset({"[[", "''", "{{", " _"})  # before a word that is linked or in italics
_WITHIN = frozenset("abcdefghijklmnopqrstuvwxyz,;")  # before a space in the middle of a sentence
_BEGINS_NAME = r"[A-Z](?<!\w[A-Z])(?<![.!?:] [A-Z])(?<!^[A-Z])(?<![\"“(][A-Z])[\w'’-]+"


@lru_cache(maxsize=16)
def name_pattern(language: Language) -> re.Pattern[str]:
    """Return the pattern of names inside sentences; it never matches the first word of a sentence."""
    return re.compile(f"{_BEGINS_NAME}(?: {any_or_none(language.name_joiners, ' ')}[A-Z][\\w'’-]+)*")


def names_in(text: str, language: Language) -> set[str]:
    """Return the names in a text, in lower case; its first word counts only if it cannot be an ordinary word."""
    first = FIRST_WORD.match(text)
    names = set(map(bare, name_pattern(language).findall(text)))
    return names | {bare(first[1])} if first is not None and is_name(first[1], language) else names


def shows_name(text: str, word: str) -> bool:
    """Whether a text shows that a word is a name: it has its capital letter in mid-sentence, in a link or in italics.

    A superlative, a participle or a plural at the start of a sentence has a capital letter too, but nowhere else.
    """
    at = text.find(word)
    while at != -1:
        before, after = text[max(0, at - 2) : at], text[at + len(word) : at + len(word) + 1]
        if not (after.isalnum() or after == "-") and (before in _MARKS or (before[1:] == " " and before[0] in _WITHIN)):
            return True
        at = text.find(word, at + len(word))
    return False
