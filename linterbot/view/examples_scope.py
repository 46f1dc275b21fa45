"""Where the examples of a page are: not every bullet is one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from linterbot.markup.document import Document, Example, SectionKind
from linterbot.model import Markup, Span
from linterbot.view.conventions import Conventions
from linterbot.view.media_names import same
from linterbot.view.page_kind import CREATOR, DISAMBIGUATION, INDEX, UNKNOWN
from linterbot.view.places import holds
from linterbot.view.templates import alike, alike_all

_LONGEST_LINE = 200  # characters of a line such as “Examples:”
_WITHOUT = frozenset({DISAMBIGUATION, INDEX, "file", "template", "category", "main-page"})  # kinds without examples


def examples_of(
    document: Document, kind: str, conventions: Conventions, excepted: Collection[int], announced: Sequence[Span]
) -> tuple[Example, ...]:
    """Return the list items of a page that are examples, or stand under one; `announced` is where words say so.

    They begin after the line, heading or template that says so, or else at the first section named after a medium; on
    a page with neither, everywhere, unless its headings and templates could have shown that it has examples and do not.
    Sections such as “See also” and blocks marked as an index have none.
    """
    if kind in _WITHOUT or not document.examples:
        return ()
    start = _start(document, conventions, announced)
    if start is None:
        if kind == CREATOR or (kind == UNKNOWN and document.sections and document.markup is Markup.MEDIAWIKI):
            return ()  # what is listed there are works, or anything at all
        start = 0
    indexes = document.indexes
    if not start and not excepted and not indexes:
        return document.examples
    out: list[Example] = []
    inside: list[bool] = []
    for example in document.examples:
        if example.parent is not None:
            ours = inside[example.parent]
        else:
            at = example.marker.start
            ours = at >= start and example.section not in excepted and not holds(indexes, at)
        inside.append(ours)
        if ours:
            out.append(example)
    return tuple(out)


def _start(document: Document, conventions: Conventions, announced: Sequence[Span]) -> int | None:
    """Return the offset at which examples begin, None if nothing shows it."""
    marks = [*_templates(document, conventions), *_headings(document, conventions), *_lines(document, announced)]
    if marks:
        return min(marks)
    for section in document.sections:
        if section.kind is SectionKind.FOLDER or same(section.title, conventions.language) in conventions.media_keys:
            return section.opener.start
    return None


def _templates(document: Document, conventions: Conventions) -> list[int]:
    if document.markup is not Markup.MEDIAWIKI:
        return []
    wanted = alike_all(conventions.example_templates)
    return [one.span.end for one in document.templates if not wanted.isdisjoint(alike([one.name]))][:1]


def _headings(document: Document, conventions: Conventions) -> list[int]:
    for section in document.sections:
        title = same(section.title, conventions.language)
        if section.kind is SectionKind.HEADING and title.startswith(conventions.heading_keys):
            return [section.opener.end]
    return []


def _lines(document: Document, announced: Sequence[Span]) -> list[int]:
    """Return where the line ends that says, outside a list, that examples follow."""
    text = document.text
    for words in announced:
        start, end = text.rfind("\n", 0, words.start) + 1, text.find("\n", words.end)
        end = end if end != -1 else len(text)
        line = text[start : min(end, start + _LONGEST_LINE + 1)]
        if len(line) <= _LONGEST_LINE and line.rstrip(" '_*").endswith(":") and line[:1] not in "*#":
            return [end]
    return []


def excepted_sections(document: Document, conventions: Conventions) -> set[int]:
    """Return the numbers of the sections that hold no examples on any page, and of those inside them."""
    out: set[int] = set()
    reach, level = -1, 0
    for number, section in enumerate(document.sections):
        deeper = section.span.start < reach and section.level > level
        if same(section.title, conventions.language) in conventions.no_example_keys:
            out.add(number)
            reach, level = section.span.end, section.level
        elif deeper:
            out.add(number)
    return out
