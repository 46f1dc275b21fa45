"""`example-header`: an example with further examples of the same work indented under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Example
from linterbot.model import Hit
from linterbot.view.language import one_of
from linterbot.view.page_view import View
from linterbot.view.phrase_matcher import Matcher, any_of
from linterbot.view.proper_names import names_in
from linterbot.view.wake import Wake

_HEAD = re.compile(r"[^:]{1,80}: ")
_DASHED = re.compile(r"\s*'*\[\[[^\[\]\n]+\]\]'*\s*(?:--+|[–—]|-\s)")  # a linked trope, and a dash for a colon
_TELLING = 18  # words of a line that tells something even if it names nobody
_QUOTED = re.compile('["“]([A-Z][^"“”]{2,60})["”]')  # an episode, a story, a song
_FULL_STOP = re.compile(r"[.!?…][\"”')\]]*$")


class ExampleHeader(Check):
    """Finds bullets of at least `words` words that are examples themselves and have two or more others under them.

    A line that introduces the list is fine: one that ends in a colon, or says that there are several (`leads`). So is
    one that begins with a trope and a colon, since on a work's page it explains the bullets under it. Only bullets that
    bring in somebody or something new count; the others comment on the example, which is a different fault.
    """

    wakes: ClassVar[Wake] = Wake.NESTED
    reads_words: ClassVar[bool] = True
    says: ClassVar[frozenset[str]] = frozenset({"number"})

    words: int = 12
    leads: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the upper bullet, with those under it."""
        document = view.document
        for example in view.examples:
            if len(example.children) < 2 or not self._is_example(view, example):
                continue
            new = [child for child in document.children(example) if self._is_new(view, child, example)]
            if len(new) >= 2 and len(new) * 3 >= len(example.children) * 2:
                spans = tuple(document.words_span(child) for child in new[:3])
                yield Hit(document.words_span(example), {"number": str(len(new))}, spans, confidence=0.6)

    def _is_example(self, view: View, example: Example) -> bool:
        if _DASHED.match(view.line(example)):
            return False
        text = view.words(example)
        head = _HEAD.match(text)
        if head is not None and not (view.opening_work(example) or self._part.search(head[0])):
            return False
        body = text[head.end() :] if head else text
        if body.count(" ") + 1 < self.words or not _FULL_STOP.search(text) or example.continuations:
            return False
        tells = body.count(" ") + 1 >= _TELLING or bool(names_in(body, self.language))
        return tells and not self._leads.found_in(body)

    def _is_new(self, view: View, child: Example, parent: Example) -> bool:
        known, words = view.whole(parent), view.words(child)
        named = {*names_in(words, self.language), *(title.lower() for title in _QUOTED.findall(words))}
        return any(name not in known for name in named) or self._other_part(view, words, parent)

    def _other_part(self, view: View, text: str, parent: Example) -> bool:
        """Whether a text begins with a part of the work, as the line above it does with another."""
        heads = _HEAD.match(text), _HEAD.match(view.words(parent))
        return all(head is not None and self._part.search(head[0]) for head in heads)

    @cached_property
    def _part(self) -> re.Pattern[str]:
        number = r"(?:\d+|[IVXL]+|[a-z]+)"  # a word with a capital letter is part of a trope's name: “Book Ends”
        return re.compile(rf"(?<!-)\b(?i:{one_of(self.language.work_parts)}) {number}: $")

    @cached_property
    def _leads(self) -> Matcher:
        return any_of(self.leads)
