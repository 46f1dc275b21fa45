"""The adapter to a real MediaWiki: what linterbot asks of a wiki, in the words of api.php."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from linterbot.errors import WikiRefused
from linterbot.markup.names import title_form
from linterbot.model import FilePage, Page
from linterbot.wiki.mediawiki import facts
from linterbot.wiki.mediawiki.answers import (
    account_status_of,
    change_of,
    may_be_title,
    page_of,
    revision_of,
    revisions_of,
    site_of,
    unreadable_page,
)
from linterbot.wiki.mediawiki.file_answers import FileAnswers
from linterbot.wiki.mediawiki.session import Session
from linterbot.wiki.mediawiki.write import write
from linterbot.wiki.protocol import (
    AccountStatus,
    Change,
    Changes,
    Contribution,
    Outcome,
    Revision,
    Save,
    Site,
    User,
)

_MOST_CHANGES = 20_000  # rows a round may bring before the wiki is asked in smaller steps


class MediaWiki:
    """A wiki behind an api.php, seen by one account.

    `user` is the account; `password` that of the account, or `name:secret` of a bot password. Without a password
    the wiki is read as anybody may read it, and every write is refused. The login is kept in `state`.
    """

    def __init__(self, name: str, api: str, user: str, password: str | None, operator: str, state: Path) -> None:
        self.name = name
        self._session = Session(name, api, user, password, operator, state)
        self._site: Site | None = None
        self._members: dict[frozenset[str], frozenset[str]] = {}
        self._leads: dict[str, str] = {}  # where templates lead, "" for those that are none; asked once a session
        self._aliases: dict[frozenset[str], dict[str, str]] = {}

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()
        self._site = None

    def site(self) -> Site:
        """Log in, where there is a password, and say what this wiki is; asked once. Raises LoginRefused."""
        if self._site is None:
            answer = self._session.ask(
                meta="siteinfo|userinfo", siprop="namespaces|namespacealiases|magicwords", uiprop="rights|groups"
            )
            self._site = site_of(answer["query"], self._session.user or "")
        return self._site

    def now(self) -> str:
        """Return the wiki's clock."""
        return str(self._session.ask(curtimestamp=True, meta="tokens", type="csrf")["curtimestamp"])

    def changes(self, since: str) -> Changes:
        """Return the changes since a time; rows carry no promise of order."""
        found: list[Change] = []
        asked: dict[str, Any] = {
            "list": "recentchanges",
            "rcstart": since,
            "rcdir": "newer",
            "rclimit": "max",
            "curtimestamp": True,
        }
        asked |= {"rctype": "edit|new|log", "rcprop": "title|ids|timestamp|user|comment|loginfo"}
        now = ""
        for answer in self._session.ask_all(asked):
            now = now or str(answer["curtimestamp"])
            for row in answer["query"]["recentchanges"]:
                found += change_of(row, self.site())
            if len(found) > _MOST_CHANGES:
                return Changes(tuple(found), max(one.timestamp for one in found))
        return Changes(tuple(found), now)

    def pages(self, titles: Iterable[str], unreadable: bool = False) -> list[Page]:
        """Return the newest revision of each page that exists, a batch a request."""
        asked: dict[str, Any] = {"prop": "info|revisions", "inprop": "protection", "rvslots": "main"}
        asked |= {"rvprop": "ids|timestamp|content|sha1|user"}
        found = []
        for batch in self._batches(titles):
            for answer in self._session.ask_all({**asked, "titles": "|".join(batch)}):
                for raw in answer["query"].get("pages", []):
                    page = page_of(raw, self.site()) or (unreadable_page(raw) if unreadable else None)
                    if page is not None:
                        found.append(page)
        return found

    def files(self, names: Iterable[str]) -> dict[str, FilePage]:
        """Return what each file's page carries: what its text calls and what that calls in turn."""
        wanted, answers = list(names), FileAnswers()
        asked: dict[str, Any] = {
            "redirects": True,
            "prop": "revisions|templates|imageinfo",
            "iiprop": "timestamp",
            "tlnamespace": "10",
            "tllimit": "max",
        }
        asked |= {"rvslots": "main", "rvprop": "content|ids"}
        for batch in self._batches(f"File:{name}" for name in wanted):
            for answer in self._session.ask_all({**asked, "titles": "|".join(batch)}):
                answers.add(answer["query"])
        redirects = self.template_redirects(answers.templates())
        return {name: answers.page(name, redirects) for name in wanted}

    def template_redirects(self, names: Iterable[str]) -> dict[str, str]:
        """Return where those of the templates lead that are redirects."""
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
        """Return the templates in these categories and in those below them; asked once."""
        if categories not in self._members:
            self._members[categories] = facts.templates_in(self._session.ask_all, categories)
        return self._members[categories]

    def created(self, titles: Iterable[str]) -> dict[str, str]:
        """Return when pages were made under their very titles, by the log of creations."""
        return facts.created(self._session.ask, titles)

    def texts(self, revisions: Iterable[int]) -> list[Page]:
        """Return old revisions, a batch a request."""
        wanted, size = sorted(set(revisions)), self.site().batch
        asked: dict[str, Any] = {"prop": "info|revisions", "rvslots": "main", "rvprop": "ids|timestamp|content|user"}
        found: list[Page] = []
        for at in range(0, len(wanted), size):
            batch = "|".join(map(str, wanted[at : at + size]))
            for answer in self._session.ask_all({**asked, "revids": batch}):
                for raw in answer["query"].get("pages", []):
                    found += revisions_of(raw, self.site())
        return found

    def created_at(self, title: str) -> str:
        """Return when the first revision of a page was made."""
        return facts.first_at(self._session.ask, title, rvdir="newer")

    def edited_by_others(self, title: str) -> str:
        """Return when somebody other than our account edited a page last."""
        return facts.first_at(self._session.ask, title, rvexcludeuser=self.site().user)

    def contributions(self, since: str) -> list[Contribution]:
        """Return our account's own edits since a time."""
        user = self._session.user
        return facts.contributions(self._session.ask_all, user, since) if user else []

    def users(self, names: Iterable[str]) -> dict[str, User]:
        """Return those of the names that are registered accounts."""
        return facts.users(self._session.ask, names, self.site().batch)

    def redirects_to(self, templates: frozenset[str]) -> dict[str, str]:
        """Return the other names of these templates; asked once."""
        if templates not in self._aliases:
            self._aliases[templates] = facts.redirects_to(self._session.ask_all, templates)
        return self._aliases[templates]

    def account_status(self) -> AccountStatus:
        """Say whether our account may write at the moment."""
        asked = {"meta": "userinfo|siteinfo", "uiprop": "blockinfo", "siprop": "general|dbrepllag"}
        return account_status_of(self._session.ask(**asked)["query"])

    def history(self, title: str, since: int) -> list[Revision]:
        """Return the page's revisions from `since` on, oldest first."""
        asked: dict[str, Any] = {"titles": title, "prop": "revisions", "rvprop": "ids|timestamp|user|comment|sha1"}
        asked |= {"rvdir": "newer", "rvlimit": "max", **({"rvstartid": since} if since else {})}
        found = []
        try:
            for answer in self._session.ask_all(asked):
                for raw in answer["query"].get("pages", []):
                    found += [revision_of(one) for one in raw.get("revisions", [])]
        except WikiRefused as error:
            if "nosuchrevid" in error.cause or "badid" in error.cause:
                return []
            raise
        return found

    def save(self, save: Save) -> Outcome:
        """Write, in one POST that is never repeated by itself."""
        return write(self._session, save, self.texts)

    def _batches(self, titles: Iterable[str]) -> Iterator[list[str]]:
        wanted = sorted({title for title in titles if may_be_title(title)})
        size = self.site().batch
        for at in range(0, len(wanted), size):
            yield wanted[at : at + size]
