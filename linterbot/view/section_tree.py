"""Which section of a page is inside which, and the medium that a section is about."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cached_property

from linterbot.markup.document import Document, Section, SectionKind
from linterbot.view.language import Language
from linterbot.view.media_names import same


def encloses(outer: Section, inner: Section) -> bool:
    """Whether a section that begins earlier has another one inside."""
    if outer.kind is SectionKind.HEADING and inner.kind is SectionKind.HEADING:
        return inner.level > outer.level
    return inner.span.start < outer.span.end


def parents(sections: Sequence[Section]) -> tuple[int | None, ...]:
    """Return, for each section, the number of the innermost one that it is in, None at the top."""
    out: list[int | None] = []
    above: list[int] = []
    for number, section in enumerate(sections):
        while above and not encloses(sections[above[-1]], section):
            above.pop()
        out.append(above[-1] if above else None)
        above.append(number)
    return tuple(out)


class SectionTree:
    """The sections of one page, as a tree."""

    def __init__(self, document: Document, media: Container[str], language: Language) -> None:
        self._sections, self._media, self._language = document.sections, media, language
        self.parents = parents(document.sections)
        self._numbers = {section.opener: number for number, section in enumerate(document.sections)}
        self._media_sections = document.media_sections

    def parent(self, section: Section) -> int | None:
        """Return the number of the section that another one is in, None at the top."""
        return self.parents[self._numbers[section.opener]]

    def medium(self, number: int | None) -> str:
        """Return the title of the innermost section named after a medium, from this section up, "" if there is none."""
        return "" if number is None else self._mediums[number]

    @cached_property
    def _mediums(self) -> list[str]:
        out: list[str] = []
        for section, parent in zip(self._sections, self.parents, strict=True):
            own = same(section.title, self._language) in self._media
            out.append(section.title if own else "" if parent is None else out[parent])
        return out

    def is_medium(self, section: Section) -> bool:
        """Whether a section is named after a medium."""
        return same(section.title, self._language) in self._media

    def of_media(self) -> list[Section]:
        """Return the sections that divide the examples by media, without what is inside a medium's section."""
        return [one for one in self._media_sections if not self.medium(self.parent(one))]
