"""`page-origin`: a page that was created directly under its title instead of being moved there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.model import NO_FACTS, Hit, Markup
from linterbot.view.first_line import first_line
from linterbot.view.page_view import View
from linterbot.view.templates import alike, called


class PageOrigin(Check):
    """Finds pages with one of `templates` that the wiki's log says were created there in the last `days` days.

    A page that was moved to its title is fine, and so is one that is older than the log. Pages with one of the
    templates in `unless` are exempt.
    """

    needs_wiki: ClassVar[bool] = True
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"date"})

    templates: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    days: int = 30

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        document = view.document
        created = (view.facts.created or {}).get(document.title)
        if created is not None and created.days_ago <= self.days and self._concerns(document, view.called):
            yield Hit(first_line(document), {"date": created.when[:10]}, confidence=0.9, of_page=True)

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects and, if the check concerns the page, for when it was created."""
        return Wants(template_redirects=True, created=self._concerns(document, called(document, NO_FACTS)))

    def _concerns(self, document: Document, present: frozenset[str]) -> bool:
        wanted = bool(present & alike(self.templates)) and not present & alike(self.unless)
        return wanted and not document.redirect and "/" not in document.title
