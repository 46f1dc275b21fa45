"""Words compared regardless of endings and of what they stand in."""

from __future__ import annotations

import re
from functools import lru_cache

from linterbot.view.language import Language

_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")  # of four letters or more


@lru_cache(maxsize=16)
def form_words(language: Language) -> frozenset[str]:
    """Return the words of a language that say nothing by themselves, in lower case."""
    return frozenset(map(str.lower, (*language.form_words, *language.verbs, *language.work_parts)))


def telling_words(text: str, language: Language) -> frozenset[str]:
    """Return the longer words of a text that say something by themselves, without the endings of plurals and owners."""
    known = form_words(language)
    return frozenset(bare(word).rstrip("s") for word in _WORD.findall(text) if word.lower() not in known)


def bare(word: str) -> str:
    """Return a word in lower case, without a possessive ending."""
    return word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")


def holds(text: str, word: str) -> bool:
    """Whether a word is in a text as a whole word, possessive or not."""
    at = text.find(word)
    while at != -1:
        end = at + len(word)
        if not (_joins(text[at - 1 : at]) or _joins(text[end : end + 1])):
            return True
        at = text.find(word, end)
    return False


def _joins(character: str) -> bool:
    return character.isalnum() or character in ("_", "-")
