"""`outside-folder`: examples that are in no folder, or whose heading was lost."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from linterbot.checks.base import Check
from linterbot.markup.document import Document, Example, SectionKind
from linterbot.model import Hit, Markup
from linterbot.view.media_names import same, shown, stem
from linterbot.view.page_view import View
from linterbot.view.prose import plain

_WORK = re.compile(r"\b([A-Z][A-Za-z]+)/(?=[A-Z{])")


@dataclass(frozen=True)
class OutsideFolder(Check):
    """Finds runs of examples after a blank line that are about a different medium than their section.

    The evidence is counted example by example. In TV Tropes markup it is the namespace of the first work linked, which
    `work-namespaces` maps to a medium; otherwise it is words that only one medium uses (`words`). Two examples, or all
    of a run, must agree; a blank line alone proves nothing. Lists after the folders of a page are reported as well.
    """

    says: ClassVar[frozenset[str]] = frozenset({"why"})

    work_namespaces: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield the first example of each misplaced run."""
        document = view.document
        for runs in _by_section(document):
            section = document.section(runs[0][0])
            if len(runs) > 1 and section is not None and _holds_one(same(section.title, self.language), self._stems):
                yield from self._lost_headings(document, runs, section.title)
        yield from _after_folders(document)

    @cached_property
    def _stems(self) -> set[str]:
        return {stem(medium, self.language) for medium in (*self.work_namespaces.values(), *self.words.values())}

    def _lost_headings(self, document: Document, runs: list[list[Example]], title: str) -> Iterator[Hit]:
        before = self._medium(document, runs[0])
        for run in runs[1:]:
            medium = self._medium(document, run)
            if medium and medium != before and stem(medium, self.language) not in same(title, self.language):
                why = f"these look like {medium} examples, but are under “{shown(title)}”"
                yield Hit(document.words_span(run[0]), {"why": why})
            before = medium or before

    def _medium(self, document: Document, run: list[Example]) -> str | None:
        counts = Counter(filter(None, (self._evidence(document, example) for example in run)))
        if not counts:
            return None
        medium, most = counts.most_common(1)[0]
        enough = most >= 2 or most == len(run)
        return medium if enough and most * 2 > counts.total() else None

    def _evidence(self, document: Document, example: Example) -> str | None:
        raw = example.line.of(document.text)
        if document.markup is Markup.TVTROPES:
            known = (self.work_namespaces[name] for name in _WORK.findall(raw) if name in self.work_namespaces)
            return next(known, None)
        text = plain(raw, document.markup).lower()
        media = {medium for word, medium in self.words.items() if re.search(rf"\b{re.escape(word)}s?\b", text)}
        return media.pop() if len(media) == 1 else None


def _holds_one(title: str, stems: set[str]) -> bool:
    return any(stem in title for stem in stems)


def _by_section(document: Document) -> Iterator[list[list[Example]]]:
    """Yield, for each section, its top-level examples in runs that blank lines separate."""
    runs: list[list[Example]] = []
    before: Example | None = None
    end = 0
    for example in document.examples:
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
