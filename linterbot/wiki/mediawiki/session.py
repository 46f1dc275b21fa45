"""The session of one account on one wiki, or of a visitor: it shares nothing with any other session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import printable
from urllib.parse import quote

import requests

from linterbot.errors import WikiRefused
from linterbot.files import private_folder
from linterbot.version import __version__
from linterbot.wiki.mediawiki import login
from linterbot.wiki.mediawiki.connection import Connection
from linterbot.wiki.mediawiki.login import Account
from linterbot.wiki.mediawiki.queries import Answer, continued, refusal
from linterbot.wiki.pace import Pace

_LOGGED_OUT = frozenset({"assertnameduserfailed", "assertuserfailed"})
_IN_HEADERS = printable.rstrip() + " "
_ONLY_THE_TOKEN = frozenset({"badtoken", "notoken"})


class Session:
    """One account's session; without a password, the wiki is read as any visitor reads it.

    The login is kept in the folder `state`, and the password is kept nowhere.
    """

    def __init__(self, api: str, user: str, password: str | None, operator: str, state: Path, pace: Pace) -> None:
        self._api, self._pace = api, pace
        self.user = user if password is not None else None
        agent = _agent(operator)
        self._account = Account(api, user, password, agent, state) if password is not None else None
        self._cookies = login.kept(self._account)
        self._connection = Connection(api, agent, self._cookies, pace)
        self._token: tuple[str, frozenset[str]] | None = None
        if self._account is not None:
            private_folder(state)
            login.forget_old_files(state)

    def close(self) -> None:
        """Close the session; the next request opens it again."""
        self._connection.close()
        self._token = None

    def ask(self, **query: object) -> Answer:
        """Send a query and return the answer; raises WikiError."""
        return self._read({"action": "query", **query})

    def blacklisted(self, addresses: list[str]) -> list[str]:
        """Return those of the addresses that are on the wiki's spam blacklist; raises WikiError."""
        found = self._read({"action": "spamblacklist", "url": "|".join(addresses)}).get("spamblacklist", {})
        return [str(one) for one in found.get("matches", [])] if found.get("result") == "blacklisted" else []

    def ask_all(self, query: Answer) -> Iterator[Answer]:
        """Yield all answers to a query, following its continuation; raises WikiError."""
        return continued(self.ask, query)

    def token(self) -> tuple[str, frozenset[str]]:
        """Return the token that a write needs, and the rights of the account; raises WikiError."""
        if self._token is None:
            found = self.ask(meta="tokens|userinfo", type="csrf", uiprop="rights").get("query", {})
            rights = found.get("userinfo", {}).get("rights", [])
            self._token = str(found.get("tokens", {}).get("csrftoken", "")), frozenset(map(str, rights))
        return self._token

    def renew(self, code: str) -> None:
        """Forget the token, and log in again unless only the token was refused; raises WikiError."""
        self._token = None
        if code not in _ONLY_THE_TOKEN:
            self._log_in()

    def post(self, form: dict[str, str]) -> requests.Response:
        """Send a write once; raises what requests raises."""
        return self._connection.write(form)

    def _read(self, query: dict[str, object]) -> Answer:
        """Read as the account, which logs in if the wiki does not know it (any more); raises WikiError."""
        if self._account is not None:
            query |= {"assertuser": self._account.user}
        answer = self._connection.read(query)
        if self._account is not None and refusal(answer)[0] in _LOGGED_OUT:
            self._log_in()
            answer = self._connection.read(query)
        code, info = refusal(answer)
        if code:
            raise WikiRefused(self._api, f"the wiki refused the request ({code}: {info})")
        return answer

    def _log_in(self) -> None:
        assert self._account is not None
        login.log_in(self._account, self._cookies, self._pace)


def _agent(operator: str) -> str:
    """Return what a wiki is told about us; a header has English letters and no line breaks."""
    words = f"linterbot/{__version__} ({operator}) requests/{requests.__version__}"
    return quote(words, safe=_IN_HEADERS)
