"""`wrong-folder`: an entry whose work belongs to a different medium than the section it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Document, Example
from linterbot.model import Hit, Markup
from linterbot.view.media_names import same, shown, stem
from linterbot.view.page_view import View

_WORK = re.compile(r"\b([A-Z][A-Za-z]+)/(?=[A-Z{])")
_FEWEST = 3  # entries that must be where they belong before a misplaced one stands out


@dataclass(frozen=True)
class WrongFolder(Check):
    """Finds entries whose first linked work has a namespace that contradicts the folder.

    `work-namespaces` maps namespaces to media; those it maps to something in `of-no-medium` prove nothing. At least two
    thirds of a folder's entries must agree with its name; otherwise a heading was lost, which is a different fault.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset({Markup.TVTROPES, Markup.MEDIAWIKI})
    says: ClassVar[frozenset[str]] = frozenset({"medium", "folder"})

    work_namespaces: dict[str, str] = field(default_factory=dict)
    of_no_medium: tuple[str, ...] = ()

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each such entry."""
        document = view.document
        by_section: dict[int, list[tuple[Example, str]]] = {}
        for example in view.examples:
            if example.parent is None and example.section is not None:
                medium = self._medium(document, example)
                if medium:
                    by_section.setdefault(example.section, []).append((example, medium))
        for number, entries in by_section.items():
            yield from self._misplaced(document, document.sections[number].title, entries)

    def _misplaced(self, document: Document, title: str, entries: list[tuple[Example, str]]) -> Iterator[Hit]:
        name = same(title, self.language)
        if not any(one in name for one in self._stems):
            return
        astray = [(example, medium) for example, medium in entries if stem(medium, self.language) not in name]
        right = len(entries) - len(astray)
        if right >= _FEWEST and right >= 2 * len(astray):
            for example, medium in astray:
                yield Hit(document.words_span(example), {"medium": medium, "folder": shown(title)}, confidence=0.8)

    def _medium(self, document: Document, example: Example) -> str:
        if document.text.find("/", *example.line) == -1:
            return ""
        found = _WORK.search(document.text, *example.line)
        medium = self.work_namespaces.get(found[1], "") if found else ""
        return "" if medium in self.of_no_medium else medium

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(filter(None, (stem(medium, self.language) for medium in self.work_namespaces.values())))
