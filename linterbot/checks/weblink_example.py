"""`weblink-example`: an example that leaves the explaining to a page outside the wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Example
from linterbot.model import Hit, Markup
from linterbot.view.page_view import View
from linterbot.view.phrase_matcher import Matcher, any_of
from linterbot.view.wake import Wake

_EXTERNAL = re.compile(r"\[{1,2}https?://[^\s\[\]]++\s?([^\[\]\n]*+)\]{1,2}|https?://[^\s\[\]|}<]++")
_WORD = re.compile(r"[a-z]{3,}")
_NEAR = 40  # characters after a link that are searched for one of the `sayings`
_LONGEST = 5_000  # characters of an example that are checked


class WeblinkExample(Check):
    """Finds examples that leave the explaining to a link out of the wiki.

    They do if fewer than `words` plain words are outside the link, if the link is shown as one of `pointers` (“here”),
    or if one of the `sources` (a review, a video) is linked and one of `sayings` follows, so that the linked page makes
    the point. A reference in a footnote is a source, and therefore fine.
    """

    wakes: ClassVar[Wake] = Wake.EXAMPLES
    reads_words: ClassVar[bool] = True
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI, Markup.TVTROPES})
    says: ClassVar[frozenset[str]] = frozenset({"why"})

    words: int = 5
    pointers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sayings: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such example."""
        for example in view.holding("://"):
            if not example.children and (why := self._why(view, example)):
                yield Hit(view.document.words_span(example), {"why": why}, confidence=0.7)

    def _why(self, view: View, example: Example) -> str:
        line = view.line(example)[:_LONGEST]
        links = list(_EXTERNAL.finditer(line))
        outside = view.shown(_EXTERNAL.sub(" ", line))
        if links and len(_WORD.findall(outside)) < self.words and not example.continuations:
            return "it says hardly anything besides the link"
        for link in links:
            label = (link[1] or "").strip().lower()
            if label in self.pointers:
                return f"it does not say what “{label}” shows"
            after = line[link.end() : link.end() + _NEAR]
            if label and self._sources.found_in(label) and self._sayings.found_in(after):
                return "the linked page makes the point"
        return ""

    @cached_property
    def _sources(self) -> Matcher:
        return any_of(self.sources)

    @cached_property
    def _sayings(self) -> Matcher:
        return any_of(self.sayings)
