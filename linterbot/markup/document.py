"""One page's text after reading: what is where. Every span is exact: `span.of(text)` is the page's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from linterbot.markup.row_numbers import Rows
from linterbot.markup.space import Space
from linterbot.model import Markup, Position, Span


class SectionKind(StrEnum):
    """What opens a section."""

    HEADING = "heading"  # a heading line
    FOLDER = "folder"  # `[[folder:…]]`, `{{folder|…}}`, or a folder's rendered name


class LinkKind(StrEnum):
    """Where a link leads."""

    PAGE = "page"
    IMAGE = "image"
    CATEGORY = "category"


class Section(NamedTuple):
    """A part of the page under one title."""

    kind: SectionKind
    title: str
    level: int  # of a heading, as in HTML; of a folder, how deep it is nested, from 1
    opener: Span  # the heading line, or the mark that opens the folder
    span: Span  # from the opener to the end of the section
    closed: bool  # whether a closing mark ends the folder; always true for a heading


class Example(NamedTuple):
    """One list item with its continuation lines."""

    number: int  # its own index in `Document.examples`
    marker: Span  # the list marker, such as `**`
    line: Span  # the rest of its own line, after the marker
    continuations: tuple[Span, ...]  # the lines that continue it
    span: Span  # the whole item, without the children
    depth: int  # from 1
    parent: int | None  # the index in `Document.examples` of the item it is under
    children: tuple[int, ...]  # the indexes in `Document.examples` of the items directly under it
    section: int | None  # the index in `Document.sections` of the innermost section it is in


class Template(NamedTuple):
    """A template call."""

    name: str  # as MediaWiki keeps it: spaces for underscores, first letter upper case
    span: Span


class Link(NamedTuple):
    """A link."""

    kind: LinkKind
    target: str  # where it leads; of an image or a category, without the namespace
    label: Span  # the words that it shows
    span: Span


class Mentions:
    """What a page mentions by name; each reader overrides what its markup has."""

    def templates(self) -> Iterable[Template]:
        """Return the template calls."""
        return ()

    def links(self) -> Iterable[Link]:
        """Return the links."""
        return ()

    def images(self) -> Iterable[Link]:
        """Return the links that show an image."""
        return (link for link in self.links() if link.kind is LinkKind.IMAGE)

    def categories(self) -> Iterable[Link]:
        """Return the links that put the page into a category."""
        return (link for link in self.links() if link.kind is LinkKind.CATEGORY)


NO_MENTIONS = Mentions()


@dataclass(frozen=True)
class Document:
    """A page as the checks see it; templates, links and images are found when a check first asks for them."""

    text: str
    markup: Markup
    title: str = ""
    namespace: str = ""  # "" for the main namespace
    space: Space = Space.MAIN  # what that namespace is for
    main_page: bool = False  # whether it is the wiki's main page
    sections: tuple[Section, ...] = ()  # in order
    examples: tuple[Example, ...] = ()  # in order
    opaque: tuple[Span, ...] = ()  # parts whose content is not markup: comments, nowiki, literal text
    strays: tuple[Span, ...] = ()  # closing folder marks with nothing to close
    indexes: tuple[Span, ...] = ()  # parts marked as an index: `[[index]]…[[/index]]`
    folder_control: Span | None = None  # the button that opens and closes all folders
    redirect: bool = False
    unread: str = ""  # why the page could not be read, so that nothing is known about it; "" if it could
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
        """Return the example that `example` is directly under, None at the top level."""
        return None if example.parent is None else self.examples[example.parent]

    def words_span(self, example: Example) -> Span:
        """Return where an example's words are on its own line, without the spaces around them."""
        text = self.text
        start, end = example.line
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(start, end)

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
        """Return the innermost section that `example` is in, None before the first one."""
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
