"""`page-origin`: a page that was made straight where it should have been moved to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.model import Facts, Hit, Markup
from linterbot.view.first_line import first_line
from linterbot.view.phrase_index import Heard
from linterbot.view.templates import alike, called


@dataclass(frozen=True)
class PageOrigin(Check):
    """Asks the wiki's log whether a page with one of `templates` was made under its title in the last `days` days.

    A page that was moved there is fine, and so is one that is older than the log. Pages with one of `unless` are let
    off.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"date"})

    templates: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    days: int = 30

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        made = (facts.created or {}).get(document.title)
        if made is not None and made.days_ago <= self.days and self._concerns(document, facts):
            yield Hit(first_line(document), {"date": made.when[:10]}, confidence=0.9)

    def wants(self, document: Document) -> Wants:
        """When the page was made under its title, where it is one of those."""
        return Wants(template_redirects=True, created=self._concerns(document, Facts()))

    def _concerns(self, document: Document, facts: Facts) -> bool:
        present = called(document, facts)
        wanted = bool(present & alike(self.templates)) and not present & alike(self.unless)
        return wanted and not document.redirect and "/" not in document.title
