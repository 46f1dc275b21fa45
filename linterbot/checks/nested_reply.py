"""`nested-reply`: a nested bullet that talks about the example above it instead of giving one (natter)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import islice
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.checks.lexicon import Heard, Phrases, beginning, within
from linterbot.checks.phrases import any_of
from linterbot.checks.wording import words_of
from linterbot.markup.document import Document, Example
from linterbot.markup.prose import plain
from linterbot.model import Facts, Hit, Markup, Span


class Evidence(Enum):
    """What speaks for a reply (above zero) and against it, in words and with its weight.

    A reply is told by how it begins and by bringing no name, title or place of its own. The weights were set on
    labelled pages: docs/decisions/0005.
    """

    OPENER = "begins like a reply", 3.0
    QUALIFIER = "judges what was said", 2.5
    TAIL = "ends like a remark", 1.5
    ONLY_CHILD = "stands alone there", 0.8
    PRONOUN = "begins with a pronoun", 0.8
    BARE_SUBVERTED = "says “subverted” of the same example", 0.8
    NO_NEW_NAME = "brings no new name", 0.7
    FIRST_PERSON = "speaks in the first person", 0.5
    DEEP = "stands deep in the list", 0.4
    UNDER_HEADER = "stands under a bare header", -1.5
    NEW_TITLE = "names another work", -1.5
    LOCATED = "says where it happens", -1.0
    GOES_ON = "goes on with the example", -1.0
    STARTS_WITH_NAME = "begins with a name", -0.8
    NEW_NAMES = "brings several new names", -0.4
    MANY_SIBLINGS = "is one of many", -0.4

    def __init__(self, words: str, weight: float) -> None:
        self.words, self.weight = words, weight


_ANCESTORS = 4  # how far up names are looked for; deeper lists hold no examples
_DEEP = 3
_LONGEST_KNOWN = 5_000  # characters of an example in which names are looked for
_END_OF_SENTENCE = re.compile(r"(?<=[.!?]) ")
_TOLD = 2  # pieces of evidence that a message names
_QUOTED = re.compile(r"\"[^\"]*+\"|“[^“”]*+”")
# A pattern that begins with a letter, and looks back from there, is looked for several times faster.
_FIRST_PERSONS = re.compile(r"(?:I(?<!\wI)|m[ey](?<!\wm[ey])|we(?<!\wwe))(?:'m|'ve|'re)?\b")
_PRONOUN = re.compile(r"(?:he|she|it|they|this|that|these|those|his|her|its|their|which)\b", re.IGNORECASE)
_SUBVERTED = re.compile(r"(?:subverted|averted|inverted|justified|lampshaded)\b", re.IGNORECASE)
_LOCATED = re.compile(
    r"(?:(?:and|but|also|then|later|subverted|averted|played straight|inverted),? )*"
    r"(?:in|on|at|during|when|by|from|after|before|towards?) (?:the |one |an? |his |her |their |season |series |act |"
    r"book |volume |chapter |episode |issue |[\"“']?[A-Z0-9])",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[A-Z](?<!\w[A-Z])(?<![.!?:] [A-Z])(?<!^[A-Z])(?<![\"“(][A-Z])[\w'’-]+(?: (?:of |the |de )?[A-Z][\w'’-]+)*"
)
_FIRST_NAME = re.compile(
    r"(?!(?:This|That|These|Those|He|She|It|They|His|Her|Its|Their|An?)\b)"
    r"(?:(?:The )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+|(?!The\b)[A-Z][\w-]+(?:['’]s)? (?:is|was|has|does|gets)\b)"
)
_TITLE = re.compile(r"'(?<!'')'++([^'\n]{2,80})''")
_RENDERED_TITLE = re.compile(r"_(?<!\w_)([^_\n]{2,80})_(?!\w)")
_TAIL = re.compile(r"(?:, though|, but still|, anyway|\?)[.!…]*$", re.IGNORECASE)
_MARKED_TAIL = re.compile(r"(?:, though|, but still|, anyway|\?)[.!…\s'\[\]{}_*]*$", re.IGNORECASE)
_LONGEST_CUE = 100  # characters at the beginning of a line that may hold an opener
_LONGEST_TAIL = 40  # characters at the end of a line that may hold such a tail, with its markup
_ALWAYS_POSSIBLE = (Evidence.NO_NEW_NAME, Evidence.FIRST_PERSON)


@dataclass(frozen=True)
class NestedReply(Check):
    """Weighs the evidence that a nested bullet is a reply, and reports it from `threshold` on.

    `openers` are phrases a reply begins with, `qualifiers` phrases that judge what was said, anywhere in the
    first sentence, `continuers` phrases with which an example goes on; `patterns` are RE2 patterns that count as
    openers.
    """

    says: ClassVar[frozenset[str]] = frozenset({"evidence"})

    openers: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    continuers: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    threshold: float = 2.0

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each reply, with the example it answers and what speaks for it."""
        cues = heard.of(self._cues)
        told = _Told(document)
        for example in document.examples:
            parent = document.parent(example)
            if parent is None:
                continue
            cued = within(cues, example.line)
            if self._most(document, example, parent, cued) < self.threshold or not told.words(example):
                continue
            evidence = list(self._evidence(told, example, parent, cued))
            if sum(one.weight for one in evidence) >= self.threshold:
                strongest = sorted((one for one in evidence if one.weight > 0), key=lambda one: -one.weight)[:_TOLD]
                why = ", ".join(one.words for one in strongest)
                yield Hit(words_of(document, example), {"evidence": why}, (words_of(document, parent),))

    def listens(self) -> tuple[Phrases, ...]:
        """The phrases that could make a bullet a reply."""
        return (self._cues,)

    @cached_property
    def _cues(self) -> Phrases:
        return Phrases((*self.openers, *self.qualifiers), self.patterns)

    def _most(self, document: Document, example: Example, parent: Example, cued: bool) -> float:
        """Return the most that could speak for a reply, from what costs nothing to know."""
        only, deep = len(parent.children) == 1, example.depth >= _DEEP
        possible = _weight(*_ALWAYS_POSSIBLE)
        if cued:
            possible += _weight(Evidence.OPENER, Evidence.QUALIFIER)
        if only:
            possible += _weight(Evidence.ONLY_CHILD, Evidence.PRONOUN, Evidence.BARE_SUBVERTED)
        if deep:
            possible += _weight(Evidence.DEEP, Evidence.PRONOUN)
        end = example.line.end
        if possible < self.threshold and _MARKED_TAIL.search(
            document.text, max(example.line.start, end - _LONGEST_TAIL), end
        ):
            possible += Evidence.TAIL.weight
        return possible

    def _evidence(self, told: _Told, example: Example, parent: Example, cued: bool) -> Iterator[Evidence]:
        text = told.words(example)
        yield from self._in_its_words(text, cued)
        yield from _in_its_place(text, example, parent)
        yield from _in_its_names(told, text, example, parent)

    def _in_its_words(self, text: str, cued: bool) -> Iterator[Evidence]:
        start = text[:_LONGEST_CUE].lower()
        if beginning(self.openers).match(start) or self._opens(text):
            yield Evidence.OPENER
        if beginning(self.continuers).match(start):
            yield Evidence.GOES_ON
        if cued and any_of(self.qualifiers).found_in(_END_OF_SENTENCE.split(text, maxsplit=1)[0]):
            yield Evidence.QUALIFIER
        if _TAIL.search(text, max(0, len(text) - _LONGEST_TAIL)):
            yield Evidence.TAIL
        if _FIRST_PERSONS.search(text) and _FIRST_PERSONS.search(_QUOTED.sub("", text)):
            yield Evidence.FIRST_PERSON

    def _opens(self, text: str) -> bool:
        return bool(self.patterns) and any_of((), self.patterns, at_start=True).found_in(text)


def _weight(*evidence: Evidence) -> float:
    return sum(one.weight for one in evidence)


def _in_its_place(text: str, example: Example, parent: Example) -> Iterator[Evidence]:
    only, deep = len(parent.children) == 1, example.depth >= _DEEP
    if only:
        yield Evidence.ONLY_CHILD
    if deep:
        yield Evidence.DEEP
    if len(parent.children) > 4:
        yield Evidence.MANY_SIBLINGS
    if _PRONOUN.match(text) and (only or deep):
        yield Evidence.PRONOUN
    if _LOCATED.match(text):
        yield Evidence.LOCATED
    elif only and _SUBVERTED.match(text):
        yield Evidence.BARE_SUBVERTED


def _in_its_names(told: _Told, text: str, example: Example, parent: Example) -> Iterator[Evidence]:
    known = told.known_above(example)
    if told.words(parent).endswith(":") and not parent.continuations:
        yield Evidence.UNDER_HEADER
    if any(title not in known for title in told.titles(example)):
        yield Evidence.NEW_TITLE
    first = _FIRST_NAME.match(text)
    if first:
        yield Evidence.STARTS_WITH_NAME
    new = {name.lower() for name in _NAME.findall(text) if name.lower() not in known}
    if not new and not (first and first[0].lower() not in known):
        yield Evidence.NO_NEW_NAME
    if len(new) >= 2:
        yield Evidence.NEW_NAMES


class _Told:
    """What the examples of one page say, each read only once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._words: dict[int, str] = {}
        self._known: dict[int, str] = {}

    def words(self, example: Example) -> str:
        """Return the words on an example's own line."""
        if example.number not in self._words:
            raw = example.line.of(self._document.text)
            self._words[example.number] = plain(raw, self._document.markup)
        return self._words[example.number]

    def known_above(self, example: Example) -> str:
        """Return the page's title and what the examples above this one say, in small letters."""
        above = islice(self._document.ancestors(example), _ANCESTORS)
        return " ".join([self._document.title.lower(), *map(self._whole, above)])

    def _whole(self, example: Example) -> str:
        """Return what an example says with its continuations, in small letters; of a very long one, the beginning."""
        if example.number not in self._known:
            words = self.words(example)
            if example.continuations:
                span = Span(example.line.end, min(example.span.end, example.line.end + _LONGEST_KNOWN))
                words = f"{words} {plain(span.of(self._document.text), self._document.markup)}"
            self._known[example.number] = words[:_LONGEST_KNOWN].lower()
        return self._known[example.number]

    def titles(self, example: Example) -> Iterator[str]:
        """Yield the works named on an example's line, in small letters: emphasis is seldom capitalised."""
        form = _RENDERED_TITLE if self._document.markup is Markup.RENDERED else _TITLE
        for found in form.finditer(self._document.text, *example.line):
            title = found[1]
            if title[:1].isupper() and title.upper() != title:
                yield title.lower()
