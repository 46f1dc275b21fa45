"""`repeated-work`: several entries for one work in one section, instead of one entry with bullets under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Example
from linterbot.model import Hit, Markup
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

_MARKS = {Markup.MEDIAWIKI: "''", Markup.RENDERED: "_"}  # around titles; on TV Tropes, a link alone is one too
_LATEST, _LONGEST = 60, 300  # characters within which a title begins, and ends


class RepeatedWork(Check):
    """Finds top-level entries that begin with the same work as an earlier entry in the same section.

    Works of one title are different if their links or their years are.
    """

    wakes: ClassVar[Wake] = Wake.EXAMPLES
    says: ClassVar[frozenset[str]] = frozenset({"work"})

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each later entry, with the first one for its work."""
        document = view.document
        for entries in _alike(view):
            first: dict[str, Example] = {}
            for example in entries:
                if (work := view.opening_work(example)) is None:
                    continue
                earlier = first.setdefault(work.key, example)
                # A copy of a line is a different fault.
                if earlier is not example and view.line(earlier).strip() != view.line(example).strip():
                    shown = _as_written(view, example, work.title)
                    yield Hit(document.words_span(example), {"work": shown}, (document.words_span(earlier),))


def _alike(view: View) -> Iterator[list[Example]]:
    """Yield the top-level entries of one section that may begin with one work, in groups of at least two."""
    groups: dict[tuple[int | None, str], list[Example]] = defaultdict(list)
    mark = _MARKS.get(view.document.markup, "")
    for example in view.top:
        groups[example.section, _title(view.line(example), mark) if mark else ""].append(example)
    yield from (entries for (_, title), entries in groups.items() if len(entries) > 1 and (title or not mark))


def _title(line: str, mark: str) -> str:
    """Return what stands between the first marks of a line, without brackets and a link's target, "" if nothing."""
    start = line.find(mark, 0, _LATEST)
    if start == -1:
        return ""
    title = line[start + len(mark) : start + _LONGEST].partition(mark)[0]
    return title.rpartition("|")[2].strip("[]{}' ").lower()


def _as_written(view: View, example: Example, work: str) -> str:
    words = view.words(example)
    at = words.lower().find(work)
    return words[at : at + len(work)] if at != -1 else work
