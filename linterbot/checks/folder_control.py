"""`folder-control`: a page with folders but without the button that opens and closes them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.model import Edit, Fix, Hit, Markup, Safety, Span
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

_CONTROL = "[[foldercontrol]]"


class FolderControl(Check):
    """Requires `[[foldercontrol]]` on pages with folders."""

    wakes: ClassVar[Wake] = Wake.FOLDERS
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.TVTROPES})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the first folder's opener."""
        document = view.document
        if document.folders and document.folder_control is None:
            first = document.folders[0].opener
            edit = Edit(Span(first.start, first.start), f"{_CONTROL}\n\n")
            yield Hit(first, fix=Fix((edit,), Safety.SAFE, "put-above-folders", _CONTROL))
