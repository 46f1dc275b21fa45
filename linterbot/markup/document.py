"""One page's text, read: what stands where. Every span is exact: `text[span]` is the page's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from linterbot.markup.prose import plain
from linterbot.markup.rows import Rows
from linterbot.model import Markup, Position, Span


class SectionKind(StrEnum):
    """What opens a section: a heading line, or a folder (`[[folder:…]]`, `{{folder|…}}`, a folder's rendered name)."""

    HEADING = "heading"
    FOLDER = "folder"


class LinkKind(StrEnum):
    """Where a link leads."""

    PAGE = "page"
    IMAGE = "image"
    CATEGORY = "category"


class Section(NamedTuple):
    """A part of the page under one title; `span` runs from its opener to where it ends, `closed` says how it ended.

    Headings are always closed (the next heading ends them); a folder is closed only by a closing mark.
    """

    kind: SectionKind
    title: str
    level: int
    opener: Span
    span: Span
    closed: bool


class Example(NamedTuple):
    """One list item with its continuation lines; its children are the deeper items under it.

    `line` is what stands on the item's own line after the marker, `span` all of it without the children.
    `depth` counts from 1; `number`, `parent` and `children` are places in `Document.examples`, `section` in
    `Document.sections`.
    """

    number: int
    marker: Span
    line: Span
    continuations: tuple[Span, ...]
    span: Span
    depth: int
    parent: int | None
    children: tuple[int, ...]
    section: int | None


class Template(NamedTuple):
    """A template call; the name is as MediaWiki keeps it: spaces for underscores, first letter upper case."""

    name: str
    span: Span


class Link(NamedTuple):
    """A link: `target` is where it leads (without its namespace for images and categories), `label` what it shows."""

    kind: LinkKind
    target: str
    label: Span
    span: Span


class Mentions:
    """What a page mentions by name; a reader that finds such things says how."""

    def templates(self) -> Iterable[Template]:
        """Name the template calls."""
        return ()

    def links(self) -> Iterable[Link]:
        """Name the links."""
        return ()

    def images(self) -> Iterable[Link]:
        """Name the links that show an image."""
        return (link for link in self.links() if link.kind is LinkKind.IMAGE)

    def categories(self) -> Iterable[Link]:
        """Name the links that put the page into a category."""
        return (link for link in self.links() if link.kind is LinkKind.CATEGORY)


NO_MENTIONS = Mentions()


@dataclass(frozen=True)
class Document:
    """A page as the checks see it.

    `opaque` are stretches whose content is not markup (comments, nowiki, literal text); `strays` are closing
    folder marks with nothing to close; `folder_control` is the open/close-all button, where there is one.
    `unread` says why the page could not be read, where that is so: then nothing is known of it. Templates, links and
    images are named when a check first asks for them.
    """

    text: str
    markup: Markup
    title: str = ""
    namespace: str = ""
    sections: tuple[Section, ...] = ()
    examples: tuple[Example, ...] = ()
    opaque: tuple[Span, ...] = ()
    strays: tuple[Span, ...] = ()
    folder_control: Span | None = None
    redirect: bool = False
    unread: str = ""
    mentions: Mentions = field(default=NO_MENTIONS, repr=False, compare=False)

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """The template calls, in order; one inside another comes after it."""
        return tuple(self.mentions.templates())

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links, in order; those that a gallery or an image tag makes come after the others."""
        return tuple(self.mentions.links())

    @cached_property
    def images(self) -> tuple[Link, ...]:
        """The links that show an image, in the order of `links`."""
        return tuple(self.mentions.images())

    @cached_property
    def categories(self) -> tuple[Link, ...]:
        """The links that put the page into a category, in order."""
        return tuple(self.mentions.categories())

    @cached_property
    def rows(self) -> Rows:
        """The lines of the page."""
        return Rows(self.text)

    def position(self, offset: int) -> Position:
        """Return the row and column of `offset`; rows end at line feeds."""
        return self.rows.position(offset)

    def parent(self, example: Example) -> Example | None:
        """Return the example that `example` stands under."""
        return None if example.parent is None else self.examples[example.parent]

    def words(self, example: Example) -> str:
        """Return the words on an example's own line as a reader sees them; worked out once, however many checks ask."""
        known = self._words.get(example.number)
        if known is None:
            known = self._words[example.number] = plain(example.line.of(self.text), self.markup)
        return known

    def words_span(self, example: Example) -> Span:
        """Return where an example's words stand on its own line, without the blanks around them."""
        text = self.text
        start, end = example.line
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    @cached_property
    def _words(self) -> dict[int, str]:
        return {}

    def children(self, example: Example) -> tuple[Example, ...]:
        """Return the examples directly under `example`, in order."""
        return tuple(self.examples[number] for number in example.children)

    def ancestors(self, example: Example) -> Iterator[Example]:
        """Yield the parent, its parent, and so on."""
        above = self.parent(example)
        while above is not None:
            yield above
            above = self.parent(above)

    def section(self, example: Example) -> Section | None:
        """Return the innermost section that `example` stands in."""
        return None if example.section is None else self.sections[example.section]

    @cached_property
    def folders(self) -> tuple[Section, ...]:
        """The sections that are folders, in order."""
        return tuple(section for section in self.sections if section.kind is SectionKind.FOLDER)

    @cached_property
    def media_sections(self) -> tuple[Section, ...]:
        """The folders; on a page without folders, the headings that have examples directly under them."""
        if self.folders:
            return self.folders
        used = {example.section for example in self.examples}
        return tuple(section for index, section in enumerate(self.sections) if index in used)
