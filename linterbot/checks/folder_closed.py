"""`folder-closed`: a folder that is opened but never closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Document, Section
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.media_names import shown
from linterbot.view.page_view import View
from linterbot.view.wake import Wake


class FolderClosed(Check):
    """Finds folders without a closing mark. Rendered text does not show these marks, so it is not checked."""

    wakes: ClassVar[Wake] = Wake.FOLDERS
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.TVTROPES, Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"folder"})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the opener of each unclosed folder."""
        document = view.document
        for folder in document.folders:
            if not folder.closed:
                yield Hit(folder.opener, {"folder": shown(folder.title)}, fix=_close(document, folder))


def _close(document: Document, folder: Section) -> Fix:
    """Return an unsafe fix: a copied text that lost its closing marks looks just like an editor's slip."""
    words = folder.span.of(document.text)
    end = folder.span.start + len(words.rstrip())
    mark = "[[/folder]]" if document.markup is Markup.TVTROPES else "{{/folder}}"
    return Fix((Edit(Span(end, end), f"\n{mark}"),), Safety.UNSAFE, "close-folder")
