"""Learns from an export itself what checks need to know beyond a page: files, redirects, licences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from linterbot.markup import mediawiki
from linterbot.markup.document import Document, LinkKind
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names, file_title, title_form
from linterbot.model import Facts, FilePage
from linterbot.wiki.export.reader import ExportedPage, ExportedSite

_USER, _PROJECT, _FILE, _TEMPLATE, _CATEGORY = 2, 4, 6, 10, 14  # the numbers of these namespaces on every MediaWiki
_DEEPEST = 50  # levels of categories below one another


class Source(NamedTuple):
    """A file, template or category page, before it is read."""

    names: Names  # of its wiki
    namespace: int  # MediaWiki's number
    name: str  # the title without the namespace
    text: str
    redirect: str  # the title it leads to, "" if it is not a redirect


class Gist(NamedTuple):
    """What a file, template or category page says."""

    namespace: int  # MediaWiki's number
    name: str  # the title without the namespace
    calls: frozenset[str]  # the templates that a file page calls
    categories: frozenset[str]  # those that the page is in
    redirect: str  # the file or template that it leads to, "" if it is not a redirect


def source(site: ExportedSite, names: Names, page: ExportedPage) -> Source | None:
    """Return a page as a source of facts, None if it is not one."""
    own = site.namespace_of(page)
    namespace = next((number for number, name in site.namespaces.items() if name == own), 0)
    if namespace not in (_FILE, _TEMPLATE, _CATEGORY) or not page.revisions:
        return None
    return Source(names, namespace, title_form(page.title.partition(":")[2]), page.revisions[-1].text, page.redirect)


def gist(source: Source) -> Gist:
    """Read what a file, template or category page says."""
    document = mediawiki.read(source.text, source.names)
    calls = frozenset(one.name for one in document.templates) if source.namespace == _FILE else frozenset()
    categories = frozenset(link.target for link in document.links if link.kind is LinkKind.CATEGORY)
    redirect = source.redirect or _target(document)
    if source.namespace == _FILE:
        redirect = file_title(redirect.partition(":")[2] or redirect)
    elif redirect:
        redirect = source.names.template_name(redirect)
    return Gist(source.namespace, source.name, calls, categories, redirect)


def names_of(site: ExportedSite) -> Names:
    """Return what a wiki calls its namespaces, as far as reading pages needs them."""

    def called(number: int, known: frozenset[str]) -> frozenset[str]:
        return known | {name.lower() for key, name in site.namespaces.items() if key == number and name}

    standard = MEDIAWIKI_NAMES
    return Names(
        files=called(_FILE, standard.files),
        categories=called(_CATEGORY, standard.categories),
        templates=called(_TEMPLATE, standard.templates),
        main_page=file_title(site.main_page) or standard.main_page,
        users=called(_USER, standard.users),
        projects=called(_PROJECT, standard.projects),
        talks=standard.talks | {name.lower() for number, name in site.namespaces.items() if number % 2 == 1},
    )


class Learner:
    """Puts facts together, page by page."""

    def __init__(self) -> None:
        self._files: dict[str, frozenset[str]] = {}
        self._sets: dict[frozenset[str], frozenset[str]] = {}  # many files call the same templates: each set once
        self._moved: dict[str, str] = {}  # the files that other names lead to
        self._redirects: dict[str, str] = {}
        self._categories: dict[str, frozenset[str]] = defaultdict(frozenset)  # of each template
        self._above: dict[str, frozenset[str]] = {}  # the categories that a category is in

    def take(self, one: Gist) -> None:
        """Add what one page says."""
        if one.namespace == _FILE and one.redirect:
            self._moved[one.name] = one.redirect
        elif one.namespace == _FILE:
            self._files[one.name] = self._sets.setdefault(one.calls, one.calls)
        elif one.namespace == _CATEGORY:
            self._above[one.name] = one.categories
        elif one.redirect:
            self._redirects[one.name] = one.redirect
        else:
            self._categories[one.name.removesuffix("/doc")] |= one.categories

    def facts(self, licence_categories: Iterable[str]) -> Facts:
        """Return the facts from all pages so far."""
        gathered = self._with_those_below({title_form(name) for name in licence_categories})
        licences = {name for name, categories in self._categories.items() if categories & gathered}
        files = {name: FilePage(name, True, self._resolved(called)) for name, called in self._files.items()}
        files |= {name: files[target] for name, target in self._moved.items() if target in files}
        return Facts(
            files=files,
            template_redirects=self._redirects,
            licences=frozenset(licences),
        )

    def _resolved(self, called: frozenset[str]) -> frozenset[str]:
        if not called & self._redirects.keys():
            return called
        return called | {self._redirects[name] for name in called if name in self._redirects}

    def _with_those_below(self, roots: set[str]) -> set[str]:
        found = set(roots)
        for _ in range(_DEEPEST):
            more = {name for name, above in self._above.items() if above & found} - found
            if not more:
                break
            found |= more
        return found


def _target(document: Document) -> str:
    links = document.links if document.redirect else ()
    return next((link.target for link in links if link.kind is not LinkKind.CATEGORY), "")
