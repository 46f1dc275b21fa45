"""`folder-order`: a media section that has a fixed place and does not stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
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
        place = self._place
        sections = [one for one in document.media_sections if same(one.title) in place]
        places = [place[same(one.title)] for one in sections]
        latest = {own: _latest_below(own, places) for own in set(places)}
        for at, (section, own) in enumerate(zip(sections, places, strict=True)):
            if latest[own] > at:
                late = sections[latest[own]]
                yield Hit(section.opener, {"after": shown(late.title)}, related=(late.opener,))

    @cached_property
    def _place(self) -> dict[str, int]:
        return {same(name): 0 for name in self.media} | {same(name): at for at, name in enumerate(self.last, 1)}


def _latest_below(own: int, places: list[int]) -> int:
    """Return where the last section stands that belongs before those of a place, -1 where there is none."""
    return max((at for at, place in enumerate(places) if place < own), default=-1)
