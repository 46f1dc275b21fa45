"""Recognises the kind of a page, by its namespace, its title, its templates, or whatever else shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from linterbot.markup.document import Document, Example
from linterbot.markup.space import Space
from linterbot.records import Record
from linterbot.view.language import NO_LANGUAGE, Language
from linterbot.view.media_names import same
from linterbot.view.templates import alike

Lists = Mapping[str, tuple[str, ...]]
NO_LISTS: Lists = {}
_FEWEST_MEDIA = 2  # sections named after media that show a page divided by media
_TROPE_HEAD = re.compile(r"\s*(?:\[\[)?[A-Z][^:\n]{2,60}(?:\]\])?:\s")
_MOST_HEADS = 500  # bullets that are searched for tropes
_FEWEST_TROPES = 3  # bullets that begin with a trope's name

TROPE, WORK, WORK_SUBPAGE, TROPE_SUBPAGE = "trope", "work", "work-subpage", "trope-subpage"
CREATOR, CHARACTERS, THREAD, MAIN_PAGE, UNKNOWN = "creator", "characters", "thread", "main-page", "unknown"
DISAMBIGUATION, INDEX = "disambiguation", "index"
KINDS: Mapping[str, str] = {
    TROPE: "a trope page",
    WORK: "a work page",
    CREATOR: "a creator's page",
    "useful-notes": "a page of useful notes",
    CHARACTERS: "a character sheet",
    WORK_SUBPAGE: "a work subpage",
    TROPE_SUBPAGE: "a trope subpage",
    THREAD: "a page of threads",
    "workshop": "a Workshop draft",
    DISAMBIGUATION: "a disambiguation page",
    INDEX: "an index",
    MAIN_PAGE: "the main page",
    "file": "a file page",
    "talk": "a talk page",
    "user": "a user page",
    "template": "a template",
    "category": "a category page",
    "project": "a page about the wiki",
    UNKNOWN: "a page of unknown type",
}
_BY_NAME_ALONE = frozenset({THREAD, CHARACTERS})  # subpages that are the same whatever they belong to
_BY_SPACE = {
    Space.TALK: "talk",
    Space.USER: "user",
    Space.FILE: "file",
    Space.TEMPLATE: "template",
    Space.CATEGORY: "category",
    Space.PROJECT: "project",
}


class Kind(NamedTuple):
    """The kind of a page."""

    name: str = UNKNOWN  # one of `KINDS`
    evidence: str = "no template, title, category or section shows which"  # what shows it, in words
    certain: bool = False  # whether the kind's own template shows it

    @property
    def words(self) -> str:
        """What people call it."""
        return KINDS[self.name]


class PageKinds(Record):
    """How each kind of page is recognised; the mappings are by the kind's name, one of `KINDS`.

    Namespaces decide. Then come the names of subpages that are threads or character sheets, whatever they belong to;
    then templates, titles, categories, headings, and how the examples are divided.
    """

    templates: Lists = NO_LISTS  # any of these templates
    subpages: Lists = NO_LISTS  # any of these as the last part of the title, after a slash
    titles: Lists = NO_LISTS  # any of these as the beginning of the title
    categories: Lists = NO_LISTS  # any of these categories
    headings: Lists = NO_LISTS  # a heading that begins with any of these
    media: tuple[str, ...] = ()  # names of media sections
    language: Language = NO_LANGUAGE

    def of(self, document: Document, called: frozenset[str], line: Callable[[Example], str]) -> Kind:
        """Return the kind of a page that calls these templates; `line` returns the markup on an item's own line."""
        for found in self._guesses(document, called, line):
            if found is not None:
                return found
        return Kind()

    def _guesses(
        self, document: Document, called: frozenset[str], line: Callable[[Example], str]
    ) -> Iterator[Kind | None]:
        if document.main_page:
            yield Kind(MAIN_PAGE, "the wiki says so", certain=True)
        if document.space in _BY_SPACE:
            yield Kind(_BY_SPACE[document.space], "its namespace", certain=True)
        if "/" in document.title:
            yield found if (found := self._by_title(document)) and found.name in _BY_NAME_ALONE else None
            yield self._by_parent(called)
        yield self._by_template(called)
        yield self._by_title(document)
        yield self._by_category(document)
        yield self._by_heading(document)
        yield self._by_list(document, line)

    def _by_parent(self, called: frozenset[str]) -> Kind | None:
        """Recognise a subpage by the template of the page that it belongs to, whatever it is called."""
        return _first(self._by_parents_call, called)

    def _by_template(self, called: frozenset[str]) -> Kind | None:
        return _first(self._by_call, called)

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

    def _by_list(self, document: Document, line: Callable[[Example], str]) -> Kind | None:
        """Recognise a trope by examples that are divided by media, and a work by bullets that begin with tropes."""
        media = [
            section.title for section in document.media_sections if same(section.title, self.language) in self._media
        ]
        if len(media) >= _FEWEST_MEDIA:
            return Kind(TROPE, f"its examples are under “{media[0]}” and “{media[1]}”")
        heads = (one for one in document.examples if one.parent is None)
        tropes = sum(1 for one in islice(heads, _MOST_HEADS) if _TROPE_HEAD.match(line(one)))
        if self.templates and tropes >= _FEWEST_TROPES:
            return Kind(WORK, f"{tropes} of its bullets begin with a trope and a colon")
        return None

    @cached_property
    def _by_call(self) -> dict[str, Kind]:
        """The kinds that calls show, by the names of the templates as `alike` compares them, the strongest first."""
        pairs = ((kind, name) for kind, names in self.templates.items() for name in names)
        return _kinds((kind, name, f"it has {{{{{name}}}}}") for kind, name in pairs)

    @cached_property
    def _by_parents_call(self) -> dict[str, Kind]:
        """The kinds of subpages that calls show, likewise."""
        parents = ((WORK_SUBPAGE, WORK), (TROPE_SUBPAGE, TROPE))
        pairs = (
            (subpage, name)
            for subpage, kind in parents
            for part in (subpage, kind)
            for name in self.templates.get(part, ())
        )
        return _kinds((kind, name, f"it is a subpage with {{{{{name}}}}}") for kind, name in pairs)

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


def _kinds(shown: Iterable[tuple[str, str, str]]) -> dict[str, Kind]:
    """Return certain kinds by the templates that show them, as `alike` compares those, from (kind, name, words)."""
    out: dict[str, Kind] = {}
    for kind, name, words in shown:
        for key in alike([name]):
            out.setdefault(key, Kind(kind, words, certain=True))
    return out


def _first(kinds: Mapping[str, Kind], called: frozenset[str]) -> Kind | None:
    """Return the first of some kinds that a call shows."""
    if called.isdisjoint(kinds):
        return None
    return next(kind for name, kind in kinds.items() if name in called)


NO_KINDS = PageKinds()
