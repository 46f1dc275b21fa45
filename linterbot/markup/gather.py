"""Gathers the lines that a reader recognises into sections and a tree of examples; shared by the three readers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from linterbot.markup.document import Example, Section, SectionKind
from linterbot.model import Span

MOST_PARTS = 100_000  # list items, headings and folders of one page; the longest real pages have some thousands


class TooManyParts(Exception):
    """The page has more list items, headings and folders than any person writes."""


@dataclass(slots=True)
class _Opened:
    kind: SectionKind
    title: str
    level: int
    opener: Span
    end: int | None = None  # None while it is open
    closed: bool = False


class Gatherer:
    """Takes a page's lines in order, as the reader recognises them; raises TooManyParts if they are too many.

    Items are kept in columns until all are known, because a page can have thousands.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []  # where each item's marker starts
        self._words: list[int] = []  # where the marker ends and the words begin
        self._lines: list[int] = []  # where the item's own line ends
        self._ends: list[int] = []  # where the item ends
        self._depths: list[int] = []
        self._parents: list[int | None] = []
        self._in: list[int | None] = []  # the section each item is in
        self._children: dict[int, list[int]] = {}
        self._continuations: dict[int, list[Span]] = {}
        self._sections: list[_Opened] = []
        self._headings: list[int] = []  # open headings, outermost first
        self._folders: list[int] = []  # open folders, outermost first
        self._above: list[int] = []  # the items that a deeper one would be under, shallowest first
        self._current: int | None = None  # the item that a further line would continue
        self._here: int | None = None  # the innermost open section
        self.strays: list[Span] = []

    def heading(self, line: Span, title: str, level: int) -> None:
        """Add a heading, which ends the lists, the headings of its level or deeper, and the folders before it."""
        while self._headings and self._sections[self._headings[-1]].level >= level:
            self._sections[self._headings.pop()].end = line.start
        self._interrupt_folder(line.start)
        self._folders.clear()
        self._bounded()
        self._headings.append(len(self._sections))
        self._sections.append(_Opened(SectionKind.HEADING, title, level, line, closed=True))
        self.end_lists()

    def folder(self, opener: Span, title: str) -> None:
        """Open a folder; one that is still open ends here, without being closed."""
        self._interrupt_folder(opener.start)
        self._bounded()
        self._folders.append(len(self._sections))
        self._sections.append(_Opened(SectionKind.FOLDER, title, len(self._folders), opener))
        self.end_lists()

    def _bounded(self) -> None:
        if len(self._sections) + len(self.strays) >= MOST_PARTS:
            raise TooManyParts

    def _interrupt_folder(self, at: int) -> None:
        """End the innermost open folder without closing it; the folders around it ended when it began."""
        if self._folders and self._sections[self._folders[-1]].end is None:
            self._sections[self._folders[-1]].end = at

    def close_folder(self, closer: Span) -> None:
        """Add a closing mark, which closes the innermost open folder; without one it is a stray."""
        if self._folders:
            section = self._sections[self._folders.pop()]
            section.end, section.closed = closer.end, True
        else:
            self._bounded()
            self.strays.append(closer)
        self.end_lists()

    def rendered_folder(self, line: Span, title: str) -> None:
        """Open a folder in rendered text, where closing marks cannot be seen, so that it closes the one before."""
        if self._folders:
            section = self._sections[self._folders.pop()]
            section.end, section.closed = line.start, True
        self.folder(line, title)

    def item(self, start: int, words: int, end: int, depth: int) -> None:
        """Add a list item, by the offsets where its marker starts, its words start and its line ends."""
        above, number = self._above, len(self._depths)
        if number >= MOST_PARTS:
            raise TooManyParts
        while above and self._depths[above[-1]] >= depth:
            above.pop()
        if above:
            self._children.setdefault(above[-1], []).append(number)
            self._parents.append(above[-1])
        else:
            self._parents.append(None)
        self._starts.append(start)
        self._words.append(words)
        self._lines.append(end)
        self._ends.append(end)
        self._depths.append(depth)
        self._in.append(self._here)
        above.append(number)
        self._current = number

    def continues(self, line: Span) -> None:
        """Add a line that continues the example before it; without one it is ignored."""
        if self._current is not None:
            self._continuations.setdefault(self._current, []).append(line)
            self._ends[self._current] = line.end

    def end_item(self) -> None:
        """Add a line that belongs to no example; deeper items after it still find their parent."""
        self._current = None

    def end_lists(self) -> None:
        """End the lists: the next item is under no other, and in the section that is open now."""
        self._above.clear()
        self._current = None
        open_now = self._folders or self._headings
        self._here = open_now[-1] if open_now else None

    def sections(self) -> tuple[Section, ...]:
        """Return the sections, in order; those that are still open end with the text."""
        end_of_text = len(self._text)
        return tuple(
            Section(
                one.kind,
                one.title,
                one.level,
                one.opener,
                Span(one.opener.start, end_of_text if one.end is None else one.end),
                one.closed,
            )
            for one in self._sections
        )

    def examples(self) -> tuple[Example, ...]:
        """Return the examples, in order."""
        continuations: list[tuple[Span, ...]] = [()] * len(self._depths)
        for number, lines in self._continuations.items():
            continuations[number] = tuple(lines)
        children: list[tuple[int, ...]] = [()] * len(self._depths)
        for number, below in self._children.items():
            children[number] = tuple(below)
        markers = map(Span, self._starts, self._words)
        own_lines = map(Span, self._words, self._lines)
        spans = map(Span, self._starts, self._ends)
        columns = (markers, own_lines, continuations, spans, self._depths, self._parents, children, self._in)
        return tuple(map(Example, count(), *columns))
