"""`folder-order`: a media section that has a fixed place and does not stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.checks.lexicon import Heard
from linterbot.checks.media import same, shown
from linterbot.markup.document import Document
from linterbot.model import Facts, Hit


@dataclass(frozen=True)
class FolderOrder(Check):
    """Demands that the sections in `last` come after all other `media`, in the order given.

    Sections that are no medium (“See also”) do not count, nor does the order of the rest: it is custom, not rule.
    """

    says: ClassVar[frozenset[str]] = frozenset({"after"})

    media: tuple[str, ...] = ()
    last: tuple[str, ...] = ()

    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield each section that comes too early, with the first one that should stand before it."""
        place = {same(name): 0 for name in self.media} | {same(name): at for at, name in enumerate(self.last, 1)}
        sections = [one for one in document.media_sections if same(one.title) in place]
        for at, section in enumerate(sections):
            late = [other for other in sections[at + 1 :] if place[same(other.title)] < place[same(section.title)]]
            if late:
                yield Hit(section.opener, {"after": shown(late[-1].title)}, related=(late[-1].opener,))
