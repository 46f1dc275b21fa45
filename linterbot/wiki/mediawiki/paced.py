"""Lets every request to a wiki keep to a pace, whoever makes it: those of a login as well."""

from __future__ import annotations

from typing import Any

import requests
from requests.adapters import HTTPAdapter

from linterbot.wiki.mediawiki.outcomes import seconds_asked
from linterbot.wiki.pace import Pace

_LONGEST = 600.0  # seconds for which one answer may stop all requests to a farm


class Paced(HTTPAdapter):
    """Sends requests at a pace, and heeds for all of them what one answer asks for (Retry-After, as for maxlag)."""

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self._pace = pace

    def send(self, request: requests.PreparedRequest, *given: Any, **named: Any) -> requests.Response:
        """Send a request when its turn has come."""
        self._pace.wait()
        answer = super().send(request, *given, **named)
        if asked := seconds_asked(answer.headers):
            self._pace.slow_down(min(asked, _LONGEST))
        return answer
