"""`nested-reply`: a nested bullet that talks about the example above it instead of giving one (natter)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linterbot.checks.base import Check
from linterbot.checks.phrases import any_of
from linterbot.checks.wording import words_of
from linterbot.markup.document import Document, Example
from linterbot.markup.prose import plain
from linterbot.model import Facts, Hit

# The evidence and its weights: research/tropes.md, section 11 (rule S3). A reply is told by what it says first,
# and by bringing no name, title or place of its own.
_OPENER, _QUALIFIER, _TAIL = 3.0, 2.5, 1.5
_ONLY_CHILD, _DEEP, _PRONOUN, _FIRST_PERSON, _BARE_SUBVERTED, _NO_NEW_NAME = 0.8, 0.4, 0.8, 0.5, 0.8, 0.7
_UNDER_HEADER, _NEW_TITLE, _LOCATOR, _STARTS_WITH_NAME, _NEW_NAMES, _MANY_SIBLINGS = (
    1.5,
    1.5,
    1.0,
    0.8,
    0.4,
    0.4,
)

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
_FIRST_PERSONS = re.compile(r"\b(?:I|I'm|I've|me|my|we|we're)\b")
_STARTING_PRONOUN = re.compile(r"(?:he|she|it|they|this|that|these|those|his|her|its|their|which)\b", re.IGNORECASE)
_SUBVERTED = re.compile(r"(?:subverted|averted|inverted|justified|lampshaded)\b", re.IGNORECASE)
_LOCATED = re.compile(
    r"(?:(?:and|but|also|then|later|subverted|averted|played straight|inverted),? )*"
    r"(?:in|on|at|during|when|by|from|after|before|towards?) (?:the |one |an? |his |her |their |season |series |act |"
    r"book |volume |chapter |episode |issue |[\"“']?[A-Z0-9])",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:] )(?<!^)(?<![\"“(])\b[A-Z][\w'’-]+(?: (?:of |the |de )?[A-Z][\w'’-]+)*")
_STARTS_WITH_NAME_WORDS = re.compile(
    r"(?:The )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+|[A-Z][\w-]+(?:['’]s)? (?:is|was|has|does|gets)\b"
)
_TITLE = re.compile(r"''+([^'\n]{2,80})''+|(?<!\w)_([^_\n]{2,80})_(?!\w)")
_TAILS = re.compile(r"(?:, though|, but still|, anyway|\?)[.!…]*$", re.IGNORECASE)
_COMMON_OPENERS = frozenset(
    [
        "the",
        "this",
        "that",
        "these",
        "those",
        "he",
        "she",
        "it",
        "they",
        "his",
        "her",
        "its",
        "their",
        "a",
        "an",
    ]
)


@dataclass(frozen=True)
class NestedReply(Check):
    """Weighs the evidence that a nested bullet is a reply, and reports it from `threshold` on.

    `openers` are phrases a reply begins with, `qualifiers` phrases that judge what was said, anywhere in the
    first sentence; `patterns` are RE2 patterns that count as openers.
    """

    openers: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    threshold: float = 2.0

    def hits(self, document: Document, facts: Facts) -> Iterator[Hit]:
        """Yield each reply, with the example it answers."""
        for example in document.examples:
            parent = document.parent(example)
            if parent is None or not example.line.of(document.text).strip():
                continue
            if self._weight(document, example, parent) >= self.threshold:
                yield Hit(words_of(document, example), related=(words_of(document, parent),))

    def _weight(self, document: Document, example: Example, parent: Example) -> float:
        raw = example.line.of(document.text)
        text = plain(raw)
        said = self._said(text)
        if said == 0.0 and not self._could_reach(example):
            return 0.0
        return said + _place(text, example, parent) + _content(document, raw, text, example, parent)

    def _could_reach(self, example: Example) -> bool:
        return self.threshold <= _TAIL + _ONLY_CHILD + _DEEP + _PRONOUN + _FIRST_PERSON + _NO_NEW_NAME

    def _said(self, text: str) -> float:
        weight = 0.0
        if any_of(self.openers, self.patterns, at_start=True).search(text):
            weight += _OPENER
        sentence = re.split(r"(?<=[.!?]) ", text, maxsplit=1)[0]
        if any_of(self.qualifiers).search(sentence):
            weight += _QUALIFIER
        if _TAILS.search(text):
            weight += _TAIL
        if _FIRST_PERSONS.search(_QUOTED.sub("", text)):
            weight += _FIRST_PERSON
        return weight


def _place(text: str, example: Example, parent: Example) -> float:
    only, deep = len(parent.children) == 1, example.depth >= 3
    weight = _ONLY_CHILD * only + _DEEP * deep - _MANY_SIBLINGS * (len(parent.children) > 4)
    if _STARTING_PRONOUN.match(text) and (only or deep):
        weight += _PRONOUN
    if _LOCATED.match(text):
        weight -= _LOCATOR
    elif only and _SUBVERTED.match(text):
        weight += _BARE_SUBVERTED
    return weight


def _content(document: Document, raw: str, text: str, example: Example, parent: Example) -> float:
    above = [one.span.of(document.text) for one in document.ancestors(example)]
    known = plain(" ".join([document.title, *above])).lower()
    weight = 0.0
    if plain(parent.line.of(document.text)).endswith(":") and not parent.continuations:
        weight -= _UNDER_HEADER
    if any((found[1] or found[2]).lower() not in known for found in _TITLE.finditer(raw) if _is_title(found)):
        weight -= _NEW_TITLE
    starts = _STARTS_WITH_NAME_WORDS.match(text)
    if starts and text.split(" ", 1)[0].lower() not in _COMMON_OPENERS:
        weight -= _STARTS_WITH_NAME
    new = {name.lower() for name in _NAME.findall(text) if name.lower() not in known}
    if not new and not (starts and starts[0].lower() not in known):
        weight += _NO_NEW_NAME
    if len(new) >= 2:
        weight -= _NEW_NAMES
    return weight


def _is_title(found: re.Match[str]) -> bool:
    """Whether words in italics look like a work's title: emphasis is seldom capitalised."""
    words = found[1] or found[2]
    return words[:1].isupper() and words.upper() != words
