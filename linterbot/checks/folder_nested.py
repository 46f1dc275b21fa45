"""`folder-nested`: a folder inside another, or a medium's heading under another medium's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Section, SectionKind
from linterbot.model import Hit, Markup
from linterbot.view.media_names import same, shown
from linterbot.view.page_view import View
from linterbot.view.section_tree import encloses
from linterbot.view.wake import Wake


class FolderNested(Check):
    """Finds folders inside a closed folder, and headings named after one of the `media` under another such heading.

    A folder that is never closed is a different fault. “Films — Animation” may be under “Film”, since they share a
    word.
    """

    wakes: ClassVar[Wake] = Wake.SECTIONS
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.TVTROPES, Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"outer"})

    media: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the opener of each inner section, with that of the outer one."""
        document = view.document
        above: list[Section] = []
        for section in document.sections:
            while above and not encloses(above[-1], section):
                above.pop()
            if above and self._wrong(above[-1], section):
                yield Hit(section.opener, {"outer": shown(above[-1].title)}, (above[-1].opener,))
            above.append(section)

    def _wrong(self, outer: Section, inner: Section) -> bool:
        if inner.kind is SectionKind.FOLDER:
            return outer.kind is SectionKind.FOLDER and outer.closed and inner.span.end <= outer.span.end
        names = same(outer.title, self.language), same(inner.title, self.language)
        related = {word.rstrip("s") for word in names[0].split()} & {word.rstrip("s") for word in names[1].split()}
        return all(name in self._media for name in names) and not related

    @cached_property
    def _media(self) -> frozenset[str]:
        return frozenset(same(name, self.language) for name in self.media)
