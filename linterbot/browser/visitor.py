"""Asks a wiki as any visitor may, from a page of another host: a browser allows that with `origin=*`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from linterbot.errors import WikiDown, WikiRefused
from linterbot.wiki.mediawiki.queries import Answer, continued, fields, refusal

Get = Callable[[str], str]  # returns what is at an address, "" if nothing comes of it
_REMEDY = "check the address of the wiki, and whether visitors may read it"


class Visitor:
    """Asks the api.php of one wiki, without an account and without cookies."""

    user = None

    def __init__(self, api: str, get: Get) -> None:
        self._api, self._get = api, get

    def ask(self, **query: object) -> Answer:
        """Send a query and return the answer; raises WikiError."""
        form = {**fields({"action": "query", **query}), "format": "json", "formatversion": "2", "origin": "*"}
        try:
            answer = json.loads(self._get(f"{self._api}?{urlencode(form)}"))
        except (ValueError, RecursionError):
            raise WikiDown(self._api, "gives no usable answer", _REMEDY) from None
        if not isinstance(answer, dict):
            raise WikiDown(self._api, "gives no usable answer", _REMEDY)
        code, info = refusal(answer)
        if code:
            raise WikiRefused(self._api, f"the wiki refused the request ({code}: {info})")
        return answer

    def ask_all(self, query: Answer) -> Iterator[Answer]:
        """Yield all answers to a query, following its continuation; raises WikiError."""
        return continued(self.ask, query)
