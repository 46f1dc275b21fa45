"""What a MediaWiki tells every visitor: about itself, its pages, its files and its templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from linterbot.markup.namespace_names import title_form
from linterbot.model import FilePage, Page
from linterbot.wiki.mediawiki import facts
from linterbot.wiki.mediawiki.answers import may_be_title, page_of, site_of, unreadable_page
from linterbot.wiki.mediawiki.file_answers import FileAnswers
from linterbot.wiki.mediawiki.queries import Answer
from linterbot.wiki.protocol import Site


class Asking(Protocol):
    """Something that asks an api.php."""

    @property
    def user(self) -> str | None:
        """The account that asks, None for a visitor."""

    def ask(self, **query: object) -> Answer:
        """Send a query and return the answer; raises WikiError."""

    def ask_all(self, query: Answer) -> Iterator[Answer]:
        """Yield all answers to a query, following its continuation; raises WikiError."""


class Reader:
    """Reads a wiki behind an api.php."""

    def __init__(self, session: Asking) -> None:
        self._session = session
        self._site: Site | None = None
        self._members: dict[frozenset[str], frozenset[str]] = {}
        self._leads: dict[str, str] = {}  # where templates redirect, "" if they do not; asked once per session

    def site(self) -> Site:
        """Return what the wiki says about itself, asked once."""
        if self._site is None:
            answer = self._session.ask(
                meta="siteinfo|userinfo",
                siprop="general|namespaces|namespacealiases|magicwords|usergroups",
                uiprop="rights|groups",
            )
            self._site = site_of(answer["query"], self._session.user or "")
        return self._site

    def now(self) -> str:
        """Return the time by the wiki's clock."""
        return str(self._session.ask(curtimestamp=True, meta="tokens", type="csrf")["curtimestamp"])

    def pages(self, titles: Iterable[str], unreadable: bool = False) -> list[Page]:
        """Return the newest revision of each page that exists, one batch per request."""
        query: dict[str, Any] = {"prop": "info|revisions", "inprop": "protection", "rvslots": "main"}
        query |= {"rvprop": "ids|timestamp|content|sha1|user"}
        found = []
        for batch in self._batches(titles):
            for answer in self._session.ask_all({**query, "titles": "|".join(batch)}):
                for raw in answer["query"].get("pages", []):
                    page = page_of(raw, self.site()) or (unreadable_page(raw) if unreadable else None)
                    if page is not None:
                        found.append(page)
        return found

    def stored_page(self, title: str) -> Page | None:
        """Return the newest revision of a page, whatever its text is written in."""
        query = {"prop": "info|revisions", "inprop": "protection", "rvslots": "main", "rvprop": "ids|timestamp|content"}
        if not may_be_title(title):
            return None
        answer = self._session.ask(titles=title, **query)
        return next((page_of(raw, self.site(), any_model=True) for raw in answer["query"].get("pages", [])), None)

    def files(self, names: Iterable[str]) -> dict[str, FilePage]:
        """Return what is known of each file, with the templates its page calls and those that they call in turn."""
        wanted, answers = list(names), FileAnswers()
        query: dict[str, Any] = {
            "redirects": True,
            "prop": "revisions|templates|imageinfo",
            "iiprop": "timestamp",
            "tlnamespace": "10",
            "tllimit": "max",
        }
        query |= {"rvslots": "main", "rvprop": "content|ids"}
        for batch in self._batches(f"File:{name}" for name in wanted):
            for answer in self._session.ask_all({**query, "titles": "|".join(batch)}):
                answers.add(answer["query"])
        redirects = self.template_redirects(answers.templates())
        return {name: answers.page(name, redirects) for name in wanted}

    def template_redirects(self, names: Iterable[str]) -> dict[str, str]:
        """Return the targets of those of the templates that are redirects."""
        wanted = set(names)
        new = {name for name in wanted if name not in self._leads and may_be_title(name)}
        for batch in self._batches(f"Template:{name}" for name in new):
            answer = self._session.ask(titles="|".join(batch), redirects=True)
            for lead in answer["query"].get("redirects", []):
                self._leads[title_form(lead["from"].partition(":")[2])] = lead["to"].partition(":")[2]
        for name in new:
            self._leads.setdefault(name, "")
        return {name: lead for name in wanted if (lead := self._leads.get(name))}

    def templates_in(self, categories: frozenset[str]) -> frozenset[str]:
        """Return the templates in these categories and those below them; asked once per session."""
        if categories not in self._members:
            self._members[categories] = facts.templates_in(self._session.ask_all, categories)
        return self._members[categories]

    def in_category(self, category: str) -> list[str]:
        """Return the titles of the pages in a category."""
        return facts.in_category(self._session.ask_all, category)

    def created(self, titles: Iterable[str]) -> dict[str, str]:
        """Return when pages were created under these titles, from the log of created pages."""
        return facts.created(self._session.ask, titles)

    def _batches(self, titles: Iterable[str]) -> Iterator[list[str]]:
        wanted = sorted({title for title in titles if may_be_title(title)})
        size = self.site().batch
        for at in range(0, len(wanted), size):
            yield wanted[at : at + size]
