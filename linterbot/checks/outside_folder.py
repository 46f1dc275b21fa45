"""`outside-folder`: examples that are in no folder, or whose heading was lost."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import NO_PAIRS, Check
from linterbot.markup.document import Document, Example, SectionKind
from linterbot.model import Hit, Markup
from linterbot.view.media_names import same, shown, stem
from linterbot.view.page_view import View
from linterbot.view.wake import Wake

_DIVIDED = 2  # sections named after media on a page that they divide
_FEWEST = 2  # works that the entries above the first section begin with
_WORK = re.compile(r"\b([A-Z][A-Za-z]+)/(?=[A-Z{])")


class OutsideFolder(Check):
    """Finds runs of examples after a blank line that are about a different medium than their section.

    The evidence is counted example by example. In TV Tropes markup it is the namespace of the first work linked, which
    `work-namespaces` maps to a medium; otherwise it is words that only one medium uses (`words`). Two examples, or all
    of a run, must agree; a blank line alone proves nothing. Lists after the folders of a page are reported as well, and
    so are examples of works above the first section of a page that is divided by media.
    """

    wakes: ClassVar[Wake] = Wake.SECTIONS | Wake.ITEMS
    reads_words: ClassVar[bool] = True
    says: ClassVar[frozenset[str]] = frozenset({"why"})

    work_namespaces: Mapping[str, str] = NO_PAIRS
    words: Mapping[str, str] = NO_PAIRS

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the first example of each misplaced run."""
        document = view.document
        if (first := self._before_sections(view)) is not None:
            why = "these examples come before the first section and are not in one"
            yield Hit(document.words_span(first), {"why": why}, confidence=0.8)
        for runs in _by_section(document, view.examples):
            number = runs[0][0].section
            title = "" if number is None else view.sections.medium(number) or document.sections[number].title
            if len(runs) > 1 and _holds_one(same(title, self.language), self._stems):
                yield from self._lost_headings(view, runs, title)
        yield from _after_folders(document)

    def _before_sections(self, view: View) -> Example | None:
        """Return the first of some examples above the first medium's section, None if most are about no work."""
        media = [one for one in view.sections.of_media() if view.sections.is_medium(one)]
        if len(media) < _DIVIDED:
            return None
        document, start = view.document, media[0].span.start
        above = [one for one in document.examples if one.parent is None and one.marker.start < start]
        above = [one for one in above if one.section not in view.excepted]
        works = sum(view.opening_work(one) is not None for one in above)
        return above[0] if works >= _FEWEST and works * 2 > len(above) else None

    @cached_property
    def _stems(self) -> set[str]:
        return {stem(medium, self.language) for medium in (*self.work_namespaces.values(), *self.words.values())}

    def _lost_headings(self, view: View, runs: list[list[Example]], title: str) -> Iterator[Hit]:
        document = view.document
        before = self._medium(view, runs[0])
        for run in runs[1:]:
            medium = self._medium(view, run)
            if medium and medium != before and stem(medium, self.language) not in same(title, self.language):
                why = f"these look like {medium} examples, but are under “{shown(title)}”"
                yield Hit(document.words_span(run[0]), {"why": why})
            before = medium or before

    def _medium(self, view: View, run: list[Example]) -> str | None:
        counts = Counter(filter(None, (self._evidence(view, example) for example in run)))
        if not counts:
            return None
        medium, most = counts.most_common(1)[0]
        enough = most >= 2 or most == len(run)
        return medium if enough and most * 2 > counts.total() else None

    def _evidence(self, view: View, example: Example) -> str | None:
        if view.document.markup is Markup.TVTROPES:
            found = _WORK.findall(view.document.text, *example.line)
            return next((self.work_namespaces[name] for name in found if name in self.work_namespaces), None)
        text = view.words(example).lower()
        media = {medium for word, medium in self.words.items() if re.search(rf"\b{re.escape(word)}s?\b", text)}
        return media.pop() if len(media) == 1 else None


def _holds_one(title: str, stems: set[str]) -> bool:
    return any(stem in title for stem in stems)


def _by_section(document: Document, examples: Iterable[Example]) -> Iterator[list[list[Example]]]:
    """Yield, for each section, its top-level examples in runs that blank lines separate."""
    runs: list[list[Example]] = []
    before: Example | None = None
    end = 0
    for example in examples:
        if example.parent is None:
            if before is not None and before.section != example.section:
                yield runs
                runs = []
            if not runs or _set_off(document, end, example):
                runs.append([])
            runs[-1].append(example)
            before = example
        end = example.span.end
    if runs:
        yield runs


def _set_off(document: Document, end: int, example: Example) -> bool:
    """Whether only blank lines are above an example: at least one in TV Tropes markup, otherwise at least two."""
    between = document.text[end : example.marker.start]
    enough = 2 if document.markup is Markup.TVTROPES else 3
    return not between.strip() and between.count("\n") >= enough


def _after_folders(document: Document) -> Iterator[Hit]:
    """Yield the first example of each list that comes after a folder, is in none, and has no heading of its own."""
    folders = {index for index, section in enumerate(document.sections) if section.kind is SectionKind.FOLDER}
    if document.markup is Markup.RENDERED or not folders:
        return
    starts = [document.sections[index].span.start for index in sorted(folders)]
    reported = 0  # how many folders began before the list that was reported last
    for example in document.examples:
        before = bisect_left(starts, example.marker.start)
        section = document.section(example)
        own_heading = section is not None and section.span.start > starts[0]
        if example.parent is None and example.section not in folders and not own_heading and before > reported:
            yield Hit(document.words_span(example), {"why": "this list comes after the folders and is not in one"})
            reported = before
