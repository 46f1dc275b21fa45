"""The evidence that `nested-reply` weighs: what a remark on the example above looks like, and what a new example."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from linterbot.evidence.reply_cues import FILTERED, Cues
from linterbot.evidence.scoring import Question, Seen
from linterbot.markup.document import Example
from linterbot.view.language import Language, one_of
from linterbot.view.page_view import View
from linterbot.view.phrase_matcher import NEVER, LineMatcher, Matcher
from linterbot.view.proper_names import FIRST_WORD, name_pattern
from linterbot.view.sentence_starters import is_name
from linterbot.view.word_forms import bare, holds

EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "at-first": "the starting weight, before any evidence: replies are rare",
        "opener": "it begins with one of the openers",
        "qualifier": "its first sentence contains one of the qualifiers",
        "question": "it asks a question",
        "guess": "it contains one of the guesses",
        "sweeping": "it contains one of the sweeping words",
        "trailing": "it ends like a remark, as in “…, though.”",
        "pointing": "it begins with “this”, “it”, “which” or similar",
        "pronoun": "it begins with “he”, “her”, “they” or similar",
        "alone": "it is the only bullet at its level",
        "nobody-new": "its opening words name nobody who is missing from the examples above",
        "new-name": "its first word is a name that is missing from the examples above",
        "several-names": "it has two or more names that are missing from the examples above",
        "addition": "its opening words contain one of the additions",
        "place": "it begins with a place or a time, as in “In the second season”",
        "part": "its opening words mention an episode, a book or another part of a work",
        "relation": "it introduces somebody by their relation to another, as in “Her sister Oda”",
        "under-header": "the line above it is a bare header",
        "short-parent": "the line above it has six words or fewer",
        "short": "it has ten words or fewer",
        "continued": "it continues on further lines",
    }
)

_QUESTION = "?"
_END_OF_SENTENCE = re.compile(r"(?<=[.!?]) ")
_LONGEST_TAIL = 40  # characters at the end that are searched for the ending of a remark
_BEGINNING = 9  # words within which somebody new would be named
_LONGEST_CUE = 100  # characters at the beginning that are searched for an opener
_FEW, _FEW_ABOVE = 10, 6  # words in a short bullet, and in a short line above it
_COUNTED = 5_000  # characters of the line above, which may be endless and have many bullets under it
_SEVERAL = 2  # new names


class Grammar(NamedTuple):
    """The patterns of one language that the questions need."""

    language: Language
    names: re.Pattern[str]  # inside sentences
    pointing: frozenset[str]  # “this”, “which”
    pronouns: frozenset[str]  # “he”, “their”
    relation: re.Pattern[str]  # “her”, before a relative
    tail: re.Pattern[str]  # how remarks end: “, though.”
    place: re.Pattern[str]  # a place or a time: “In the second season”
    part: re.Pattern[str]  # part of a work: “episode”
    parts: LineMatcher  # likewise, for a whole page at once


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
        relation=re.compile(f"{one_of(words.possessives)} ", either),
        tail=re.compile(f"{one_of(words.remark_endings)}[.!…]*$", either),
        place=re.compile(rf"(?i:(?:{lead_in},? )*{preposition} (?:{place} |(?-i:[\"“']?[A-Z0-9])))"),
        part=re.compile(rf"\b{one_of(words.work_parts)}\b", either),
        parts=LineMatcher(one_of(words.work_parts) if words.work_parts else NEVER, cased=False),
    )


def _first_words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower().partition("'")[0] for word in words)


_TOLD_BY_WORDS = frozenset({"guess", "sweeping"})


class Bullet(NamedTuple):
    """A nested bullet as the questions see it."""

    view: View  # of its page
    example: Example
    parent: Example
    text: str  # its words as a reader sees them
    cues: Cues
    grammar: Grammar
    likely: frozenset[str]  # the evidence, among `FILTERED`, that may be in it


def _where(bullet: Bullet) -> Seen:
    above = bullet.view.words(bullet.parent)
    if len(bullet.parent.children) == 1:
        yield "alone", "is the only sub-example here"
    if above.endswith(":") and not bullet.parent.continuations:
        yield "under-header", "is under a bare header"
    if above.count(" ", 0, _COUNTED) < _FEW_ABOVE:
        yield "short-parent", "is under a short line"
    if bullet.text.count(" ") < _FEW:
        yield "short", "is short"
    if bullet.example.continuations:
        yield "continued", "continues on further lines"


def _opening(bullet: Bullet) -> Seen:
    if "opener" not in bullet.likely:
        return
    found = list(_cues_in(bullet.text, bullet.cues))
    if not found:
        return  # not even if speech and titles counted
    if [name for name, _ in found] != ["opener"] or not bullet.view.line(bullet.example).lstrip()[:1].isalpha():
        found = list(_cues_in(bullet.view.said(bullet.example), bullet.cues))
    yield from found


def _cues_in(text: str, cues: Cues) -> Seen:
    start = text[:_LONGEST_CUE]
    if length := cues.openers.length(start.lower()):
        yield "opener", f"opens with “{start[:length]}”"
    elif cues.pattern is not None and cues.pattern.found_in(text):
        yield "opener", "opens like a reply"
    if (span := next(iter(cues.qualifiers.spans(text)), None)) and not _END_OF_SENTENCE.search(text, 0, span[1]):
        yield "qualifier", f"comments on what was said (“{text[slice(*span)]}”)"


def _first_word(bullet: Bullet) -> Seen:
    view = bullet.view
    first = view.first_word(bullet.example)
    if first in bullet.grammar.pointing:
        yield "pointing", f"opens with “{bullet.text.partition(' ')[0]}”"
    if first in bullet.grammar.pronouns:
        yield "pronoun", f"opens with “{bullet.text.partition(' ')[0]}”"
    word = FIRST_WORD.match(bullet.text)
    if (
        word is not None
        and is_name(word[1], bullet.grammar.language)
        and (not word[1].lower().endswith(bullet.grammar.language.doubtful_endings) or view.is_name(word[1]))
        and not holds(view.above(bullet.example), bare(word[1]))
    ):
        yield "new-name", "begins with a new name"


def _names(bullet: Bullet) -> Seen:
    text, above = bullet.text, bullet.view.above(bullet.example)
    head = " ".join(text.split(maxsplit=_BEGINNING)[:_BEGINNING])
    if all(bare(name) in above for name in bullet.grammar.names.findall(head)):
        yield "nobody-new", "names nobody new"
    elif bullet.grammar.relation.match(text):
        yield "relation", "introduces somebody's relative"
    if len({name for name in map(bare, bullet.grammar.names.findall(text)) if name not in above}) >= _SEVERAL:
        yield "several-names", "has several new names"
    if "addition" in bullet.likely and bullet.cues.additions.found_in(head):
        yield "addition", "says that it is another example"
    if bullet.grammar.place.match(text):
        yield "place", "says where it happens"
    if "part" in bullet.likely and bullet.grammar.part.search(head):
        yield "part", "names a part of the work"


def _voice(bullet: Bullet) -> Seen:
    text = bullet.text
    if bullet.likely & _TOLD_BY_WORDS or _QUESTION in text:
        yield from _opinions(bullet, bullet.view.said(bullet.example))
    if (found := bullet.grammar.tail.search(text, max(0, len(text) - _LONGEST_TAIL))) is not None:
        yield "trailing", f"ends with “{found[0].lstrip(', ')}”"


def _opinions(bullet: Bullet, text: str) -> Seen:
    if "guess" in bullet.likely and (words := _first(bullet.cues.guesses, text)):
        yield "guess", f"guesses (“{words}”)"
    if "sweeping" in bullet.likely and (words := _first(bullet.cues.sweeping, text)):
        yield "sweeping", f"generalises (“{words}”)"
    if _QUESTION in text:
        yield "question", "asks a question"


def _first(matcher: Matcher, text: str) -> str:
    span = next(matcher.spans(text), None)
    return text[span[0] : span[1]] if span else ""


def impossible(bullet: Bullet) -> frozenset[str]:
    """Return the evidence that cannot be on a bullet, by what is known of it before any question."""
    return _impossible(bullet.likely, _QUESTION in bullet.text)


@cache
def _impossible(likely: frozenset[str], asks: bool) -> frozenset[str]:
    unlikely = frozenset(FILTERED) - likely
    return unlikely | ({"qualifier"} if "opener" in unlikely else set()) | (set() if asks else {"question"})


QUESTIONS = (
    Question(_opening, ("opener", "qualifier")),
    Question(_where, ("alone", "under-header", "short-parent", "short", "continued")),
    Question(_voice, ("guess", "sweeping", "question", "trailing")),
    Question(_first_word, ("pointing", "pronoun", "new-name")),
    Question(_names, ("nobody-new", "relation", "several-names", "addition", "place", "part")),
)
REMARKS = frozenset({"opener", "qualifier", "guess", "sweeping", "question", "trailing"})
