"""What every answer of the desk tells the browser to refuse, and which requests are refused at once."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 64 * 1024  # bytes
_BODY_SECONDS = 10.0  # that somebody may take to send a form or a text
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_FOR_A_YEAR = "max-age=31536000; includeSubDomains"


class SafeHeaders:
    """Adds these headers to every answer, whatever made it."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self._app = app
        self._headers = {**HEADERS, **({"Strict-Transport-Security": _FOR_A_YEAR} if secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, safely)


def is_from_here(headers: Headers, own: str) -> bool:
    """Whether a form was sent from one of our own pages, as far as the browser says; `own` is our address."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or origin == own


def equal(given: str, ours: str) -> bool:
    """Whether two secrets are the same; how long that takes says nothing of them."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), ours.encode())


async def body_of(stream: Callable[[], Awaitable[Message]], most: int) -> bytes | None:
    """Return what a request brings, None if that is more than so many bytes, or takes too long."""
    try:
        return await asyncio.wait_for(_read(stream, most), _BODY_SECONDS)
    except TimeoutError:
        return None


async def _read(stream: Callable[[], Awaitable[Message]], most: int) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await stream()
        if message["type"] != "http.request":
            return None  # whoever sent it is gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)
