"""Gathers the lines a reader recognises into sections and a tree of examples; shared by the three readers."""

from __future__ import annotations

from dataclasses import dataclass, field

from linterbot.markup.document import Example, Section, SectionKind
from linterbot.model import Span


@dataclass
class _Item:
    marker: Span
    line: Span
    depth: int
    section: int | None
    parent: int | None
    end: int
    continuations: list[Span] = field(default_factory=list)
    children: list[int] = field(default_factory=list)


@dataclass
class _Opened:
    kind: SectionKind
    title: str
    level: int
    opener: Span
    end: int | None = None
    closed: bool = False


class Gatherer:
    """Takes a page's lines in order; the reader says what each one is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._items: list[_Item] = []
        self._sections: list[_Opened] = []
        self._headings: list[int] = []  # open headings, outermost first
        self._folders: list[int] = []  # open folders, outermost first
        self._above: list[int] = []  # the items a deeper one would stand under, shallowest first
        self._current: int | None = None
        self.strays: list[Span] = []

    def heading(self, line: Span, title: str, level: int) -> None:
        """A heading line: ends the lists, the deeper headings and the folders above it."""
        while self._headings and self._sections[self._headings[-1]].level >= level:
            self._sections[self._headings.pop()].end = line.start
        self._interrupt_folder(line.start)
        self._folders.clear()
        self._headings.append(len(self._sections))
        self._sections.append(_Opened(SectionKind.HEADING, title, level, line, closed=True))
        self.end_lists()

    def folder(self, opener: Span, title: str) -> None:
        """A folder opens; one that is still open ends here, not closed."""
        self._interrupt_folder(opener.start)
        self._folders.append(len(self._sections))
        self._sections.append(_Opened(SectionKind.FOLDER, title, len(self._folders), opener))
        self.end_lists()

    def _interrupt_folder(self, at: int) -> None:
        """End the innermost open folder without closing it; those around it ended when it began."""
        if self._folders:
            self._sections[self._folders[-1]].end = at

    def close_folder(self, closer: Span) -> None:
        """A folder's closing mark: closes the innermost open one."""
        if self._folders:
            section = self._sections[self._folders.pop()]
            section.end, section.closed = closer.end, True
        else:
            self.strays.append(closer)
        self.end_lists()

    def rendered_folder(self, line: Span, title: str) -> None:
        """A folder's name in rendered text, where the closing mark cannot be seen: it closes the one before."""
        if self._folders:
            section = self._sections[self._folders.pop()]
            section.end, section.closed = line.start, True
        self.folder(line, title)

    def item(self, marker: Span, line: Span, depth: int) -> None:
        """A list item: `marker` and what follows it on its line."""
        while self._above and self._items[self._above[-1]].depth >= depth:
            self._above.pop()
        parent = self._above[-1] if self._above else None
        index = len(self._items)
        if parent is not None:
            self._items[parent].children.append(index)
        self._items.append(_Item(marker, line, depth, self._section(), parent, line.end))
        self._above.append(index)
        self._current = index

    def continues(self, line: Span) -> None:
        """A line that goes on with the example before it."""
        if self._current is not None:
            item = self._items[self._current]
            item.continuations.append(line)
            item.end = line.end

    def end_item(self) -> None:
        """A line that belongs to no example; deeper items after it still find their parent."""
        self._current = None

    def end_lists(self) -> None:
        """The lists end: the next item stands under nothing."""
        self._above.clear()
        self._current = None

    def _section(self) -> int | None:
        if self._folders:
            return self._folders[-1]
        return self._headings[-1] if self._headings else None

    def sections(self) -> tuple[Section, ...]:
        """Return the sections, each ended where it ends."""
        end_of_text = len(self._text)
        return tuple(
            Section(
                one.kind,
                one.title,
                one.level,
                one.opener,
                Span(one.opener.start, end_of_text if one.end is None else one.end),
                one.closed or (one.kind is SectionKind.HEADING),
            )
            for one in self._sections
        )

    def examples(self) -> tuple[Example, ...]:
        """Return the tree of examples, in the order of the page."""
        return tuple(
            Example(
                index,
                item.marker,
                item.line,
                tuple(item.continuations),
                Span(item.marker.start, item.end),
                item.depth,
                item.parent,
                tuple(item.children),
                item.section,
            )
            for index, item in enumerate(self._items)
        )
