"""`repeated-work`: several entries for one work in one section, instead of one entry with bullets under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Document, Example
from linterbot.model import Hit
from linterbot.view.page_view import View
from linterbot.view.prose import plain
from linterbot.view.work_titles import opening_work

_LONGEST = 200  # characters of a line that are searched for the title, including its markup


@dataclass(frozen=True)
class RepeatedWork(Check):
    """Finds top-level entries that begin with the same work as an earlier entry in the same section."""

    says: ClassVar[frozenset[str]] = frozenset({"work"})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each later entry, with the first one for its work."""
        document = view.document
        first: dict[tuple[int | None, str], Example] = {}
        for example in view.examples:
            if example.parent is not None or not (work := opening_work(document, example, self.language)):
                continue
            earlier = first.setdefault((example.section, work), example)
            if earlier is not example and not _same_line(document, earlier, example):
                shown = _as_written(document, example, work)
                yield Hit(document.words_span(example), {"work": shown}, (document.words_span(earlier),))


def _same_line(document: Document, one: Example, other: Example) -> bool:
    """Whether two entries have the same first line; one is a copy then, which is a different fault."""
    return one.line.of(document.text).strip() == other.line.of(document.text).strip()


def _as_written(document: Document, example: Example, work: str) -> str:
    words = plain(example.line.of(document.text)[:_LONGEST], document.markup)
    at = words.lower().find(work)
    return words[at : at + len(work)] if at != -1 else work
