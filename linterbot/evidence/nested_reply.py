"""The evidence that `nested-reply` weighs: what a remark on the example above looks like, and what a new example."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from linterbot.evidence import reply_names, reply_place, reply_words
from linterbot.evidence.reply_bullet import Bullet
from linterbot.evidence.reply_cues import FILTERED
from linterbot.evidence.reply_words import first_words_key, word_key
from linterbot.evidence.scoring import Question

EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "at-first": "the starting weight, before any evidence: replies are rare",
        "alone": "it is the only bullet at its level",
        "last": "it is the last of several bullets at its level",
        "deep": "it is at the third level or deeper",
        "under-header": "the line above it is a bare header, and it does not open like a reply",
        "short-parent": "the line above it has six words or fewer",
        "long-parent": "the line above it has twenty-five words or more",
        "long": "it has forty-five words or more",
        "label": "it begins with a label, as in “Sister Oda: …”",
        "title": "it names a work",
        "opener": "it begins with one of the openers",
        "qualifier": "its first sentence contains one of the qualifiers",
        "guess": "it contains one of the guesses",
        "sweeping": "it contains one of the sweeping words",
        "concession": "it contains one of the concessions",
        "denial": "it contains one of the denials",
        "states": "one of the copulas is among its first five words, as in “The rake is in the barn”",
        "trailing": "it ends like a remark, as in “…, though.”",
        "pointing": "it begins with “this”, “it”, “which” or similar",
        "pronoun": "it begins with “he”, “her”, “they” or similar",
        "new-name": "its first word is a name that is missing above it and beside it",
        "nobody-new": "its opening words name nobody who is missing above it and beside it",
        "several-names": "it has two or more names that are missing above it and beside it",
        "name-beside": "it names somebody whom an earlier bullet at its level names, but no line above",
        "addition": "its opening words contain one of the additions",
        "place": "it begins with a place or a time, as in “In the second season”",
        "part": "its opening words mention an episode, a book or another part of a work",
        "subject-beside": "its first clause has a longer word of the bullet before it",
    }
)


def impossible(bullet: Bullet) -> frozenset[str]:
    """Return the evidence that cannot be on a bullet, by what is known of it before any question."""
    return _impossible(bullet.likely)


@cache
def _impossible(likely: frozenset[str]) -> frozenset[str]:
    unlikely = frozenset(FILTERED) - likely
    return unlikely | ({"qualifier"} if "opener" in unlikely else set())


QUESTIONS = (
    Question(reply_place.place, reply_place.NAMES),
    Question(reply_words.opening, reply_words.OPENING),
    Question(reply_words.first_word, reply_words.FIRST_WORD),
    Question(reply_words.voice, reply_words.VOICE),
    Question(reply_names.first_name, reply_names.FIRST_NAMES),
    Question(reply_place.style, reply_place.STYLE),
    Question(reply_names.names, reply_names.NAMES),
)


def with_words(
    weights: Mapping[str, float], words: Mapping[str, float], first_words: Mapping[str, float]
) -> dict[str, float]:
    """Return the weights of all evidence by its names, those of words and beginnings included."""
    single = {word_key(word): weight for word, weight in words.items()}
    return {**weights, **single, **{first_words_key(start): weight for start, weight in first_words.items()}}
