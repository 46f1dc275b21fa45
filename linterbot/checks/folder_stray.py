"""`folder-stray`: a closing mark with no folder to close."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Document
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.page_view import View
from linterbot.view.wake import Wake


class FolderStray(Check):
    """Finds closing marks of folders that were never opened."""

    wakes: ClassVar[Wake] = Wake.STRAYS
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.TVTROPES, Markup.MEDIAWIKI})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such mark."""
        document = view.document
        for stray in document.strays:
            yield Hit(stray, fix=_remove(document, stray))


def _remove(document: Document, stray: Span) -> Fix | None:
    """Return an unsafe fix: it may be the opening mark that was lost."""
    text = document.text
    start = text.rfind("\n", 0, stray.start) + 1
    end = text.find("\n", stray.end)
    alone = not (text[start : stray.start] + text[stray.end : end if end != -1 else len(text)]).strip()
    place = Span(start, end + 1) if alone and end != -1 else stray
    return Fix((Edit(place, ""),), Safety.UNSAFE, "remove-closing-mark")
