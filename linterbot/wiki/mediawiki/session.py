"""The account's session on a MediaWiki, which pywikibot opens and keeps; the only import of pywikibot.

Reads go through pywikibot, which repeats them as often as it is configured to. A write is one POST of our own, on its
connection and with its token, and is never repeated: pywikibot would send an edit twice after a lost answer.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from linterbot.files import private_folder
from linterbot.wiki.mediawiki import login
from linterbot.wiki.mediawiki.faults import translated
from linterbot.wiki.mediawiki.outcomes import seconds_asked
from linterbot.wiki.mediawiki.paced import Paced
from linterbot.wiki.pace import Pace

_RETRIES, _RETRY_WAIT, _RETRY_MAX = 2, 2, 20  # seconds; the defaults block a worker for 22 minutes
_TIMEOUT = (5, 30)  # seconds to connect, to read
_LONGEST_WAIT = 60  # seconds that a wiki may delay a read; longer waits are between rounds
Answer = dict[str, Any]


class Session:
    """One account's session; without a password, the wiki is read as any visitor reads it.

    Everything that pywikibot writes goes into the folder `state`.
    """

    def __init__(
        self, name: str, api: str, user: str, password: str | None, operator: str, state: Path, pace: Pace
    ) -> None:
        self._api, self._operator = api, operator
        self.user = user if password is not None else None
        self._state = state if self.user else state / "anonymous"
        self._pywikibot = _load(self._state)
        address = urlsplit(api)
        self._pywikibot.comms.http.session.mount(f"{address.scheme}://{address.netloc}/", Paced(pace))
        self._family = _family(self._pywikibot, name if self.user else f"{name}anonymous", api)
        self._password = password
        if password is not None:
            login.forget_file(state)
        self._site: Any = None

    def close(self) -> None:
        """Close the session; the next request opens it again."""
        self._site = None

    def ask(self, **query: Any) -> Answer:
        """Send a query and return the answer; raises WikiError."""
        site = self._login()
        with self._in_words():
            answer = site.simple_request(action="query", formatversion=2, **query).submit()
        return dict(answer)

    def blacklisted(self, addresses: list[str]) -> list[str]:
        """Return those of the addresses that are on the wiki's spam blacklist; raises WikiError."""
        site = self._login()
        with self._in_words():
            answer = site.simple_request(action="spamblacklist", formatversion=2, url="|".join(addresses)).submit()
        found = dict(answer).get("spamblacklist", {})
        return [str(one) for one in found.get("matches", [])] if found.get("result") == "blacklisted" else []

    def ask_all(self, query: Answer) -> Iterator[Answer]:
        """Yield all answers to a query, following its continuation; raises WikiError."""
        more: Answer = {}
        while True:
            answer = self.ask(**query, **more)
            if "query" in answer:
                yield answer
            if "continue" not in answer:
                return
            more = answer["continue"]

    def token(self) -> tuple[str, frozenset[str]]:
        """Return the token that a write needs, and the rights of the account; raises WikiError."""
        site = self._login()
        with self._in_words():
            try:
                token = str(site.tokens["csrf"])
            except KeyError:  # the session has expired: a visitor gets no token
                _renew(site)
                token = str(site.tokens["csrf"])
            return token, frozenset(site.userinfo["rights"])

    def renew(self, code: str) -> None:
        """Get a new token, and log in again unless only the token was refused; raises WikiError."""
        site = self._login()
        with self._in_words():
            if code == "badtoken":
                site.tokens.clear()
            else:
                _renew(site)

    def post(self, form: Answer) -> requests.Response:
        """Send a write once; raises what requests raises."""
        http = self._pywikibot.comms.http
        headers = {"User-Agent": http.user_agent(self._login())}
        own = {"timeout": _TIMEOUT, "allow_redirects": False, "hooks": {"response": [_stay_on_this_host]}}
        answer = http.session.post(self._api, data=form, headers=headers, **own)
        assert isinstance(answer, requests.Response)
        return answer

    def _login(self) -> Any:
        """Return pywikibot's site, logged in, with this wiki's settings in force."""
        _configure(self._pywikibot, self._operator, self._state)
        if self.user and self._password is not None:
            self._pywikibot.config.usernames[self._family.name]["*"] = self.user
            login.keep_in_memory(self._pywikibot, self._password)
        if self._site is None:
            with self._in_words():
                site = self._pywikibot.Site(code=self._family.name, fam=self._family, user=self.user)
                if self.user:
                    site.login()
                self._site = site
        # pywikibot remembers a site for as long as the process lives, with the folder of whoever asked for it first.
        self._site.throttle.ctrlfilename = str(self._state / "throttle.ctrl")
        _forget_the_future(self._site.throttle)
        return self._site

    def _in_words(self) -> AbstractContextManager[None]:
        return translated(self._pywikibot.exceptions, self._api)


def _load(state: Path) -> Any:
    """Import pywikibot so that it reads no user-config.py and writes only to the state folder."""
    private_folder(state)
    os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"
    os.environ["PYWIKIBOT_DIR"] = str(state)
    import pywikibot
    import pywikibot.comms.http

    pywikibot.comms.http.session.hooks["response"] = [_stay_on_this_host, _wait_no_longer]
    return pywikibot


def _renew(site: Any) -> None:
    """Log in again, whatever pywikibot remembers of its last login."""
    site.tokens.clear()
    site._relogin()  # login() would trust what it remembers


def _stay_on_this_host(answer: requests.Response, *_: object, **__: object) -> None:
    """Refuse to follow a redirect to another host: what we send is only meant for this wiki."""
    if not answer.is_redirect:
        return
    here, there = urlsplit(answer.url), urlsplit(urljoin(answer.url, answer.headers["location"]))
    if (there.hostname, there.scheme) not in ((here.hostname, here.scheme), (here.hostname, "https")):
        answer.close()
        raise requests.exceptions.InvalidURL(f"the wiki at {here.netloc} redirects to another host, {there.netloc}")


def _forget_the_future(throttle: Any) -> None:
    """Keep pywikibot from waiting, after the machine's clock was put back, until it reaches the last request again."""
    now = time.time()
    throttle.last_read, throttle.last_write = min(throttle.last_read, now), min(throttle.last_write, now)


def _wait_no_longer(answer: requests.Response, *_: object, **__: object) -> None:
    """Limit how long a wiki may delay a read, and turn dates into seconds: pywikibot would sleep for years, or fail."""
    if "Retry-After" in answer.headers:
        answer.headers["Retry-After"] = str(int(min(seconds_asked(answer.headers) or 0, _LONGEST_WAIT)))


def _configure(pywikibot: Any, operator: str, state: Path) -> None:
    """Set pywikibot's settings, which apply to the whole process: two wikis in one daemon take turns."""
    settings = pywikibot.config
    settings.base_dir = str(state)
    (state / "throttle.ctrl").touch()  # pywikibot looks for a second wiki here, and complains loudly without it
    settings.put_throttle = settings.minthrottle = settings.maxthrottle = 0  # linterbot makes its own pauses
    settings.max_retries, settings.retry_wait, settings.retry_max = _RETRIES, _RETRY_WAIT, _RETRY_MAX
    settings.socket_timeout = _TIMEOUT
    settings.solve_captcha = False
    settings.enable_GET_without_SSL = True
    settings.cosmetic_changes = False
    settings.user_agent_description = f"linterbot ({operator})"
    settings.log = []  # its log would contain whole requests, with their secrets
    logging.getLogger("pywiki").disabled = True  # it would print by itself; what matters is raised as our errors


def _family(pywikibot: Any, name: str, api: str) -> Any:
    address = urlsplit(api)
    family_name = "linterbot" + re.sub(r"[^a-z0-9]", "", f"{name}{address.netloc}".lower())
    return pywikibot.family.AutoFamily(family_name, api)
