"""How an account logs in: pywikibot does it, which knows every wiki's way; its only import.

Its settings, its session and its cookies are the whole process's, so it is lent those of one account at a time, and
what it gets is taken from it before the next account has its turn.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import LoadError, LWPCookieJar
from pathlib import Path
from typing import Any, NamedTuple

import requests
from requests.cookies import RequestsCookieJar

from linterbot.errors import WikiDown
from linterbot.files import private_file
from linterbot.wiki.mediawiki.connection import TIMEOUT, session_for
from linterbot.wiki.mediawiki.faults import translated
from linterbot.wiki.mediawiki.outcomes import seconds_asked
from linterbot.wiki.mediawiki.paced import Paced
from linterbot.wiki.pace import Pace

_KEPT_IN = "login.lwp"  # the file in the state folder
_ONCE_KEPT_IN = ("password", "pywikibot*.lwp")
_RETRIES, _RETRY_WAIT, _RETRY_MAX = 2, 2, 10  # seconds; the defaults block a process for 22 minutes
_LONGEST, _MOST_REQUESTS = 60.0, 20  # seconds and requests that one login may take, for which others wait
_LONGEST_WAIT = 10.0  # seconds that the wiki may ask for meanwhile
_BOT_PASSWORD = re.compile(r"([^:@\s]+):([0-9a-z]{32,})")  # name:secret, as Special:BotPasswords creates them
_one_at_a_time = threading.Lock()


class Account(NamedTuple):
    """Who logs in, and where."""

    api: str
    user: str
    password: str  # or `name:secret`, a bot password
    agent: str  # what the wiki is told about us
    state: Path  # the folder in which the login is kept


class Cookies(RequestsCookieJar):
    """The cookies of one account, which pywikibot saves in a file that only its owner can read."""

    def __init__(self, file: Path | None = None) -> None:
        super().__init__()
        self._file = file

    def load(self, *_: object, **__: object) -> None:
        """Load nothing: pywikibot would load what it kept itself, for any account of this name."""

    def save(self, *_: object, **__: object) -> None:
        """Save them all; raises OSError."""
        if self._file is not None:
            private_file(self._file)
            jar = LWPCookieJar(str(self._file))
            for one in self:
                jar.set_cookie(one)
            jar.save(ignore_discard=True)


def kept(account: Account | None) -> Cookies:
    """Return the cookies of an account's last login, none for a visitor."""
    if account is None:
        return Cookies()
    file = account.state / _KEPT_IN
    cookies, jar = Cookies(file), LWPCookieJar(str(file))
    with suppress(LoadError, OSError):
        jar.load(ignore_discard=True)
    if all(one.domain and one.path for one in jar):  # otherwise the file is spoilt
        cookies.update(jar)
    return cookies


def log_in(account: Account, cookies: Cookies, pace: Pace) -> None:
    """Log in, and replace the cookies by those of the new login; raises LoginRefused or WikiDown.

    A wrong password is never tried again.
    """
    pace.wait()  # here and not under the lock, if the wiki's farm has asked for time
    with _alone(account.api):
        pywikibot = _load(account.state)
        cookies.clear()
        with _lent(pywikibot, account, cookies, pace), translated(pywikibot.exceptions, account.api):
            family = pywikibot.family.AutoFamily(_family_name(account), account.api)
            site = pywikibot.site.APISite(family.name, family, account.user)
            name, secret = name_and_secret(account.user, account.password)
            manager = pywikibot.login.ClientLoginManager(password=secret, site=site, user=account.user)
            manager.login_name = name
            if not manager.login(retry=False):  # which says nothing about the password
                raise WikiDown(account.api, "the wiki does not log anybody in at the moment", "try again later")


@contextmanager
def _alone(api: str) -> Iterator[None]:
    """Let no other account log in meanwhile; raises WikiDown if another one takes too long."""
    if not _one_at_a_time.acquire(timeout=2 * _LONGEST):
        raise WikiDown(api, "the login of another account takes too long", "try again in a moment")
    try:
        yield
    finally:
        _one_at_a_time.release()


def _family_name(account: Account) -> str:
    """Return a name that pywikibot knows no other wiki by."""
    return "linterbot" + hashlib.sha256(f"{account.api} {account.user}".encode()).hexdigest()[:16]


def name_and_secret(user: str, password: str) -> tuple[str, str]:
    """Return with what an account logs in; a password like `name:secret` is a bot password."""
    bot = _BOT_PASSWORD.fullmatch(password)
    return (f"{user}@{bot[1]}", bot[2]) if bot else (user, password)


def forget_old_files(state: Path) -> None:
    """Delete the files in which earlier versions kept the password and the login; raises OSError."""
    for pattern in _ONCE_KEPT_IN:
        for file in state.glob(pattern):
            file.unlink(missing_ok=True)


def _load(state: Path) -> Any:
    """Import pywikibot so that it reads no user-config.py and writes only to the state folder."""
    os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"
    os.environ["PYWIKIBOT_DIR"] = str(state)
    import pywikibot
    import pywikibot.comms.http

    return pywikibot


@contextmanager
def _lent(pywikibot: Any, account: Account, cookies: Cookies, pace: Pace) -> Iterator[None]:
    """Let pywikibot use a session and settings made for one account."""
    http, session = pywikibot.comms.http, session_for(account.api, cookies, _Bounded(pace))
    _configure(pywikibot.config, account)
    before = http.session, http.cookie_jar
    http.session, http.cookie_jar = session, cookies
    try:
        yield
    finally:
        http.session, http.cookie_jar = before
        session.close()


def _configure(settings: Any, account: Account) -> None:
    settings.base_dir = str(account.state)
    (account.state / "throttle.ctrl").touch()  # without it, pywikibot complains loudly
    settings.usernames[_family_name(account)]["*"] = account.user
    settings.API_config_expiry = 0  # what it keeps on disk, it keeps for all wikis in one place
    settings.password_file = None
    settings.put_throttle = settings.minthrottle = settings.maxthrottle = 0
    settings.max_retries, settings.retry_wait, settings.retry_max = _RETRIES, _RETRY_WAIT, _RETRY_MAX
    settings.socket_timeout = TIMEOUT
    settings.solve_captcha = False
    settings.enable_GET_without_SSL = True
    settings.user_agent_format = account.agent.replace("{", "{{").replace("}", "}}")
    settings.log = []  # its log would contain whole requests, with their secrets
    logging.getLogger("pywiki").disabled = True  # it would print by itself; what matters is raised as our errors


class _Bounded(Paced):
    """Sends the requests of one login; it gives up if there is no end to them, or if the wiki asks for time."""

    def __init__(self, pace: Pace) -> None:
        super().__init__(pace)
        self._sent, self._end = 0, time.monotonic() + _LONGEST

    def send(self, request: requests.PreparedRequest, *given: Any, **named: Any) -> requests.Response:
        """Send a request; raises ConnectionError, which pywikibot does not answer by trying again."""
        self._sent += 1
        if self._sent > _MOST_REQUESTS or time.monotonic() > self._end:
            raise requests.exceptions.ConnectionError("the login comes to no end")
        answer = super().send(request, *given, **named)
        if (seconds_asked(answer.headers) or 0) > _LONGEST_WAIT:
            answer.close()
            raise requests.exceptions.ConnectionError("the wiki asks for time")
        answer.headers.pop("Retry-After", None)  # pywikibot fails if it is a date
        return answer
