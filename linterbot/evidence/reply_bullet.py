"""A nested bullet as the questions of `nested-reply` see it, and what they know of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from linterbot.evidence.reply_cues import Cues
from linterbot.markup.document import Example
from linterbot.view.language import Language, one_of
from linterbot.view.page_view import View
from linterbot.view.phrase_matcher import NEVER, LineMatcher
from linterbot.view.proper_names import name_pattern

_BEGINNING = 9  # words


class Grammar(NamedTuple):
    """The patterns of one language that the questions need."""

    language: Language
    names: re.Pattern[str]  # inside sentences
    pointing: frozenset[str]  # “this”, “which”
    pronouns: frozenset[str]  # “he”, “their”
    tail: re.Pattern[str]  # how remarks end: “, though.”
    place: re.Pattern[str]  # a place or a time: “In the second season”
    part: re.Pattern[str]  # part of a work: “episode”
    parts: LineMatcher  # likewise, for a whole page at once


class Bullet(NamedTuple):
    """A nested bullet as the questions see it."""

    view: View  # of its page
    example: Example
    parent: Example
    text: str  # its words as a reader sees them
    cues: Cues
    grammar: Grammar
    likely: frozenset[str]  # the evidence, among `FILTERED`, that may be in it


@lru_cache(maxsize=16)
def grammar(language: Language) -> Grammar:
    """Return the patterns of a language, which are compiled only once."""
    words, either = language, re.IGNORECASE
    lead_in, place = one_of(words.place_lead_ins), one_of(words.place_words)
    preposition = one_of(words.prepositions)
    return Grammar(
        language=language,
        names=name_pattern(language),
        pointing=_first_words(words.pointing_words),
        pronouns=_first_words(words.pronouns),
        tail=re.compile(f"{one_of(words.remark_endings)}[.!…]*$", either),
        place=re.compile(rf"(?i:(?:{lead_in},? )*{preposition} (?:{place} |(?-i:[\"“']?[A-Z0-9])))"),
        part=re.compile(rf"\b{one_of(words.work_parts)}\b", either),
        parts=LineMatcher(one_of(words.work_parts) if words.work_parts else NEVER, cased=False),
    )


def beginning(text: str) -> str:
    """Return the words of a bullet within which somebody new would be named."""
    return " ".join(text.split(maxsplit=_BEGINNING)[:_BEGINNING])


def _first_words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower().partition("'")[0] for word in words)
