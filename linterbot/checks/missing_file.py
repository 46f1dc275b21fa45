"""`missing-file`: a page that shows a file the wiki does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check, Wants
from linterbot.markup.document import Document
from linterbot.model import Hit, Markup
from linterbot.view.page_view import View


class MissingFile(Check):
    """Finds images whose files exist neither on the wiki nor in its shared repository."""

    needs_wiki: ClassVar[bool] = True
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.MEDIAWIKI})
    needs_file_pages: ClassVar[bool] = True
    needs_files: ClassVar[bool] = True
    says: ClassVar[frozenset[str]] = frozenset({"file"})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each use of such a file."""
        document = view.document
        for link in document.images:
            page = (view.facts.files or {}).get(link.target)
            if page is not None and not page.stored:
                yield Hit(link.span, {"file": link.target})

    def wants(self, document: Document) -> Wants:
        """Ask for the files that the page shows."""
        return Wants(files=frozenset(link.target for link in document.images))
