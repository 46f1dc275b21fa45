"""`used-image`: a page that shows an image whose file page carries no licence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.model import Hit, Markup
from linterbot.view.licences import has_licence
from linterbot.view.page_view import View
from linterbot.view.upload_grace import recent


class UsedImage(Check):
    """Requires one of the `licences` on the file page of each image, redirects resolved.

    An image without a file page is a different fault. `unless`, `likely`, `licence-categories` and `grace-days` work as
    in `file-licence`.
    """

    needs_wiki: ClassVar[bool] = True
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    needs_file_pages: ClassVar[bool] = True
    says: ClassVar[frozenset[str]] = frozenset({"file"})

    licences: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    licence_categories: tuple[str, ...] = ()
    grace_days: float = 0

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each use of an unlicensed image."""
        document = view.document
        enough, known = (*self.licences, *self.unless), view.facts.licences
        for link in document.images:
            page = (view.facts.files or {}).get(link.target)
            if recent(page, self.grace_days):
                continue
            if page is not None and page.exists and not has_licence(page.templates, enough, known, self.likely):
                yield Hit(link.span, {"file": link.target})

    def wants(self, document: Document) -> Wants:
        """Ask for the file pages of the images, and for the templates in the licence categories."""
        files = frozenset(link.target for link in document.images)
        return Wants(files=files, licence_categories=self.licence_categories)
