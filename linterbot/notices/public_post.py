"""Sends one request to an address that an operator configured, and to no machine that the address must not reach."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

import certifi
import urllib3
from urllib3.exceptions import HTTPError

from linterbot.wiki.mediawiki.outcomes import seconds_asked

_SECONDS = 10.0  # to connect, and again to answer


class NotSent(Exception):
    """A notice did not reach its target; `seconds` is how long that asked to wait, None if it did not."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        self.reason, self.seconds = reason, seconds
        super().__init__(reason)


class _Place(NamedTuple):
    host: str
    port: int
    path: str
    secure: bool
    ip: str


def post(address: str, body: bytes, headers: Mapping[str, str], private: bool = False) -> None:
    """Send one POST; raises NotSent unless the answer is a success.

    The name is looked up once, and the request goes to the very address that was found to be public; redirects are not
    followed. With `private`, machines in one's own network and plain HTTP are allowed.
    """
    place = _place(address, private)
    pool = _pool(place)
    try:
        answer = pool.urlopen(
            "POST",
            place.path,
            body=body,
            headers={**headers, "Host": place.host, "User-Agent": "linterbot"},
            redirect=False,
            retries=False,
            preload_content=False,
        )
        status, said = answer.status, answer.headers
        answer.close()
    except HTTPError as error:
        raise NotSent(f"no answer ({type(error).__name__})") from None
    finally:
        pool.close()
    if not 200 <= status < 300:
        raise NotSent(f"the answer was HTTP {status}", seconds_asked(dict(said)))


def _place(address: str, private: bool) -> _Place:
    parts = urlsplit(address)
    if not parts.hostname or parts.scheme not in ("https", "http") or (parts.scheme == "http" and not private):
        raise NotSent("the address must begin with https://")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise NotSent(f"there is no machine called {parts.hostname}") from None
    if not private and not all(ip_address(one).is_global for one in found):
        raise NotSent("the address leads to a private network")
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return _Place(parts.hostname, port, path, parts.scheme == "https", sorted(found)[0])


def _pool(place: _Place) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=_SECONDS, read=_SECONDS)
    if not place.secure:
        return urllib3.HTTPConnectionPool(place.ip, place.port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        place.ip,
        place.port,
        timeout=timeout,
        server_hostname=place.host,
        assert_hostname=place.host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
    )
