"""The adapter to a real MediaWiki: what linterbot asks of a wiki, as requests to api.php."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from linterbot.model import Page
from linterbot.wiki.known_sites import KnownSites
from linterbot.wiki.mediawiki import facts
from linterbot.wiki.mediawiki.answers import (
    account_status_of,
    change_of,
    kept_off,
    may_be_title,
    partly_blocked,
    revisions_of,
)
from linterbot.wiki.mediawiki.reader import Reader
from linterbot.wiki.mediawiki.session import Session
from linterbot.wiki.mediawiki.write import write
from linterbot.wiki.pace import ALONE, Pace
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

_MOST_CHANGES = 20_000  # rows in one round; the next round reads the rest


class MediaWiki(Reader):
    """A wiki behind an api.php, as one account sees it.

    `user` is the account, `password` its password, or `name:secret` for a bot password. Without a password, the wiki is
    read as any visitor reads it, and every write is refused. The login is kept in the folder `state`.
    """

    _session: Session

    def __init__(
        self,
        name: str,
        api: str,
        user: str,
        password: str | None,
        operator: str,
        state: Path,
        pace: Pace = ALONE,
        sites: KnownSites | None = None,
    ) -> None:
        self.name, self._api, self._sites = name, api, sites or KnownSites()
        super().__init__(Session(api, user, password, operator, state, pace))
        self._aliases: dict[frozenset[str], dict[str, str]] = {}

    def close(self) -> None:
        """Close the connection."""
        self._session.close()
        self._site = None

    def site(self) -> Site:
        """Return what the wiki says about itself, asked once; logs in if there is a password. Raises LoginRefused."""
        user = self._session.user or ""
        self._site = self._site or self._sites.get(self._api, user)
        if self._site is None:
            self._sites.put(self._api, user, super().site())
        return super().site()

    def changes(self, since: str) -> Changes:
        """Return the changes since a time, in no reliable order; if there are too many, the first of them."""
        found: list[Change] = []
        query: dict[str, Any] = {
            "list": "recentchanges",
            "rcstart": since,
            "rcdir": "newer",
            "rclimit": "max",
            "curtimestamp": True,
        }
        query |= {"rctype": "edit|new|log", "rcprop": "title|ids|timestamp|user|comment|loginfo"}
        now = ""
        for answer in self._session.ask_all(query):
            now = now or str(answer["curtimestamp"])
            for row in answer["query"]["recentchanges"]:
                found += change_of(row, self.site())
            if len(found) > _MOST_CHANGES:
                return Changes(tuple(found), max(one.timestamp for one in found), now)
        return Changes(tuple(found), now, now)

    def texts(self, revisions: Iterable[int]) -> list[Page]:
        """Return old revisions, one batch per request."""
        wanted, size = sorted(set(revisions)), self.site().batch
        query: dict[str, Any] = {"prop": "info|revisions", "rvslots": "main", "rvprop": "ids|timestamp|content|user"}
        found: list[Page] = []
        for at in range(0, len(wanted), size):
            batch = "|".join(map(str, wanted[at : at + size]))
            for answer in self._session.ask_all({**query, "revids": batch}):
                for raw in answer["query"].get("pages", []):
                    found += revisions_of(raw, self.site())
        return found

    def created_at(self, title: str) -> str:
        """Return when a page's first revision was saved."""
        return facts.first_at(self._session.ask, title, rvdir="newer")

    def edited_by_others(self, title: str) -> str:
        """Return when somebody other than our account last edited a page."""
        return facts.first_at(self._session.ask, title, rvexcludeuser=self.site().user)

    def last_edit_by(self, user: str) -> str:
        """Return when a person last edited anything."""
        return facts.last_edit_by(self._session.ask, user)

    def contributions(self, since: str) -> list[Contribution]:
        """Return our account's own edits since a time."""
        user = self._session.user
        return facts.contributions(self._session.ask_all, user, since) if user else []

    def edits_by(self, user: str, since: str) -> list[Contribution]:
        """Return a person's edits since a time."""
        return facts.contributions(self._session.ask_all, user, since) if may_be_title(user) else []

    def users(self, names: Iterable[str]) -> dict[str, User]:
        """Return those of the names that are registered accounts."""
        return facts.users(self._session.ask, names, self.site().batch)

    def redirects_to(self, templates: frozenset[str]) -> dict[str, str]:
        """Return the redirects to these templates; asked once per session."""
        if templates not in self._aliases:
            self._aliases[templates] = facts.redirects_to(self._session.ask_all, templates)
        return self._aliases[templates]

    def account_status(self) -> AccountStatus:
        """Return whether our account can write at the moment."""
        query = {"meta": "userinfo|siteinfo", "uiprop": "blockinfo", "siprop": "general|dbrepllag"}
        answer = self._session.ask(**query)["query"]
        status = account_status_of(answer)
        if not partly_blocked(answer):
            return status
        blocks = self._session.ask(list="blocks", bkusers=self.site().user, bkprop="restrictions", bklimit="max")
        titles, spaces = kept_off(blocks["query"].get("blocks", []), self.site())
        return replace(status, kept_off=titles, kept_out_of=spaces)

    def history(self, title: str, since: int) -> list[Revision]:
        """Return the page's revisions from `since` on, oldest first."""
        return facts.history(self._session.ask_all, title, since)

    def save(self, save: Save) -> Outcome:
        """Write, in one POST that is never repeated automatically."""
        return write(self._session, save, self.texts)
