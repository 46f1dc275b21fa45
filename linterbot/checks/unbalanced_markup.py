"""`unbalanced-markup`: quotation marks, italics or brackets that are opened but not closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Document, Example
from linterbot.model import Hit, Markup, Span
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

_HALF_ITALIC = re.compile(
    r"(?<!['\w])'(?!['\s])[^'\n]{2,80}(?<!\s)''(?!')|(?<!['\w])''(?!['\s])[^'\n]{2,80}(?<!\s)'(?!['\w])"
)
_APOSTROPHES = re.compile(r"'{2,}")
_BRACKET = re.compile(r"[\[\]]")
_DOUBLE_BRACKET = re.compile(r"\[\[|\]\]")
_NOTE = re.compile(r"\[\[(/?)(?:note|labelnote(?::[^\[\]\n]*)?)\]\]", re.IGNORECASE)
_QUOTATION = re.compile(r"(?<!\d)\"|[“”]")  # after a digit, the mark means inches
_SMILEY = re.compile(r"[:;=]-?[\[\]]")
_LONGEST = 20_000  # characters of an example that are checked
_BOLD, _BOTH = 3, 5  # apostrophes


class UnbalancedMarkup(Check):
    """Finds examples with an unpaired mark: italics that are never closed, a stray bracket, half a pair of quotes.

    Each example is checked by itself, since none of these marks reaches beyond a line; comments and literal text are
    skipped.
    """

    wakes: ClassVar[Wake] = Wake.ITEMS
    says: ClassVar[frozenset[str]] = frozenset({"what"})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the unpaired mark, at most one for each example."""
        document = view.document
        notes = document.markup is Markup.TVTROPES
        for example, line in zip(document.examples, view.lines, strict=True):
            if not _plainly_balanced(line) or (notes and "note" in line):
                yield from _unpaired(view, example)


def _unpaired(view: View, example: Example) -> Iterator[Hit]:
    document = view.document
    place = Span(example.line.start, min(example.line.end, example.line.start + _LONGEST))
    words = view.literal.hidden(place.of(document.text), place)
    found = _half_italic(words) or _brackets(words, document.markup) or _italics(words, document, example)
    if found := found or _quotation(words, example):
        span, what = found
        yield Hit(Span(place.start + span.start, place.start + span.end), {"what": what}, confidence=0.8)


Found = tuple[Span, str] | None


def _plainly_balanced(line: str) -> bool:
    """Whether a line has as many opening as closing brackets, and marks of each other kind in pairs."""
    count = line.count
    if count("[") != count("]"):
        return False
    quotes = count('"') if line.isascii() else count('"') + count("“") + count("”")
    if quotes % 2:
        return False
    if "''" not in line:
        return True
    return count("''") % 2 == 0 and count("'''") % 2 == 0 and "''''" not in line


def _half_italic(words: str) -> Found:
    found = _HALF_ITALIC.search(words)
    if found is None or len(_APOSTROPHES.findall(words)) % 2 == 0:
        return None
    return Span(*found.span()), "one apostrophe on one side, two on the other"


def _brackets(words: str, markup: Markup) -> Found:
    if markup is Markup.TVTROPES:
        return _double_brackets(words)
    open_at: list[int] = []
    for found in _BRACKET.finditer(_SMILEY.sub("  ", words) if ":" in words or ";" in words else words):
        if found[0] == "[":
            open_at.append(found.start())
        elif open_at:
            open_at.pop()
        else:
            return Span(found.start(), found.end()), "a bracket is closed but was never opened"
    if open_at:
        return Span(open_at[-1], open_at[-1] + 1), "a bracket is opened but never closed"
    return None


def _double_brackets(words: str) -> Found:
    """Return a mark of TV Tropes that is never closed; it hides or links everything up to the end of the page."""
    open_at: list[int] = []
    for found in _DOUBLE_BRACKET.finditer(words):
        if found[0] == "[[":
            open_at.append(found.start())
        elif open_at:
            open_at.pop()
    if open_at:
        return Span(open_at[-1], open_at[-1] + 2), "double brackets are opened but never closed"
    notes: list[Span] = []
    for found in _NOTE.finditer(words):
        if not found[1]:
            notes.append(Span(*found.span()))
        elif notes:
            notes.pop()
    return (notes[-1], "a note is opened but never closed") if notes else None


def _italics(words: str, document: Document, example: Example) -> Found:
    if document.markup is Markup.RENDERED or example.continuations:
        return None
    italic = bold = 0
    last = None
    for found in _APOSTROPHES.finditer(words):
        length = min(len(found[0]), _BOTH)
        bold += length in (_BOLD, _BOTH)
        italic += length in (2, _BOTH)
        last = found
    # If both are odd, MediaWiki sets that right itself: in ''Title'''s it sees italics and an apostrophe.
    if last is None or italic % 2 == bold % 2:
        return None
    return Span(*last.span()), f"{'italic' if italic % 2 else 'bold'} text that is never closed"


def _quotation(words: str, example: Example) -> Found:
    marks = list(_QUOTATION.finditer(words))
    if len(marks) % 2 == 0 or example.continuations:
        return None
    return Span(*marks[-1].span()), "a quotation mark has no partner"
