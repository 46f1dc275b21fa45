"""Learns from an export itself what the checks want to know beyond a page: files, redirects, licences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from linterbot.errors import TargetError
from linterbot.markup import mediawiki
from linterbot.markup.document import Document, LinkKind
from linterbot.markup.names import MEDIAWIKI_NAMES, Names, title_form
from linterbot.model import Facts, FilePage
from linterbot.wiki.export import ExportedPage, ExportedSite, read

_FILE, _TEMPLATE, _CATEGORY = 6, 10, 14  # the numbers of these namespaces on every MediaWiki


def learn(path: Path, licence_categories: Iterable[str]) -> tuple[ExportedSite, Names, Facts]:
    """Read an export once through; of one that breaks off, what came before counts. Raises TargetError at its start."""
    learner: _Learner | None = None
    try:
        for part in read(path, newest_only=True):
            if isinstance(part, ExportedSite):
                learner = _Learner(part)
            else:
                learner = learner or _Learner(ExportedSite())
                learner.page(part)
    except TargetError:
        if learner is None:
            raise
    learner = learner or _Learner(ExportedSite())
    return learner.site, learner.names, learner.facts(licence_categories)


class _Learner:
    def __init__(self, site: ExportedSite) -> None:
        self.site = site
        self.names = _names(site)
        self._files: dict[str, frozenset[str]] = {}
        self._sets: dict[
            frozenset[str], frozenset[str]
        ] = {}  # file pages call the same few templates: keep each set once
        self._redirects: dict[str, str] = {}
        self._categories: dict[str, set[str]] = defaultdict(set)  # of each template
        self._above: dict[str, set[str]] = defaultdict(set)  # the categories that a category stands in

    def page(self, page: ExportedPage) -> None:
        """Take note of a file, template or category page; others say nothing here."""
        namespace = self.site.namespace_of(page)
        kind = next((number for number, name in self.site.namespaces.items() if name == namespace), 0)
        if kind not in (_FILE, _TEMPLATE, _CATEGORY) or not page.revisions:
            return
        name = title_form(page.title.partition(":")[2])
        document = mediawiki.read(page.revisions[-1].text, self.names)
        if kind == _FILE:
            called = frozenset(one.name for one in document.templates)
            self._files[name] = self._sets.setdefault(called, called)
        elif kind == _CATEGORY:
            self._above[name] |= _categories_in(document)
        elif target := page.redirect or _target(document):
            self._redirects[name] = self.names.template_name(target)
        else:
            self._categories[name.removesuffix("/doc")] |= _categories_in(document)

    def facts(self, licence_categories: Iterable[str]) -> Facts:
        """Return what was learnt."""
        gathered = self._with_those_below({title_form(name) for name in licence_categories})
        licences = {name for name, categories in self._categories.items() if categories & gathered}
        return Facts(
            files={name: FilePage(name, True, self._resolved(called)) for name, called in self._files.items()},
            template_redirects=self._redirects,
            licences=frozenset(licences),
        )

    def _resolved(self, called: frozenset[str]) -> frozenset[str]:
        if not called & self._redirects.keys():
            return called
        return called | {self._redirects[name] for name in called if name in self._redirects}

    def _with_those_below(self, roots: set[str]) -> set[str]:
        found, size = set(roots), 0
        while len(found) > size:
            size = len(found)
            found |= {name for name, above in self._above.items() if above & found}
        return found


def _names(site: ExportedSite) -> Names:
    def called(number: int, known: frozenset[str]) -> frozenset[str]:
        return known | {name.lower() for key, name in site.namespaces.items() if key == number and name}

    standard = MEDIAWIKI_NAMES
    return Names(
        files=called(_FILE, standard.files),
        categories=called(_CATEGORY, standard.categories),
        templates=called(_TEMPLATE, standard.templates),
    )


def _categories_in(document: Document) -> set[str]:
    return {link.target for link in document.links if link.kind is LinkKind.CATEGORY}


def _target(document: Document) -> str:
    links = document.links if document.redirect else ()
    return next((link.target for link in links if link.kind is LinkKind.PAGE), "")
