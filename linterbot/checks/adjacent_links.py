"""`adjacent-links`: links in a row, so that nobody sees where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.checks.lexicon import Heard
from linterbot.markup.document import Document, Link, LinkKind
from linterbot.model import Facts, Hit, Markup, Span

_NEIGHBOURS = re.compile(r"\]\] *\[\[")
_LONGEST = 500  # characters of a link that is one word in a sentence


@dataclass(frozen=True)
class AdjacentLinks(Check):
    """Finds `links` or more links with nothing but blanks between, each shown in other words than its page's name."""

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI, Markup.TVTROPES})
    says: ClassVar[frozenset[str]] = frozenset({"number"})

    links: int = 3

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each row of links, from the first to the last."""
        if _NEIGHBOURS.search(document.text) is None:
            return
        row: list[Link] = []
        for link in document.links:
            if not _hidden(document, link):
                continue
            if row and _touching(document, row[-1], link):
                row.append(link)
                continue
            yield from self._told(row)
            row = [link]
        yield from self._told(row)

    def _told(self, row: list[Link]) -> Iterator[Hit]:
        if len(row) >= self.links:
            yield Hit(Span(row[0].span.start, row[-1].span.end), {"number": str(len(row))})


def _hidden(document: Document, link: Link) -> bool:
    """Whether a link shows other words than the name of its page."""
    if link.span.end - link.span.start > _LONGEST:
        return False
    label = link.label.of(document.text).strip()
    return link.kind is LinkKind.PAGE and label.casefold() != link.target.casefold()


def _touching(document: Document, one: Link, other: Link) -> bool:
    """Whether nothing but blanks stands between two links."""
    return one.span.end <= other.span.start and not document.text[one.span.end : other.span.start].strip(" ")
