"""`file-licence`: a file page without a licence template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.model import Hit, Markup
from linterbot.view.first_line import first_line
from linterbot.view.licences import has_licence, misspelt
from linterbot.view.page_view import View
from linterbot.view.upload_grace import fresh, own_file


class FileLicence(Check):
    """Requires one of the `licences` on a file page; words such as “fair use” in prose are not a licence.

    Pages with one of the templates in `unless` (for instance, one that marks them for deletion) are exempt. Templates
    in the `licence-categories`, where a wiki collects its licence templates, count as well if their names are known; if
    they are not, so do templates whose names begin with one of the `likely` words. Somebody who has just uploaded a
    file gets `grace-days` days to finish its page.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"hint"})
    in_general: ClassVar[Mapping[str, str]] = MappingProxyType({"hint": ""})

    licences: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    licence_categories: tuple[str, ...] = ()
    grace_days: float = 0

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield one hit on the page's first line, with the licence that a misspelt template was meant to be."""
        document, known = view.document, view.facts.licences
        if document.redirect or fresh(document, view.facts, self.grace_days):
            return
        if view.calls(self.unless) or has_licence(view.called, self.licences, known, self.likely):
            return
        near = misspelt((one.name for one in document.templates), (*self.licences, *known))
        hint = f": {{{{{near[0]}}}}} is none, {{{{{near[1]}}}}} would be" if near else ""
        yield Hit(first_line(document), {"hint": hint}, of_page=True)

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since {{Fair use}} may lead to {{Fairuse}}, and for the upload date if needed."""
        own = own_file(document) if self.grace_days else frozenset()
        return Wants(template_redirects=True, licence_categories=self.licence_categories, helpful_files=own)
