"""`POST /api/check`: lints a text for a program, a gadget or a bot. The text is neither kept nor logged."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from linterbot.errors import WorkerError
from linterbot.version import __version__
from linterbot.web import security
from linterbot.web.check_text import TextTask, check_text
from linterbot.web.limits import Counter, Limits, source_of
from linterbot.web.wikis import DeskWiki
from linterbot.worker_pool import Failed

_log = logging.getLogger("linterbot.web")
_LARGEST = 2 * 1024 * 1024  # bytes of a request
_AT_ONCE = 2  # texts
_PATIENCE = 0.5  # seconds that a text waits for its turn; pages of people use the same threads
_LONGEST_TITLE = 255  # bytes
_A_DAY = "86400"  # seconds that a browser need not ask again whether it may ask

Answer = tuple[int, dict[str, Any]]


def endpoint(
    wikis: Mapping[str, DeskWiki], limits: Limits, counter: Counter
) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers."""
    origins = {origin for one in wikis.values() if (origin := _origin(one.settings.api or ""))}
    turns = threading.BoundedSemaphore(_AT_ONCE)

    async def answer(request: Request) -> Response:
        headers = _headers(request.headers.get("origin", ""), origins)
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={**headers, "Access-Control-Max-Age": _A_DAY})
        client = request.client.host if request.client else ""
        if seconds := counter.take("checks", source_of(client), limits.checks):
            return _json((429, {"error": "too many checks; wait a little"}), {**headers, "Retry-After": str(seconds)})
        body = await security.body_of(request.receive, _LARGEST)
        if body is None:
            return _json((413, {"error": f"a request may have at most {_LARGEST:,} bytes"}), headers)
        return _json(await run_in_threadpool(_checked, wikis, turns, body), headers)

    return answer


def _checked(wikis: Mapping[str, DeskWiki], turns: threading.BoundedSemaphore, body: bytes) -> Answer:
    task = _task(wikis, body)
    if isinstance(task, str):
        return 400, {"error": task}
    if not turns.acquire(timeout=_PATIENCE):
        return 503, {"error": "too many texts are being checked; try again in a moment"}
    try:
        wikis[task.wiki].prepare()
        (result,) = wikis[task.wiki].texts.each(check_text, [task])
    except WorkerError as error:
        _log.error("%s", error)
        return 503, {"error": "no text can be checked at the moment"}
    finally:
        turns.release()
    if isinstance(result, Failed):
        return 422, {"error": f"this text cannot be checked: {result.reason}"}
    return 200, {"version": 1, "linterbot": __version__, "rules": wikis[task.wiki].rules_digest, **result}


def _task(wikis: Mapping[str, DeskWiki], body: bytes) -> TextTask | str:
    """Return what a request asks, or what is wrong with it."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return "the request is not JSON"
    if not isinstance(asked, dict):
        return "the request must be an object with wiki, title and text"
    if unknown := sorted(set(map(str, asked)) - {"wiki", "title", "text", "base"}):
        return f'unknown key "{unknown[0][:40]}"; there are wiki, title, text and base'
    wiki, title, text, base = (asked.get(name) for name in ("wiki", "title", "text", "base"))
    if not isinstance(wiki, str) or wiki not in wikis:
        return f"wiki must be one of: {', '.join(sorted(wikis))}"
    if not isinstance(title, str) or len(title.encode("utf-8", "replace")) > _LONGEST_TITLE:
        return f"title must be a text of at most {_LONGEST_TITLE} bytes"
    if not isinstance(text, str) or not (base is None or isinstance(base, str)):
        return "text must be a text, and so must base"
    before = None if base is None else _storable(base)
    return TextTask(wiki, wikis[wiki].settings.pack, _storable(title), _storable(text), before)


def _storable(text: str) -> str:
    """Return a text without halves of surrogate pairs, which no wiki could store."""
    return text.encode("utf-8", "replace").decode()


def _json(answer: Answer, headers: dict[str, str]) -> Response:
    status, content = answer
    return JSONResponse(content, status, headers)


def _headers(origin: str, origins: set[str]) -> dict[str, str]:
    """Return what lets the pages of our wikis, and no others, read an answer in a browser."""
    headers = {"Vary": "Origin", "Cross-Origin-Resource-Policy": "cross-origin"}
    if origin in origins:
        headers |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "Content-Type",
        }
    return headers


def _origin(api: str) -> str:
    parts = urlsplit(api)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
