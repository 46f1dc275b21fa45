"""A wiki that a person named: what it says of itself and of the things on its pages, each asked once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from linterbot.api import Facts, Names, Report
from linterbot.browser import house
from linterbot.browser.visitor import Get, Visitor
from linterbot.model import FilePage
from linterbot.wiki import facts
from linterbot.wiki.mediawiki.reader import Reader

SETTINGS_PAGE = "MediaWiki:Linterbot-rules.json"  # on which a wiki may say which pack and which rules are its own


class AskedWiki:
    """Reads a wiki as any visitor may; it is typed into all the time, and must not be asked with every key."""

    def __init__(self, api: str, get: Get) -> None:
        self._reader = Reader(Visitor(api, get))
        self._files: dict[str, FilePage] = {}
        self._created: dict[str, str] = {}

    @cached_property
    def names(self) -> Names:
        """What the wiki calls its namespaces; raises WikiError."""
        return self._reader.site().names

    @property
    def own_rules(self) -> dict[str, Any]:
        """What its page about linterbot says; raises WikiError, and RuleError if that makes no sense."""
        return house.of_page(SETTINGS_PAGE, self._settings) if self._settings else {}

    @cached_property
    def _settings(self) -> str:
        page = self._reader.stored_page(SETTINGS_PAGE)
        return page.text.strip() if page is not None else ""

    def facts_for(self, report: Report) -> Facts:
        """Return what the rules need to know for a text; raises WikiError."""
        return facts.fetch(self, [report.wanted_facts()], report.licence_categories())

    @cached_property
    def _now(self) -> str:
        return self._reader.now()

    def now(self) -> str:
        """Return the time by the wiki's clock, when it was first asked."""
        return self._now

    def files(self, names: Iterable[str]) -> dict[str, FilePage]:
        """Return what is known of each file."""
        wanted = set(names)
        if new := wanted - self._files.keys():
            self._files |= self._reader.files(new)
        return {name: self._files[name] for name in wanted}

    def template_redirects(self, names: Iterable[str]) -> dict[str, str]:
        """Return the targets of those of the templates that are redirects."""
        return self._reader.template_redirects(names)

    def templates_in(self, categories: frozenset[str]) -> frozenset[str]:
        """Return the templates in these categories and those below them."""
        return self._reader.templates_in(categories)

    def created(self, titles: Iterable[str]) -> dict[str, str]:
        """Return when pages were created under these titles."""
        wanted = set(titles)
        if new := wanted - self._created.keys():
            found = self._reader.created(new)
            self._created |= {title: found.get(title, "") for title in new}
        return {title: when for title in wanted if (when := self._created[title])}
