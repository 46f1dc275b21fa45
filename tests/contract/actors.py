"""The actors of the contract tests, who do the same things on the sandbox and on a real MediaWiki."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Protocol

import requests

from linterbot.wiki.sandbox.people import Person
from tests.waiting import until


class Actors(Protocol):
    """What a sysop does on a wiki."""

    def edit(self, title: str, text: str, comment: str = "") -> int: ...

    def undo(self, title: str, revision: int) -> int: ...

    def protect(self, title: str, level: str) -> None: ...

    def delete(self, title: str) -> None: ...

    def move(self, title: str, to: str) -> None: ...

    def block(self, user: str, blocked: bool = True) -> None: ...


class SandboxActors(Person):
    """Everything a sysop does on the sandbox."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "LabAdmin")


class MediaWikiActors:
    """A sysop who uses api.php directly, without linterbot."""

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
        return self._seen("revid", int(answer["edit"].get("newrevid", 0)))

    def edit_as(self, title: str, text: str, model: str) -> int:
        """Create a page that is no wikitext."""
        answer = self._post(action="edit", title=title, text=text, contentmodel=model, token=self._token)
        return self._seen("revid", int(answer["edit"]["newrevid"]))

    def hasty_edit(self, title: str, text: str) -> int:
        """Edit without waiting for the row in recent changes."""
        answer = self._post(action="edit", title=title, text=text, token=self._token)
        return int(answer["edit"].get("newrevid", 0))

    def append(self, title: str, text: str) -> None:
        """Add to whatever is on a page by now."""
        self._post(action="edit", title=title, appendtext=text, token=self._token)

    def contributions(self, user: str, words: str) -> list[dict[str, Any]]:
        """Return a user's edits to pages with some words in their titles."""
        asked = {"list": "usercontribs", "ucuser": user, "uclimit": "max", "ucprop": "ids|title|comment"}
        found: list[dict[str, Any]] = []
        more: dict[str, Any] = {}
        while True:
            answer = self._get(**asked, **more)
            found += [one for one in answer["query"]["usercontribs"] if words in one["title"]]
            if "continue" not in answer:
                return found
            more = answer["continue"]

    def texts(self, titles: list[str]) -> dict[str, str]:
        """Return the newest texts of some pages."""
        out = {}
        for at in range(0, len(titles), 50):
            asked = {"prop": "revisions", "rvprop": "content", "rvslots": "main"}
            answer = self._get(titles="|".join(titles[at : at + 50]), **asked)
            for page in answer["query"]["pages"]:
                if "revisions" in page:
                    out[page["title"]] = page["revisions"][0]["slots"]["main"]["content"]
        return out

    def undo(self, title: str, revision: int) -> int:
        answer = self._post(action="edit", title=title, undo=revision, token=self._token)
        return self._seen("revid", int(answer["edit"]["newrevid"]))

    def protect(self, title: str, level: str) -> None:
        self._post(action="protect", title=title, protections=f"edit={level or 'all'}", token=self._token)

    def delete(self, title: str) -> None:
        answer = self._post(action="delete", title=title, token=self._token)
        self._seen("logid", int(answer["delete"]["logid"]))

    def move(self, title: str, to: str) -> None:
        self._post(action="move", **{"from": title}, to=to, token=self._token)
        self._until(lambda row: row.get("logtype") == "move" and row["title"] == title)

    def block(self, user: str, blocked: bool = True) -> None:
        self._post(action="block" if blocked else "unblock", user=user, token=self._token)

    def block_from(self, user: str, pages: str = "", namespaces: str = "") -> None:
        """Block somebody from some pages or namespaces only."""
        named = {"pagerestrictions": pages, "namespacerestrictions": namespaces}
        wanted = {key: value for key, value in named.items() if value}
        self._post(action="block", user=user, partial=1, allowusertalk=1, reblock=1, token=self._token, **wanted)

    def _seen(self, key: str, number: int) -> int:
        """Wait for the row in recent changes, which the wiki writes only after its answer."""
        if number:
            self._until(lambda row: row.get(key) == number)
        return number

    def wait_for(self, revisions: Collection[int]) -> None:
        """Wait for the rows of all these edits in recent changes."""
        self._look(lambda rows: set(revisions) <= {row.get("revid") for row in rows}, limit=len(revisions) + 50)

    def _until(self, found: Callable[[dict[str, Any]], bool]) -> None:
        self._look(lambda rows: any(map(found, rows)), limit=50)

    def _look(self, enough: Callable[[list[dict[str, Any]]], bool], limit: int) -> None:
        asked = {"list": "recentchanges", "rcprop": "ids|title|loginfo", "rclimit": limit}
        until(lambda: enough(self._get(**asked)["query"]["recentchanges"]), "a row of recent changes")

    def _get(self, **asked: Any) -> Any:
        asked = {"action": "query", "format": "json", "formatversion": 2, **asked}
        return self._http.get(self._api, params=asked, timeout=60).json()

    def _post(self, **sent: Any) -> Any:
        answer = self._http.post(self._api, data={"format": "json", "formatversion": 2, **sent}, timeout=60).json()
        assert "error" not in answer, answer
        return answer
