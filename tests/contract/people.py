"""The people of a wiki, for the contract tests: the same deeds on the sandbox and on a real MediaWiki."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import requests

from linterbot.wiki.sandbox_people import Person


class People(Protocol):
    """A sysop, and whoever else is needed."""

    def edit(self, title: str, text: str, comment: str = "") -> int: ...

    def undo(self, title: str, revision: int) -> int: ...

    def protect(self, title: str, level: str) -> None: ...

    def delete(self, title: str) -> None: ...

    def move(self, title: str, to: str) -> None: ...

    def block(self, user: str, blocked: bool = True) -> None: ...


class SandboxPeople(Person):
    """Everything is a sysop's deed on the sandbox."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "LabAdmin")


class MediaWikiPeople:
    """A sysop who speaks to api.php with nothing of linterbot's in between."""

    def __init__(self, api: str, user: str, password: str) -> None:
        self._http, self._api = requests.Session(), api
        token = self._get(meta="tokens", type="login")["query"]["tokens"]["logintoken"]
        answer = self._post(
            action="clientlogin", username=user, password=password, logintoken=token, loginreturnurl=api
        )
        assert answer["clientlogin"]["status"] == "PASS", answer
        self._token = self._get(meta="tokens")["query"]["tokens"]["csrftoken"]

    def edit(self, title: str, text: str, comment: str = "") -> int:
        answer = self._post(action="edit", title=title, text=text, summary=comment, token=self._token)
        return int(answer["edit"]["newrevid"])

    def undo(self, title: str, revision: int) -> int:
        answer = self._post(action="edit", title=title, undo=revision, token=self._token)
        return int(answer["edit"]["newrevid"])

    def protect(self, title: str, level: str) -> None:
        self._post(action="protect", title=title, protections=f"edit={level or 'all'}", token=self._token)

    def delete(self, title: str) -> None:
        self._post(action="delete", title=title, token=self._token)

    def move(self, title: str, to: str) -> None:
        self._post(action="move", **{"from": title}, to=to, token=self._token)

    def block(self, user: str, blocked: bool = True) -> None:
        self._post(action="block" if blocked else "unblock", user=user, token=self._token)

    def _get(self, **asked: Any) -> Any:
        asked = {"action": "query", "format": "json", "formatversion": 2, **asked}
        return self._http.get(self._api, params=asked, timeout=60).json()

    def _post(self, **sent: Any) -> Any:
        answer = self._http.post(self._api, data={"format": "json", "formatversion": 2, **sent}, timeout=60).json()
        assert "error" not in answer, answer
        return answer
