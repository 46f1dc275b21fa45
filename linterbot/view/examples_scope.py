"""Where the examples of a page are: not every bullet is one."""

from __future__ import annotations

from collections.abc import Collection

from linterbot.markup.document import Document, Example, SectionKind
from linterbot.model import Markup
from linterbot.view.conventions import Conventions
from linterbot.view.media_names import same
from linterbot.view.page_kind import CREATOR, DISAMBIGUATION, INDEX, UNKNOWN
from linterbot.view.places import holds
from linterbot.view.templates import alike

_LONGEST_HEAD = 50_000  # characters at the beginning of a page that are searched for a line such as “Examples:”
_LONGEST_LINE = 200  # characters of that line
_WITHOUT = frozenset({DISAMBIGUATION, INDEX, "file", "template", "category", "main-page"})  # kinds without examples


def examples_of(
    document: Document, kind: str, conventions: Conventions, excepted: Collection[int]
) -> tuple[Example, ...]:
    """Return the list items of a page that are examples, or stand under one.

    They begin after the line, heading or template that says so, or else at the first section named after a medium; on
    a page with neither, everywhere, unless its headings and templates could have shown that it has examples and do not.
    Sections such as “See also” and blocks marked as an index have none.
    """
    if kind in _WITHOUT or not document.examples:
        return ()
    start = _start(document, conventions)
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


def _start(document: Document, conventions: Conventions) -> int | None:
    """Return the offset at which examples begin, None if nothing shows it."""
    marks = [*_templates(document, conventions), *_headings(document, conventions), *_lines(document, conventions)]
    if marks:
        return min(marks)
    for section in document.sections:
        if section.kind is SectionKind.FOLDER or same(section.title, conventions.language) in conventions.media_keys:
            return section.opener.start
    return None


def _templates(document: Document, conventions: Conventions) -> list[int]:
    if document.markup is not Markup.MEDIAWIKI:
        return []
    wanted = alike(conventions.example_templates)
    return [one.span.end for one in document.templates if alike([one.name]) & wanted][:1]


def _headings(document: Document, conventions: Conventions) -> list[int]:
    beginnings = tuple(same(name, conventions.language) for name in conventions.example_headings)
    for section in document.sections:
        if section.kind is SectionKind.HEADING and same(section.title, conventions.language).startswith(beginnings):
            return [section.opener.end]
    return []


def _lines(document: Document, conventions: Conventions) -> list[int]:
    """Return where the line ends that says, outside a list, that examples follow."""
    first = document.examples[0].marker.start
    lower = document.text[:_LONGEST_HEAD].lower()
    for words in conventions.example_lines:
        at = lower.find(words.lower())
        if at != -1:
            start, end = lower.rfind("\n", 0, at) + 1, lower.find("\n", at)
            line = lower[start : end if end != -1 else len(lower)]
            if len(line) <= _LONGEST_LINE and line.rstrip(" '_*").endswith(":") and line[:1] not in "*#":
                return [end if end != -1 else first]
    return []


def excepted_sections(document: Document, conventions: Conventions) -> set[int]:
    """Return the numbers of the sections that hold no examples on any page, and of those inside them."""
    names = {same(name, conventions.language) for name in conventions.no_examples}
    out: set[int] = set()
    reach, level = -1, 0
    for number, section in enumerate(document.sections):
        deeper = section.span.start < reach and section.level > level
        if same(section.title, conventions.language) in names:
            out.add(number)
            reach, level = section.span.end, section.level
        elif deeper:
            out.add(number)
    return out
