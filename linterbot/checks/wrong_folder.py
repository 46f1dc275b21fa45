"""`wrong-folder`: an entry whose work belongs to a different medium than the section it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import NO_PAIRS, Check
from linterbot.markup.document import Document, Example
from linterbot.model import Hit, Markup
from linterbot.view.media_names import same, shown, stem
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

_WORK = re.compile(r"\b([A-Z][A-Za-z]+)/(?=[A-Z{])")
_FEWEST = 3  # entries that must be where they belong before a misplaced one stands out


class WrongFolder(Check):
    """Finds entries whose linked works all have namespaces that contradict the folder.

    `work-namespaces` maps namespaces to media; those it maps to something in `of-no-medium` prove nothing, and neither
    does an entry that begins with one of the `people` (`Creator/…`), or links to a work of the folder's medium too. At
    least two thirds of a folder's entries must agree with its name; otherwise a heading was lost, which is a
    different fault. A heading under a medium's heading is about that medium.
    """

    wakes: ClassVar[Wake] = Wake.SECTIONS | Wake.EXAMPLES
    reads_words: ClassVar[bool] = True
    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.TVTROPES, Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"medium", "folder"})

    work_namespaces: Mapping[str, str] = NO_PAIRS
    of_no_medium: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such entry."""
        document = view.document
        by_section: dict[int, list[tuple[Example, list[str]]]] = {}
        for example in view.holding("/") if document.sections else ():
            if example.parent is None and example.section is not None and (media := self._media(view.line(example))):
                by_section.setdefault(example.section, []).append((example, media))
        for number, entries in by_section.items():
            title = view.sections.medium(number) or document.sections[number].title
            yield from self._misplaced(document, title, entries)

    def _misplaced(self, document: Document, title: str, entries: list[tuple[Example, list[str]]]) -> Iterator[Hit]:
        name = same(title, self.language)
        if not any(one in name for one in self._stems):
            return
        astray = [
            (example, media[0])
            for example, media in entries
            if not any(stem(medium, self.language) in name for medium in media)
        ]
        right = len(entries) - len(astray)
        if right >= _FEWEST and right >= 2 * len(astray):
            for example, medium in astray:
                yield Hit(document.words_span(example), {"medium": medium, "folder": shown(title)}, confidence=0.8)

    def _media(self, line: str) -> list[str]:
        """Return the media of the works that an entry links to, in order; none if it begins with somebody."""
        namespaces = _WORK.findall(line)
        if namespaces and namespaces[0] in self.people:
            return []
        media = [self.work_namespaces[name] for name in namespaces if name in self.work_namespaces]
        return [] if any(medium in self.of_no_medium for medium in media) else media

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(filter(None, (stem(medium, self.language) for medium in self.work_namespaces.values())))
