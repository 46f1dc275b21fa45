"""How an account logs in: pywikibot does it, which knows every wiki's way; its only import.

Its settings, its session and its cookies are the whole process's, so it is lent those of one account at a time, and
what it gets is taken from it before the next account has its turn.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import LoadError, LWPCookieJar
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests

from linterbot.errors import LoginRefused
from linterbot.files import private_file
from linterbot.wiki.mediawiki.connection import TIMEOUT, stay_on_this_host
from linterbot.wiki.mediawiki.faults import translated
from linterbot.wiki.mediawiki.outcomes import seconds_asked
from linterbot.wiki.mediawiki.paced import Paced
from linterbot.wiki.pace import Pace

_KEPT_IN = "login.lwp"  # the file in the state folder
_ONCE_KEPT_IN = ("password", "pywikibot*.lwp")
_RETRIES, _RETRY_WAIT, _RETRY_MAX = 2, 2, 10  # seconds; the defaults block a process for 22 minutes
_LONGEST_WAIT = 10  # seconds that a wiki may delay a login, for which others wait
_BOT_PASSWORD = re.compile(r"([^:@\s]+):([0-9a-z]{32,})")  # name:secret, as Special:BotPasswords creates them
_one_at_a_time = threading.Lock()


class Account(NamedTuple):
    """Who logs in, and where."""

    api: str
    user: str
    password: str  # or `name:secret`, a bot password
    agent: str  # what the wiki is told about us
    state: Path  # the folder in which the login is kept


class Cookies(LWPCookieJar):
    """The cookies of one account, kept in a file that only its owner can read."""

    def load(self, *_: object, **__: object) -> None:
        """Load nothing: pywikibot would load what it kept itself, for any account of this name."""


def kept(account: Account | None) -> Cookies:
    """Return the cookies of an account's last login, none for a visitor."""
    if account is None:
        return Cookies()
    cookies = Cookies(str(account.state / _KEPT_IN))
    with suppress(LoadError, OSError):
        LWPCookieJar.load(cookies, ignore_discard=True)
    if not all(one.domain and one.path for one in cookies):  # the file is spoilt
        cookies.clear()
    return cookies


def log_in(account: Account, cookies: Cookies, pace: Pace) -> None:
    """Log in, and replace the cookies by those of the new login; raises LoginRefused or WikiDown.

    A wrong password is never tried again.
    """
    with _one_at_a_time:
        pywikibot = _load(account.state)
        cookies.clear()
        with _lent(pywikibot, account, cookies, pace), translated(pywikibot.exceptions, account.api):
            family = pywikibot.family.AutoFamily("linterbot", account.api)
            site = pywikibot.site.APISite(family.name, family, account.user)
            name, secret = name_and_secret(account.user, account.password)
            manager = pywikibot.login.ClientLoginManager(password=secret, site=site, user=account.user)
            manager.login_name = name
            private_file(account.state / _KEPT_IN)
            if not manager.login(retry=False):
                raise LoginRefused(account.api, "the wiki did not log the account in", "see what the wiki asks of it")


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
    http, address = pywikibot.comms.http, urlsplit(account.api)
    session = requests.Session()
    session.cookies = cookies  # type: ignore[assignment]  # any jar will do, as requests says
    session.hooks["response"] = [stay_on_this_host, _wait_no_longer]
    session.mount(f"{address.scheme}://{address.netloc}/", Paced(pace))
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
    settings.usernames["linterbot"]["*"] = account.user
    settings.password_file = None
    settings.put_throttle = settings.minthrottle = settings.maxthrottle = 0
    settings.max_retries, settings.retry_wait, settings.retry_max = _RETRIES, _RETRY_WAIT, _RETRY_MAX
    settings.socket_timeout = TIMEOUT
    settings.solve_captcha = False
    settings.enable_GET_without_SSL = True
    settings.user_agent_format = account.agent.replace("{", "{{").replace("}", "}}")
    settings.log = []  # its log would contain whole requests, with their secrets
    logging.getLogger("pywiki").disabled = True  # it would print by itself; what matters is raised as our errors


def _wait_no_longer(answer: requests.Response, *_: object, **__: object) -> None:
    """Limit how long a wiki may delay a login, in seconds: with a date, pywikibot would fail or sleep for years."""
    if "Retry-After" in answer.headers:
        answer.headers["Retry-After"] = str(int(min(seconds_asked(answer.headers) or 0, _LONGEST_WAIT)))
