"""`required-markup`: a page without the markup that its preload provides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.first_line import first_line
from linterbot.view.page_view import View


class RequiredMarkup(Check):
    """Requires one of the templates in `any-of`; redirects and pages with one of those in `unless` are exempt.

    `insert` is what the fix puts at the top of the page. `certain` says that this is right for every page, so that the
    bot may do it without a person. Subpages are checked only with `subpages`.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"wanted"})

    any_of: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    insert: str = ""
    certain: bool = False
    subpages: bool = False

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield one hit on the page's first line."""
        document = view.document
        if document.redirect or not document.text.strip() or ("/" in document.title and not self.subpages):
            return
        if view.calls((*self.any_of, *self.unless)):
            return
        wanted = " or ".join(f"{{{{{name}}}}}" for name in self.any_of[:3])
        yield Hit(first_line(document), {"wanted": wanted}, fix=self._fix(), of_page=True)

    def wants(self, document: Document) -> Wants:
        """Ask for template redirects, since a shorter name of the same template is fine."""
        return Wants(template_redirects=True)

    def _fix(self) -> Fix | None:
        if not self.insert:
            return None
        safety = Safety.SAFE if self.certain else Safety.UNSAFE
        return Fix((Edit(Span(0, 0), self.insert.rstrip("\n") + "\n"),), safety, "put-at-top", self.insert)
