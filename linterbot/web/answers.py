"""What the desk answers: a page, the way to another one, or why not."""

from __future__ import annotations

from typing import Any

from starlette.background import BackgroundTask
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from linterbot.web import rendering
from linterbot.web.visit import Visit


def show(visit: Visit, template: str, status: int = 200, then: BackgroundTask | None = None, **values: Any) -> Response:
    """Return a page; `then` is done once it was sent."""
    return HTMLResponse(rendering.page(template, visit, **values), status, background=then)


def go(path: str) -> Response:
    """Return the way to one of the desk's own pages, for after a form."""
    return RedirectResponse(path, 303)


def message(visit: Visit, name: str, status: int, detail: str = "", back: str = "") -> Response:
    """Return a page that says one thing, by the name of its text; `detail` is in English."""
    return show(visit, "message.html", status, name=name, detail=detail, back=back or visit.to())


def slow_down(visit: Visit, seconds: int, back: str = "") -> Response:
    """Return a page that says when to go on."""
    answer = message(visit, "slow-down", 429, back=back)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def data(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return something for a program."""
    return JSONResponse(content, status, headers)
