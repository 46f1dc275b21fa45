"""The adapter to a real MediaWiki; the only import of pywikibot.

pywikibot logs in, keeps the session and reads; it repeats its requests as often as its configuration says. Writes are
one POST of our own on its session, never repeated: pywikibot would send an edit twice after a lost answer.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from linterbot.errors import WikiDown, WikiRefused
from linterbot.markup.names import title_form
from linterbot.model import FilePage, Page
from linterbot.wiki import login_file, mediawiki_facts
from linterbot.wiki.faults import translated
from linterbot.wiki.gateway import Change, Changes, Later, Outcome, Refused, Revision, Save, Site, Unknown
from linterbot.wiki.mediawiki_answers import (
    FileAnswers,
    change_of,
    may_be_title,
    outcome_of,
    page_of,
    revision_of,
    site_of,
)

_RETRIES, _RETRY_WAIT, _RETRY_MAX = 2, 2, 20  # seconds; the defaults block a worker for 22 minutes
_TIMEOUT = (5, 30)  # seconds to connect, to read
_MOST_CHANGES = 20_000  # rows a round may bring before the wiki is asked in smaller steps
_STALE_SESSION = frozenset({"badtoken", "assertnameduserfailed", "assertuserfailed", "notloggedin"})


class MediaWiki:
    """A wiki behind an api.php, seen by one account.

    `user` is the account; `password` that of the account, or `name:secret` of a bot password. Without a password
    the wiki is read as anybody may read it, and every write is refused. Everything pywikibot writes goes to `state`.
    """

    def __init__(self, name: str, api: str, user: str, password: str | None, operator: str, state: Path) -> None:
        self.name, self._api = name, api
        self._user = user if password is not None else None
        self._operator, self._state = operator, state if self._user else state / "anonymous"
        self._pywikibot = _load(self._state)
        self._family = _family(self._pywikibot, name if self._user else f"{name}anonymous", api)
        if password is not None:
            login_file.write(state, user, password)
        self._session: Any = None
        self._site: Site | None = None
        self._members: dict[frozenset[str], frozenset[str]] = {}

    def close(self) -> None:
        """Let go of the connection."""
        self._session = None
        self._site = None

    def site(self) -> Site:
        """Log in, where there is a password, and say what this wiki is; asked once. Raises LoginRefused."""
        if self._site is None:
            told = self._ask(meta="siteinfo|userinfo", siprop="namespaces|namespacealiases", uiprop="rights|groups")
            self._site = site_of(told["query"], self._user or "")
        return self._site

    def now(self) -> str:
        """Return the wiki's clock."""
        return str(self._ask(curtimestamp=True, meta="tokens", type="csrf")["curtimestamp"])

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
        for answer in self._pages_of(asked):
            now = now or str(answer["curtimestamp"])
            for row in answer["query"]["recentchanges"]:
                found += change_of(row, self.site())
            if len(found) > _MOST_CHANGES:
                return Changes(tuple(found), max(one.timestamp for one in found))
        return Changes(tuple(found), now)

    def pages(self, titles: Iterable[str]) -> list[Page]:
        """Return the newest revision of each page that exists, a batch a request."""
        asked: dict[str, Any] = {"prop": "info|revisions", "inprop": "protection", "rvslots": "main"}
        asked |= {"rvprop": "ids|timestamp|content|sha1|user"}
        found = []
        for batch in self._batches(titles):
            for answer in self._pages_of({**asked, "titles": "|".join(batch)}):
                for told in answer["query"].get("pages", []):
                    page = page_of(told, self.site())
                    if page is not None:
                        found.append(page)
        return found

    def files(self, names: Iterable[str]) -> dict[str, FilePage]:
        """Return what each file's page carries: what its text calls and what that calls in turn."""
        wanted, told = list(names), FileAnswers()
        asked: dict[str, Any] = {
            "redirects": True,
            "prop": "revisions|templates|imageinfo",
            "iiprop": "timestamp",
            "tlnamespace": "10",
            "tllimit": "max",
        }
        asked |= {"rvslots": "main", "rvprop": "content|ids"}
        for batch in self._batches(f"File:{name}" for name in wanted):
            for answer in self._pages_of({**asked, "titles": "|".join(batch)}):
                told.add(answer["query"])
        redirects = self.template_redirects(told.templates())
        return {name: told.page(name, redirects) for name in wanted}

    def template_redirects(self, names: Iterable[str]) -> dict[str, str]:
        """Return where those of the templates lead that are redirects."""
        out: dict[str, str] = {}
        for batch in self._batches(f"Template:{name}" for name in names if may_be_title(name)):
            answer = self._ask(titles="|".join(batch), redirects=True)
            for lead in answer["query"].get("redirects", []):
                out[title_form(lead["from"].partition(":")[2])] = lead["to"].partition(":")[2]
        return out

    def templates_in(self, categories: frozenset[str]) -> frozenset[str]:
        """Return the templates in these categories and in those below them; asked once."""
        if categories not in self._members:
            self._members[categories] = mediawiki_facts.templates_in(self._pages_of, categories)
        return self._members[categories]

    def created(self, titles: Iterable[str]) -> dict[str, str]:
        """Return when pages were made under their very titles, by the log of creations."""
        return mediawiki_facts.created(self._ask, titles)

    def history(self, title: str, since: int) -> list[Revision]:
        """Return the page's revisions from `since` on, oldest first."""
        asked: dict[str, Any] = {"titles": title, "prop": "revisions", "rvprop": "ids|timestamp|user|comment|sha1"}
        asked |= {"rvdir": "newer", "rvlimit": "max", **({"rvstartid": since} if since else {})}
        found = []
        try:
            for answer in self._pages_of(asked):
                for told in answer["query"].get("pages", []):
                    found += [revision_of(one) for one in told.get("revisions", [])]
        except WikiRefused as error:
            if "nosuchrevid" in error.cause or "badid" in error.cause:
                return []
            raise
        return found

    def save(self, save: Save) -> Outcome:
        """Write, in one POST; only an answer that surely wrote nothing because the session was stale is tried again."""
        if self._user is None:
            return Refused("notloggedin", "the wiki is only read, for there is no password")
        try:
            outcome = self._post(self._sent(save))
            if isinstance(outcome, Refused) and outcome.code in _STALE_SESSION:
                self._renew(outcome.code)
                outcome = self._post(self._sent(save))
        except WikiDown as error:
            return Later(error.cause)  # only what comes before the POST raises
        return outcome

    def _renew(self, code: str) -> None:
        with self._in_words():
            self._session.tokens.clear()
            if code != "badtoken":
                self._session._relogin()  # login() would believe what it remembers

    def _sent(self, save: Save) -> dict[str, Any]:
        session = self._login()
        with self._in_words():
            token, rights = session.tokens["csrf"], session.userinfo["rights"]
        return {
            "action": "edit",
            "format": "json",
            "formatversion": "2",
            "title": save.title,
            "text": save.text,
            "summary": save.summary,
            "assertuser": self._user,
            "watchlist": "nochange",
            "maxlag": "5",
            **({"bot": "1"} if "bot" in rights else {}),
            **({"minor": "1"} if save.minor else {"notminor": "1"}),
            **({"createonly": "1"} if save.base is None else {"nocreate": "1", "baserevid": str(save.base)}),
            "token": token,
        }

    def _post(self, sent: dict[str, Any]) -> Outcome:
        http = self._pywikibot.comms.http
        try:
            headers = {"User-Agent": http.user_agent(self._session)}
            answer = http.session.post(self._api, data=sent, headers=headers, timeout=_TIMEOUT, allow_redirects=False)
        except requests.exceptions.ConnectTimeout:
            return Later("the wiki does not answer")
        except requests.exceptions.RequestException as error:
            return Unknown(f"no answer ({type(error).__name__})")
        return outcome_of(answer.status_code, answer.content)

    def _batches(self, titles: Iterable[str]) -> Iterator[list[str]]:
        wanted = sorted({title for title in titles if may_be_title(title)})
        size = self.site().batch
        for at in range(0, len(wanted), size):
            yield wanted[at : at + size]

    def _pages_of(self, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the answers to a query, following its continuation."""
        more: dict[str, Any] = {}
        while True:
            answer = self._ask(**asked, **more)
            if "query" in answer:
                yield answer
            if "continue" not in answer:
                return
            more = answer["continue"]

    def _ask(self, **asked: Any) -> dict[str, Any]:
        """Send a read; raises WikiError."""
        session = self._login()
        with self._in_words():
            answer = session.simple_request(action="query", formatversion=2, **asked).submit()
        return dict(answer)

    def _login(self) -> Any:
        """Return pywikibot's site, logged in, with the settings of this wiki in force."""
        _configure(self._pywikibot, self._family.name, self._user, self._operator, self._state)
        if self._session is None:
            with self._in_words():
                session = self._pywikibot.Site(code=self._family.name, fam=self._family, user=self._user)
                if self._user:
                    session.login()
                self._session = session
        return self._session

    def _in_words(self) -> AbstractContextManager[None]:
        return translated(self._pywikibot.exceptions, self._api)


def _load(state: Path) -> Any:
    """Import pywikibot so that it reads no user-config.py and writes nowhere but in the state folder."""
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"
    os.environ["PYWIKIBOT_DIR"] = str(state)
    import pywikibot
    import pywikibot.comms.http

    return pywikibot


def _configure(pywikibot: Any, family: str, user: str | None, operator: str, state: Path) -> None:
    """Set pywikibot's settings, which are those of the whole process: two wikis in one daemon take turns."""
    settings = pywikibot.config
    settings.base_dir = str(state)
    if user:
        settings.password_file = str(state / login_file.NAME)
        settings.usernames[family]["*"] = user
    (state / "throttle.ctrl").touch()  # a second wiki in one process is looked for here, and missed loudly
    settings.put_throttle = settings.minthrottle = settings.maxthrottle = 0  # our own pauses are between edits
    settings.max_retries, settings.retry_wait, settings.retry_max = _RETRIES, _RETRY_WAIT, _RETRY_MAX
    settings.socket_timeout = _TIMEOUT
    settings.solve_captcha = False
    settings.enable_GET_without_SSL = True
    settings.cosmetic_changes = False
    settings.user_agent_description = f"linterbot ({operator})"
    settings.log = []  # its log would hold whole requests, secrets among them
    logging.getLogger("pywiki").disabled = True  # it would print by itself; what matters is raised as our errors


def _family(pywikibot: Any, name: str, api: str) -> Any:
    address = urlsplit(api)
    family_name = "linterbot" + re.sub(r"[^a-z0-9]", "", f"{name}{address.netloc}".lower())

    class OneWiki(pywikibot.family.SingleSiteFamily):  # type: ignore[misc]  # pywikibot has no types
        name = family_name
        domain = address.netloc

        def protocol(self, code: str) -> str:
            return address.scheme

        def scriptpath(self, code: str) -> str:
            return address.path.rpartition("/")[0]

    return OneWiki()
