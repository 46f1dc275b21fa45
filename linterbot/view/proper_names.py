"""The names in a text: who and what it is about."""

from __future__ import annotations

import re
from functools import lru_cache

from linterbot.view.language import Language, any_or_none
from linterbot.view.sentence_starters import is_name
from linterbot.view.word_forms import bare

FIRST_WORD = re.compile(r"[\"“'(\[]*((?:[A-Z]\.){2,}|[\w’'-]+)")
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
