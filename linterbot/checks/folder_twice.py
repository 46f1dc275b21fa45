"""`folder-twice`: two sections for one medium on a page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Section, SectionKind
from linterbot.model import Hit
from linterbot.view.media_names import same, shown
from linterbot.view.page_view import View
from linterbot.view.wake import Wake


class FolderTwice(Check):
    """Finds folders, and headings named after one of the `media`, that have the name of an earlier one beside them."""

    wakes: ClassVar[Wake] = Wake.SECTIONS
    says: ClassVar[frozenset[str]] = frozenset({"folder"})

    media: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the opener of each later section, with that of the first one."""
        document = view.document
        first: dict[tuple[int | None, str], Section] = {}
        for section in document.media_sections:
            name = same(section.title, self.language)
            if not name or (section.kind is SectionKind.HEADING and name not in self._media):
                continue
            earlier = first.setdefault((view.sections.parent(section), name), section)
            if earlier is not section:
                yield Hit(section.opener, {"folder": shown(section.title)}, (earlier.opener,))

    @cached_property
    def _media(self) -> frozenset[str]:
        return frozenset(same(name, self.language) for name in self.media)
