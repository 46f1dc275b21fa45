"""`leftover-markup`: a template that should have been removed when the page was moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document, Template
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.page_view import View
from linterbot.view.templates import alike
from linterbot.view.wake import Wake


class LeftoverMarkup(Check):
    """Finds calls of `templates`; subpages are exempt."""

    wakes: ClassVar[Wake] = Wake.TEMPLATES
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})

    templates: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each call."""
        document = view.document
        if "/" in document.title or document.redirect:
            return
        unwanted = alike(self.templates)
        redirects = view.facts.template_redirects or {}
        for template in document.templates:
            if alike([template.name, redirects.get(template.name, template.name)]) & unwanted:
                yield Hit(template.span, fix=_remove(document, template))

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since the same template may have a shorter name."""
        return Wants(template_redirects=True)


def _remove(document: Document, template: Template) -> Fix:
    """Return an unsafe fix: the page may have been moved by mistake."""
    start, end = template.span
    if document.text[end : end + 1] == "\n" and (start == 0 or document.text[start - 1] == "\n"):
        end += 1
    return Fix((Edit(Span(start, end), ""),), Safety.UNSAFE, "remove-template")
