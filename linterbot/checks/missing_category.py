"""`missing-category`: a page that is in no category."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.model import Hit, Markup
from linterbot.view.first_line import first_line
from linterbot.view.page_view import View
from linterbot.view.templates import alike


class MissingCategory(Check):
    """Requires a category link; those in `not-enough` do not count, since a template adds them to every such page.

    Redirects, subpages and pages with one of the templates in `unless` are exempt.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})

    unless: tuple[str, ...] = ()
    not_enough: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        document = view.document
        if document.redirect or not document.text.strip() or "/" in document.title:
            return
        scant = alike(self.not_enough)
        if any(not alike([link.target]) & scant for link in document.categories) or view.calls(self.unless):
            return
        yield Hit(first_line(document), confidence=0.8, of_page=True)

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since they decide which pages are exempt."""
        return Wants(template_redirects=True)
