"""`example-count`: a page with fewer examples than the wiki asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document, Example, LinkKind
from linterbot.model import Facts, Hit, Markup
from linterbot.view.example_text import ExampleTexts
from linterbot.view.first_line import first_line
from linterbot.view.media_names import same
from linterbot.view.phrase_index import Heard
from linterbot.view.templates import alike, called

_HEADER = 6  # a line with fewer spaces and with bullets under it only names a work


@dataclass(frozen=True)
class ExampleCount(Check):
    """Counts the examples on pages with one of `templates`, and requires at least `fewest` of them.

    A bullet under another one counts only if the upper one merely names the work, since a reply is not an example.
    Lists in the `except-sections` (“See also”) do not count. Pages with subpages of their own, and pages with one of
    the templates in `unless`, are exempt.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"number", "fewest"})

    fewest: int = 3
    templates: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    except_sections: tuple[str, ...] = ()

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        present = called(document, facts)
        if document.redirect or not present & alike(self.templates) or present & alike(self.unless):
            return
        if "/" in document.title or _has_subpages(document):
            return
        texts = ExampleTexts(document)
        excepted = {same(title, self.language) for title in self.except_sections}
        number = 0
        for example in document.examples:
            section = document.section(example)
            if example.parent is None and not (section and same(section.title, self.language) in excepted):
                number += _count(texts, example)
            if number >= self.fewest:
                return
        yield Hit(first_line(document), {"number": str(number or "none"), "fewest": str(self.fewest)}, confidence=0.9)

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since they decide which pages are counted."""
        return Wants(template_redirects=True)


def _count(texts: ExampleTexts, example: Example) -> int:
    """Return how many examples a bullet and those under it are."""
    words = texts.words(example)
    header = bool(example.children) and (words.endswith(":") or words.count(" ") < _HEADER)
    if not header:
        return 1
    return sum(1 for _ in example.children)


def _has_subpages(document: Document) -> bool:
    """Whether the page links to subpages of its own, which hold further examples."""
    own = ("/", f"{document.title}/", "{{PAGENAME}}/", "{{SUBPAGENAME}}/", "{{FULLPAGENAME}}/")
    return any(link.kind is LinkKind.PAGE and link.target.startswith(own) for link in document.links)
