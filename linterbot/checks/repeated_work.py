"""`repeated-work`: several entries for one work in one section, instead of one entry with bullets under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Example
from linterbot.model import Hit
from linterbot.view.page_view import View
from linterbot.view.wake import Wake


@dataclass(frozen=True)
class RepeatedWork(Check):
    """Finds top-level entries that begin with the same work as an earlier entry in the same section.

    Works of one title are different if their links or their years are.
    """

    wakes: ClassVar[Wake] = Wake.EXAMPLES
    says: ClassVar[frozenset[str]] = frozenset({"work"})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each later entry, with the first one for its work."""
        document = view.document
        first: dict[tuple[int | None, str], Example] = {}
        for example in view.top:
            work = view.opening_work(example)
            earlier = first.setdefault((example.section, work.key), example) if work else example
            if work and earlier is not example and view.line(earlier).strip() != view.line(example).strip():
                # A copy of a line is a different fault.
                shown = _as_written(view, example, work.title)
                yield Hit(document.words_span(example), {"work": shown}, (document.words_span(earlier),))


def _as_written(view: View, example: Example, work: str) -> str:
    words = view.words(example)
    at = words.lower().find(work)
    return words[at : at + len(work)] if at != -1 else work
