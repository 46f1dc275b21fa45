"""Words that begin a sentence but are not names, so that a capital letter there means nothing."""

from __future__ import annotations

from functools import lru_cache

from linterbot.view.language import Language

_SHORTEST_STEM = 3  # letters before an ending such as “-ly”


@lru_cache(maxsize=16)
def _known(language: Language) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words, and the endings that stand for more of them."""
    words = language.sentence_starters
    endings = tuple(word[1:] for word in words if word.startswith("-"))
    return frozenset(word for word in words if not word.startswith("-")), endings


def is_name(word: str, language: Language) -> bool:
    """Whether the first word of a sentence looks like a name: it has a capital letter and is not a sentence starter."""
    if not word[:1].isupper():
        return False
    small = word.lower().replace("’", "'")
    words, endings = _known(language)
    if small in words:
        return False
    return not (small.endswith(endings) and any(_has_ending(small, ending) for ending in endings))


def _has_ending(word: str, ending: str) -> bool:
    stem = word.removesuffix(ending)
    return stem != word and len(stem) >= _SHORTEST_STEM and stem.isascii() and stem.isalpha()
