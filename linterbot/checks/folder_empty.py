"""`folder-empty`: a media section with nothing in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import zip_longest
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Document, Section, SectionKind
from linterbot.model import Edit, Fix, Hit, Markup, Safety
from linterbot.view.media_names import same, shown
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

_CLOSING = re.compile(r"\[\[/folder\]\]|\{\{/folder\}\}|\{\{endfolder\}\}", re.IGNORECASE)
_LONGEST = 2_000  # characters of a section that can be empty
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class FolderEmpty(Check):
    """Finds closed folders, and headings named after one of the `media`, with no words before the next one begins."""

    wakes: ClassVar[Wake] = Wake.SECTIONS
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.TVTROPES, Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"folder"})

    media: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the opener of each empty section."""
        document = view.document
        for section, following in zip_longest(document.sections, document.sections[1:]):
            heading = section.kind is SectionKind.HEADING
            divided = following is not None and heading and following.level > section.level
            if (
                section.closed
                and not divided
                and (not heading or same(section.title, self.language) in self._media)
                and _empty(document, section)
            ):
                fix = None if heading else _remove(section)
                yield Hit(section.opener, {"folder": shown(section.title)}, fix=fix)

    @cached_property
    def _media(self) -> frozenset[str]:
        return frozenset(same(name, self.language) for name in self.media)


def _empty(document: Document, section: Section) -> bool:
    if section.span.end - section.opener.end > _LONGEST:
        return False  # its end was not looked at, and may hold the words of somebody
    inside = document.text[section.opener.end : section.span.end]
    words = _CLOSING.sub("", inside).strip()
    return not words or (words.startswith("<!--") and not _COMMENT.sub("", words).strip())


def _remove(section: Section) -> Fix:
    """Return an unsafe fix: somebody may be about to fill the folder."""
    return Fix((Edit(section.span, ""),), Safety.UNSAFE, "remove-folder")
