"""Whom and what a nested bullet is about: somebody new, or only those named above it and beside it."""

from __future__ import annotations

import re

from linterbot.evidence.reply_bullet import Bullet, beginning
from linterbot.evidence.scoring import Seen
from linterbot.model import Span
from linterbot.view.places import holds as holds_place
from linterbot.view.proper_names import FIRST_WORD
from linterbot.view.sentence_starters import is_name
from linterbot.view.word_forms import bare, holds, telling_words

FIRST_NAMES = ("new-name",)
NAMES = ("nobody-new", "several-names", "name-beside", "addition", "place", "part", "subject-beside")
_WORD = re.compile(r"[^\W\d_]+")
_SEVERAL = 2  # new names
_LONGEST_CLAUSE = 300  # characters
_CLAUSE_END = re.compile(r"[.;:!?,](?: |$)")


def first_name(bullet: Bullet) -> Seen:
    """Yield whether a bullet begins with somebody who is new."""
    name = _first_name(bullet)
    if name and not _known(bullet, name):
        yield "new-name", "begins with a new name"


def names(bullet: Bullet) -> Seen:
    """Yield what the names and nouns of a bullet say about whether it is an example of its own."""
    text = bullet.text
    head, first = beginning(text), _first_name(bullet)
    above, beside = bullet.view.above(bullet.example), bullet.view.beside(bullet.example)
    opening, named = _names_in(bullet, head, first), _names_in(bullet, text, first)
    if all(name in above or name in beside for name in opening):
        yield "nobody-new", "names nobody new"
    new = {name for name in named if name not in above}
    if len([name for name in new if name not in beside]) >= _SEVERAL:
        yield "several-names", "has several new names"
    if told := sorted(name for name in new if name in beside):
        yield "name-beside", f"names somebody from the bullets beside it (“{told[0].title()}”)"
    small = head.lower()
    if bullet.cues.additions.first_in(small, words := _WORD.findall(small), frozenset(words)):
        yield "addition", "says that it is another example"
    if bullet.grammar.place.match(text):
        yield "place", "says where it happens"
    if "part" in bullet.likely and bullet.grammar.part.search(head):
        yield "part", "names a part of the work"
    if _begins_with_subject_beside(bullet):
        yield "subject-beside", "begins with what the bullet before it is about"


def _names_in(bullet: Bullet, text: str, first: str) -> set[str]:
    """Return the names in a bullet or its beginning, in lower case; the capitals of “This Troper” name nobody."""
    remarks = [Span(*place) for place in bullet.cues.qualifiers.spans(text)] if "opener" in bullet.likely else []
    inside = (one for one in bullet.grammar.names.finditer(text) if not holds_place(remarks, one.start()))
    named = {bare(one[0]) for one in inside}
    return named | {first} if first else named


def _begins_with_subject_beside(bullet: Bullet) -> bool:
    earlier = bullet.view.earlier(bullet.example)
    if not earlier:
        return False
    clause = _CLAUSE_END.split(bullet.text[:_LONGEST_CLAUSE], maxsplit=1)[0]
    return not telling_words(clause, bullet.grammar.language).isdisjoint(bullet.view.telling(earlier[-1]))


def _first_name(bullet: Bullet) -> str:
    """Return the name that a bullet begins with, in lower case, "" if it begins with another word."""
    language = bullet.grammar.language
    word = FIRST_WORD.match(bullet.text)
    if word is None or not is_name(word[1], language):
        return ""
    doubtful = word[1].lower().endswith(language.doubtful_endings)
    return "" if doubtful and not bullet.view.is_name(word[1]) else bare(word[1])


def _known(bullet: Bullet, name: str) -> bool:
    return holds(bullet.view.above(bullet.example), name) or holds(bullet.view.beside(bullet.example), name)
