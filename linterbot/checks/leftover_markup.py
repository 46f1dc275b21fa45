"""`leftover-markup`: a template or a category that should have been removed when the page was moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.markup.namespace_names import title_form
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.page_view import View
from linterbot.view.templates import alike


class LeftoverMarkup(Check):
    """Finds calls of `templates` and links that put the page into `categories`; subpages are exempt."""

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})

    templates: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each call and each such link, in the order of the page."""
        document = view.document
        if "/" in document.title or document.redirect:
            return
        found = sorted([*self._calls(view), *self._links(document)])
        yield from (Hit(span, fix=_remove(document, span, action)) for span, action in found)

    def _calls(self, view: View) -> Iterator[tuple[Span, str]]:
        unwanted = alike(self.templates)
        redirects = view.facts.template_redirects or {}
        for template in view.document.templates:
            if alike([template.name, redirects.get(template.name, template.name)]) & unwanted:
                yield template.span, "remove-template"

    def _links(self, document: Document) -> Iterator[tuple[Span, str]]:
        unwanted = {title_form(name) for name in self.categories}
        for link in document.categories if unwanted else ():
            if title_form(link.target) in unwanted:
                yield link.span, "remove-category"

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since the same template may have a shorter name."""
        return Wants(template_redirects=True)


def _remove(document: Document, span: Span, action: str) -> Fix:
    """Return an unsafe fix: the page may have been moved by mistake."""
    start, end = span
    if document.text[end : end + 1] == "\n" and (start == 0 or document.text[start - 1] == "\n"):
        end += 1
    return Fix((Edit(Span(start, end), ""),), Safety.UNSAFE, action)
