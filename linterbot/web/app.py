"""The desk as an application: all its addresses."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from linterbot.ledger.rights import Right
from linterbot.web import (
    bulk,
    check_api,
    decided,
    files,
    finding_page,
    front,
    oauth_sign_in,
    page_findings,
    pauses_page,
    rules_page,
    security,
    settings_form,
    trends_page,
    try_page,
    verdict_forms,
)
from linterbot.web.dispatch import Desk, Page, failed, not_found, route


def app(desk: Desk) -> ASGIApp:
    """Return the application."""
    pages = Starlette(
        routes=[
            Route("/", front.all_wikis(desk.wikis)),
            Route("/health", _health),
            Route(try_page.PATH, try_page.endpoint(desk.try_page)),
            Route("/-/{file}", _file),
            Route("/api/check", check_api.endpoint(desk.wikis, desk.limits, desk.counter), methods=["POST", "OPTIONS"]),
            *(route(desk, *one) for one in _pages(desk)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(desk.hosts))],
        exception_handlers={404: not_found, 405: not_found, 500: failed},
    )
    pages.router.redirect_slashes = False  # what it sends there could be an invitation
    return security.SafeHeaders(pages, desk.secure)  # round everything, so that a fault of ours has them too


def _pages(desk: Desk) -> list[tuple[str, str, Right, Page]]:
    """Return every page of a wiki: how it is asked for, where, by whom, and what makes it."""
    entrance = front.Entrance(desk.limits, desk.counter, desk.secure)
    many = bulk.Bulk(desk.limits, desk.counter)
    screens = finding_page.FindingPage(desk.limits, desk.counter)
    by_oauth = oauth_sign_in.OAuthSignIn(desk.limits, desk.counter, desk.secure)
    verdicts = verdict_forms.VerdictForms(desk.limits, desk.counter)
    number = "finding/{number}"
    return [
        ("GET", "", Right.LOOK, screens.queue),
        ("GET", number, Right.LOOK, screens.one),
        ("GET", f"{number}/outcome", Right.LOOK, finding_page.outcome),
        ("POST", f"{number}/judge", Right.DECIDE, verdicts.judge),
        ("POST", f"{number}/undo", Right.DECIDE, verdicts.undo),
        ("GET", "bulk", Right.PAUSE, bulk.preview),
        ("POST", "bulk", Right.PAUSE, many.decide),
        ("GET", "bulk/done", Right.PAUSE, bulk.done),
        ("POST", "bulk/undo", Right.PAUSE, bulk.undo),
        ("GET", "mine", Right.LOOK, decided.mine),
        ("GET", "log", Right.LOOK, decided.log),
        ("GET", "page", Right.LOOK, page_findings.on_page),
        ("GET", "rules", Right.LOOK, rules_page.every),
        ("GET", "rule/{rule}", Right.LOOK, rules_page.one),
        ("GET", "trends", Right.LOOK, trends_page.show_trends),
        ("GET", "pauses", Right.LOOK, pauses_page.show_pauses),
        ("POST", "pauses", Right.PAUSE, pauses_page.change),
        ("GET", "settings", Right.LOOK, settings_form.form),
        ("GET", "help", Right.LOOK, front.help_page),
        ("POST", "keys", Right.LOOK, front.keys),
        ("GET", "enter/{secret}", Right.NONE, entrance.door),
        ("POST", "enter/{secret}", Right.NONE, entrance.come_in),
        ("GET", "oauth", Right.NONE, by_oauth.begin),
        ("GET", "oauth/back", Right.NONE, by_oauth.come_back),
        ("GET", "proof", Right.LOOK, entrance.letters),
        ("POST", "proof", Right.LOOK, entrance.prove),
        ("POST", "sign-out", Right.LOOK, entrance.sign_out),
    ]


async def _file(request: Request) -> Response:
    found = files.served().get(request.url.path)
    if found is None:
        return await not_found(request)
    content, kind = found
    return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})


async def _health(_request: Request) -> Response:
    return PlainTextResponse("well")
