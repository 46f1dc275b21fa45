"""A wiki's own connection, with cookies that no other wiki sees: a read is repeated if that may help, a write never."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from requests.cookies import RequestsCookieJar
from urllib3.exceptions import HTTPError

from linterbot.errors import WikiDown
from linterbot.wiki.mediawiki.outcomes import seconds_asked
from linterbot.wiki.mediawiki.paced import Paced
from linterbot.wiki.mediawiki.queries import Answer, fields, refusal
from linterbot.wiki.pace import Pace

TIMEOUT = (5, 30)  # seconds to connect, to read
_WAITS = (2.0, 4.0)  # seconds before a read is sent again, and again
_LONGEST_WAIT = 60.0  # seconds that a wiki may delay a read; longer waits are between rounds
_MAXLAG = "30"  # seconds of lag from which pages are not to be read; how large it is may always be asked
_LONGEST_ADDRESS = 2000  # characters; what is longer is sent as a POST
_LONGEST_ANSWER = 120.0  # seconds that one may take
_PIECE = 64 * 1024  # bytes
_LARGEST = 64 * 1024**2  # bytes of an answer; MediaWiki itself ends one at 8 MiB
_BUSY = ("maxlag", "ratelimited", "internal_api_error_")  # how the codes of passing troubles begin
_REMEDY = "check the address, and whether the wiki is up"
_LONGEST_REASON = 200  # characters


class _NotNow(WikiDown):
    """The wiki gave no answer, but may give one soon."""

    seconds: float = 0.0  # how long it asked us to wait


class Connection:
    """How one account, or a visitor, reaches the API of one wiki."""

    def __init__(self, api: str, agent: str, cookies: RequestsCookieJar, pace: Pace) -> None:
        self._api, self._pace = api, pace
        self._resting_until = 0.0
        self._http = session_for(api, cookies, Paced(pace))
        self._http.headers["User-Agent"] = agent

    def close(self) -> None:
        """Close the connection; the next request opens it again."""
        self._http.close()

    def read(self, query: Mapping[str, object]) -> Answer:
        """Return the wiki's answer, which may be a refusal; raises WikiDown."""
        form = {**fields(query), "format": "json", "formatversion": "2"}
        if "meta" not in form:
            form["maxlag"] = _MAXLAG
        for wait in _WAITS:
            try:
                return self._read_once(form)
            except _NotNow as not_now:
                self._pace.rest(min(max(wait, not_now.seconds), _LONGEST_WAIT))
        return self._read_once(form)

    def write(self, form: Mapping[str, str]) -> requests.Response:
        """Send a write once; raises what requests raises."""
        return self._http.post(self._api, data=form, timeout=TIMEOUT, allow_redirects=False)

    def _read_once(self, form: Mapping[str, str]) -> Answer:
        if (rest := self._resting_until - time.monotonic()) > 0:
            self._pace.rest(min(rest, _LONGEST_WAIT))
        try:
            with self._send(form) as answer:
                body = _body(answer)
        except (requests.exceptions.InvalidURL, UnicodeError) as fault:
            raise WikiDown(self._api, f"no usable answer ({fault})", _REMEDY) from None
        except (requests.RequestException, HTTPError, OSError, ValueError) as fault:
            raise self._not_now(str(fault) or type(fault).__name__) from None
        seconds = min(seconds_asked(answer.headers) or 0.0, _LONGEST_WAIT)
        self._resting_until = time.monotonic() + seconds
        return self._answer(answer.status_code, body, seconds)

    def _send(self, form: Mapping[str, str]) -> requests.Response:
        if len(urlencode(form)) <= _LONGEST_ADDRESS:
            return self._http.get(self._api, params=form, timeout=TIMEOUT, stream=True)
        return self._http.post(self._api, data=form, timeout=TIMEOUT, stream=True)

    def _answer(self, status: int, body: bytes, seconds: float) -> Answer:
        if status == 429 or status >= 500:
            raise self._not_now(f"HTTP {status}", seconds)
        if len(body) > _LARGEST:
            raise WikiDown(self._api, "no usable answer (it is too large)", _REMEDY)
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise WikiDown(self._api, f"no usable answer (HTTP {status} with no JSON)", _REMEDY)
        code, info = refusal(answer)
        if status >= 400 and not code:
            raise WikiDown(self._api, f"no usable answer (HTTP {status})", _REMEDY)
        if code.startswith(_BUSY):
            raise self._not_now(f"{code}: {info}", seconds)
        return answer

    def _not_now(self, reason: str, seconds: float = 0.0) -> _NotNow:
        error = _NotNow(self._api, f"no usable answer ({reason.splitlines()[0][:_LONGEST_REASON]})", _REMEDY)
        error.seconds = seconds
        return error


def _body(answer: requests.Response) -> bytes:
    """Read an answer; raises TimeoutError if that takes too long, whatever trickles in."""
    pieces, size, end = [], 0, time.monotonic() + _LONGEST_ANSWER
    while size <= _LARGEST and (piece := answer.raw.read1(_PIECE, decode_content=True)):
        pieces.append(piece)
        size += len(piece)
        if time.monotonic() > end:
            raise TimeoutError("it takes too long")
    return b"".join(pieces)


def session_for(api: str, cookies: RequestsCookieJar, adapter: Paced) -> requests.Session:
    """Return a session that sends some cookies, and speaks to the host of an API alone."""
    session, address = requests.Session(), urlsplit(api)
    session.cookies = cookies
    session.hooks["response"] = [_stay_on_this_host]
    session.mount(f"{address.scheme}://{address.netloc}/", adapter)
    return session


def _stay_on_this_host(answer: requests.Response, *_: object, **__: object) -> None:
    """Refuse to follow a redirect to another host: what we send is only meant for this wiki."""
    if not answer.is_redirect:
        return
    here, there = urlsplit(answer.url), urlsplit(urljoin(answer.url, answer.headers["location"]))
    if (there.hostname, there.scheme) not in ((here.hostname, here.scheme), (here.hostname, "https")):
        answer.close()
        raise requests.exceptions.InvalidURL(f"the wiki at {here.netloc} redirects to another host, {there.netloc}")
