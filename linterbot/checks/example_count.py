"""`example-count`: a page with fewer examples than the wiki asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document, Example, LinkKind
from linterbot.model import Hit, Markup
from linterbot.view.first_line import first_line
from linterbot.view.page_view import View

_HEADER = 6  # a line with fewer spaces and with bullets under it only names a work


class ExampleCount(Check):
    """Counts the examples on pages with one of `templates`, and requires at least `fewest` of them.

    A bullet under another one counts only if the upper one merely names the work, since a reply is not an example.
    Pages with subpages of their own, and pages with one of the templates in `unless`, are exempt.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"number", "fewest"})

    fewest: int = 3
    templates: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        document = view.document
        if document.redirect or "/" in document.title or not view.calls(self.templates) or view.calls(self.unless):
            return
        number = 0
        for example in view.top:
            number += _count(view, example)
            if number >= self.fewest:
                return
        if not _has_subpages(document):
            values = {"number": str(number or "none"), "fewest": str(self.fewest)}
            yield Hit(first_line(document), values, confidence=0.9, of_page=True)

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since they decide which pages are counted."""
        return Wants(template_redirects=True)


def _count(view: View, example: Example) -> int:
    """Return how many examples a bullet and those under it are."""
    if not example.children:
        return 1
    words = view.words(example)
    return len(example.children) if words.endswith(":") or words.count(" ") < _HEADER else 1


def _has_subpages(document: Document) -> bool:
    """Whether the page links to subpages of its own, which hold further examples."""
    own = ("/", f"{document.title}/", "{{PAGENAME}}/", "{{SUBPAGENAME}}/", "{{FULLPAGENAME}}/")
    return any(link.kind is LinkKind.PAGE and link.target.startswith(own) for link in document.links)
