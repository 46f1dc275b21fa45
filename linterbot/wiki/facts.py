"""Fetches what checks need to know beyond the pages, for a whole batch at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from linterbot.lint.linter import WantedFacts
from linterbot.model import Facts, FilePage, Made
from linterbot.wiki.times import days_between


class KnowsFacts(Protocol):
    """What can be asked for facts: every wiki, and whoever reads one as a visitor."""

    def now(self) -> str:
        """Return the time by the wiki's clock."""

    def files(self, names: Iterable[str]) -> dict[str, FilePage]:
        """Return what is known of each file."""

    def template_redirects(self, names: Iterable[str]) -> dict[str, str]:
        """Return the targets of those of the templates that are redirects."""

    def templates_in(self, categories: frozenset[str]) -> frozenset[str]:
        """Return the templates in these categories and those below them."""

    def created(self, titles: Iterable[str]) -> dict[str, str]:
        """Return when pages were created under these titles."""


def fetch(wiki: KnowsFacts, wanted: Iterable[WantedFacts], licence_categories: frozenset[str] = frozenset()) -> Facts:
    """Return the facts that some pages need; raises WikiError."""
    files: set[str] = set()
    templates: set[str] = set()
    created: set[str] = set()
    for one in wanted:
        files |= one.files
        templates |= one.templates
        created |= one.created
    now = wiki.now() if files or created else ""
    return Facts(
        files=_files(wiki, files, now) if files else {},
        template_redirects=wiki.template_redirects(templates) if templates else {},
        licences=wiki.templates_in(licence_categories) if licence_categories else frozenset(),
        created=_created(wiki, created, now) if created else {},
    )


def _files(wiki: KnowsFacts, names: set[str], now: str) -> dict[str, FilePage]:
    pages = wiki.files(names)
    return {name: page._replace(days_here=days_between(page.uploaded, now)) for name, page in pages.items()}


def _created(wiki: KnowsFacts, titles: set[str], now: str) -> dict[str, Made]:
    ages = {title: (when, days_between(when, now)) for title, when in wiki.created(titles).items()}
    return {title: Made(when, days) for title, (when, days) in ages.items() if days is not None}
