"""Recognises the kind of a page, by its template or, if that is missing, by what else shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from linterbot.markup.document import Document
from linterbot.model import Facts
from linterbot.view.language import NO_LANGUAGE, Language
from linterbot.view.media_names import same
from linterbot.view.templates import alike, called

Lists = Mapping[str, tuple[str, ...]]
_FEWEST_MEDIA = 2  # sections named after media that show a page divided by media
_TROPE_HEAD = re.compile(r"\s*(?:\[\[)?[A-Z][^:\n]{2,60}(?:\]\])?:\s")
_MOST_HEADS = 500  # bullets that are searched for tropes
_FEWEST_TROPES = 3  # bullets that begin with a trope's name


class Kind(NamedTuple):
    """The kind of a page, empty if nothing shows it."""

    name: str = ""
    evidence: str = ""  # what shows it, in words
    certain: bool = False  # whether the kind's own template shows it


@dataclass(frozen=True)
class Kinds:
    """How each kind of page is recognised; the mappings are by the kind's name.

    Templates decide, except on subpages, where the title comes first. Then come titles, categories, headings, and how
    the examples are divided.
    """

    templates: Lists = field(default_factory=dict)  # any of these templates
    subpages: Lists = field(default_factory=dict)  # any of these as the last part of the title, after a slash
    titles: Lists = field(default_factory=dict)  # any of these as the beginning of the title
    categories: Lists = field(default_factory=dict)  # any of these categories
    headings: Lists = field(default_factory=dict)  # a heading that begins with any of these
    media: tuple[str, ...] = ()  # names of media sections
    divided_by_media: str = ""  # the kind whose examples are in several media sections
    list_of_tropes: str = ""  # the kind whose bullets begin with tropes
    language: Language = NO_LANGUAGE

    def of(self, document: Document, facts: Facts) -> Kind:
        """Return the kind of a page, an empty one if nothing shows it."""
        found = self._by_title(document) if "/" in document.title else None
        found = found or self._by_template(document, facts) or self._by_title(document)
        return found or self._by_category(document) or self._by_heading(document) or self._by_list(document) or Kind()

    def _by_template(self, document: Document, facts: Facts) -> Kind | None:
        present = called(document, facts)
        for kind, names in self.templates.items():
            for name in names:
                if alike([name]) & present:
                    return Kind(kind, f"it has {{{{{name}}}}}", certain=True)
        return None

    def _by_title(self, document: Document) -> Kind | None:
        _, slash, last = document.title.rpartition("/")
        for kind, names in self.subpages.items() if slash else ():
            if same(last, self.language) in (same(name, self.language) for name in names):
                return Kind(kind, f"its title ends in “/{last}”")
        for kind, names in self.titles.items():
            for name in names:
                if document.title.startswith(name):
                    return Kind(kind, f"its title begins with “{name}”")
        return None

    def _by_category(self, document: Document) -> Kind | None:
        for link in document.categories:
            if (kind := self._by_name.get(same(link.target, self.language))) is not None:
                return Kind(kind, f"it is in the category “{link.target}”")
        return None

    def _by_heading(self, document: Document) -> Kind | None:
        for section in document.sections:
            title = same(section.title, self.language)
            for kind, beginnings in self._beginnings:
                if title.startswith(beginnings):
                    return Kind(kind, f"it has the section “{section.title}”")
        return None

    def _by_list(self, document: Document) -> Kind | None:
        media = [
            section.title for section in document.media_sections if same(section.title, self.language) in self._media
        ]
        if self.divided_by_media and len(media) >= _FEWEST_MEDIA:
            return Kind(self.divided_by_media, f"its examples are under “{media[0]}” and “{media[1]}”")
        heads = (one for one in document.examples if one.parent is None)
        tropes = sum(1 for one in islice(heads, _MOST_HEADS) if _TROPE_HEAD.match(document.text, *one.line))
        if self.list_of_tropes and tropes >= _FEWEST_TROPES:
            return Kind(self.list_of_tropes, f"{tropes} of its bullets begin with a trope and a colon")
        return None

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {
            same(name, self.language): kind for kind, names in reversed(list(self.categories.items())) for name in names
        }

    @cached_property
    def _beginnings(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(kind, tuple(same(name, self.language) for name in names)) for kind, names in self.headings.items()]

    @cached_property
    def _media(self) -> frozenset[str]:
        return frozenset(same(name, self.language) for name in self.media)
