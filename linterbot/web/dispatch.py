"""What every request for a page goes through: which wiki, who asks, whether they may, and whether they meant it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from linterbot.errors import LinterbotError, WikiError
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger.rights import Right
from linterbot.web import answers, people, rendering, security, words
from linterbot.web.limits import Counter, Limits
from linterbot.web.visit import Visit, cookie_name, token_of
from linterbot.web.wikis import DeskWiki, now

_log = logging.getLogger("linterbot.web")
_MOST_FIELDS = 200  # of a form
Page = Callable[[Visit], Response]


@dataclass(frozen=True)
class Desk:
    """What all requests share."""

    wikis: Mapping[str, DeskWiki]
    address: str  # under which people reach it, without a path
    hosts: tuple[str, ...]  # the names of machines under which it answers
    limits: Limits = field(default_factory=Limits)
    counter: Counter = field(default_factory=Counter)
    try_page: Path | None = None  # the folder of the page that lints in a browser

    @property
    def secure(self) -> bool:
        """Whether people reach it by https."""
        return self.address.startswith("https://")


def route(desk: Desk, method: str, path: str, right: Right, page: Page) -> Route:
    """Return the way to one page of each wiki, for people who may do at least so much there."""

    async def endpoint(request: Request) -> Response:
        wiki = desk.wikis.get(request.path_params["wiki"])
        if wiki is None:
            return await not_found(request)
        form = await _form(request) if method == "POST" else {}
        if form is None:
            return PlainTextResponse("This form is too large, or was sent in a strange way.", 413)
        return await run_in_threadpool(_answer, desk, wiki, request, form, right, page)

    return Route(f"/{{wiki}}/{path}", endpoint, methods=[method])


def _answer(
    desk: Desk, wiki: DeskWiki, request: Request, form: Mapping[str, str], right: Right, page: Page
) -> Response:
    """Find out who it is, refuse what they may not do or did not mean, and make the page."""
    visit = _visit(desk, wiki, request, form)
    try:
        visit = _with_person(visit)
        if request.method == "POST" and not _meant(desk, visit, request, right):
            return answers.message(visit, "not-meant", 403)
        if not visit.may(right):
            name, status = ("may-not", 403) if visit.session else ("not-signed-in", 401)
            return answers.message(visit, name, status)
        if visit.session:
            wiki.prepare()
        return page(visit)
    except WikiError as error:
        _log.warning("%s: %s", wiki.name, terminal_escape(str(error)))
        return answers.message(visit, "wiki-is-down", 503)
    except LinterbotError as error:
        _log.error("%s: %s", wiki.name, terminal_escape(str(error)))
        return answers.message(visit, "failed", 503)


def _visit(desk: Desk, wiki: DeskWiki, request: Request, form: Mapping[str, str]) -> Visit:
    """Return a visit by somebody unknown."""
    return Visit(
        wiki=wiki,
        words=words.Words(words.language_of(request.headers.get("accept-language", ""))),
        now=now(),
        address=request.client.host if request.client else "",
        query=request.query_params,
        path=request.path_params,
        form=form,
        cookies=request.cookies,
        secure=desk.secure,
    )


def _with_person(visit: Visit) -> Visit:
    secret = visit.cookies.get(cookie_name(visit.wiki.name, visit.secure), "")
    session, right = people.of(visit.wiki, secret, visit.now)
    return replace(visit, secret=secret, session=session, right=right) if session else visit


def _meant(desk: Desk, visit: Visit, request: Request, right: Right) -> bool:
    """Whether a form comes from a page that we made for this person; whoever is not signed in has no token yet."""
    if not security.is_from_here(request.headers, desk.address):
        return False
    if right is Right.NONE or visit.session is None:
        return True
    return security.equal(visit.form.get("token", ""), token_of(visit.secret))


async def _form(request: Request) -> Mapping[str, str] | None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await security.body_of(request.receive, security.LARGEST_FORM)
    if body is None or kind != "application/x-www-form-urlencoded":
        return None
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    several = [value for name, value in pairs if name == "n"]
    return {**dict(pairs), **({"n": " ".join(several)} if several else {})}


async def not_found(request: Request, _error: Exception | None = None) -> Response:
    """Say that there is no such page."""
    return _bare(request, "not-found", 404)


async def failed(request: Request, error: Exception) -> Response:
    """Say that it is our fault, and log what it was."""
    page = getattr(request.scope.get("route"), "path", "an unknown page")  # its address could hold an invitation
    _log.error("a fault in linterbot, at %s", page, exc_info=error)
    return _bare(request, "failed", 500)


def _bare(request: Request, name: str, status: int) -> Response:
    spoken = words.Words(words.language_of(request.headers.get("accept-language", "")))
    return HTMLResponse(rendering.bare_page("bare.html", say=spoken.say, language=spoken.language, name=name), status)
