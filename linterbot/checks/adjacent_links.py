"""`adjacent-links`: links in a row, so that nobody sees where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.model import Hit, Markup, Span
from linterbot.view.page_view import View

# 200 characters are more than any link within a sentence needs.
_ROW = re.compile(r"(?:\[\[[^\[\]\n]{1,200}\]\] *+){2,}+")
_TOUCH = re.compile(r"\]\] *+\[\[")
_LINK = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_POTHOLE = re.compile(r"(?:[A-Z]\w*/)?(?:\{\{[^{}]*\}\}|[A-Z]\w*)\s")


class AdjacentLinks(Check):
    """Finds `links` or more links in a row with only spaces between, each showing words other than its page's name."""

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI, Markup.TVTROPES})
    says: ClassVar[frozenset[str]] = frozenset({"number"})

    links: int = 3

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each row of links, from the first to the last."""
        document = view.document
        literal = view.literal
        hides_name = _pothole if document.markup is Markup.TVTROPES else _piped
        for found in _rows(document.text):
            row: list[re.Match[str]] = []
            for link in _LINK.finditer(document.text, *found.span()):
                if hides_name(link[1]) and not literal.holds(link.start()):
                    row.append(link)
                    continue
                yield from self._if_long(row)
                row = []
            yield from self._if_long(row)

    def _if_long(self, row: list[re.Match[str]]) -> Iterator[Hit]:
        if len(row) >= self.links:
            yield Hit(Span(row[0].start(), row[-1].end()), {"number": str(len(row))})


def _rows(text: str) -> Iterator[re.Match[str]]:
    """Yield the rows of links; they are looked for only where one link touches the next."""
    reach = 0
    for touch in _TOUCH.finditer(text):
        if touch.start() >= reach and (start := text.rfind("[[", reach, touch.start())) != -1:
            found = _ROW.match(text, start)
            if found is not None:
                yield found
                reach = found.end()


def _piped(inside: str) -> bool:
    """Whether a MediaWiki link to a page shows words other than the page's name."""
    target, bar, label = inside.partition("|")
    return bool(bar) and ":" not in target and label.strip().casefold() != target.strip().casefold()


def _pothole(inside: str) -> bool:
    """Whether a TV Tropes link shows words other than the page's name."""
    return _POTHOLE.match(inside) is not None
