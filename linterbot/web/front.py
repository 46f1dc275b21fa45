"""The way in and out: the wikis, an invitation, the proof of who somebody is, help, and the way they like it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from linterbot.desk import sign_in
from linterbot.ledger import invitations, sessions
from linterbot.ledger.rights import Right
from linterbot.web import people, rendering
from linterbot.web.answers import go, message, show, slow_down
from linterbot.web.limits import Counter, Limits, source_of
from linterbot.web.visit import Visit, path_of
from linterbot.web.wikis import DeskWiki
from linterbot.web.words import Words, language_of

_KEYS = "linterbot-keys"
_A_YEAR = 365 * 86_400  # seconds


def all_wikis(wikis: Mapping[str, DeskWiki]) -> Callable[[Request], Awaitable[Response]]:
    """Return what shows the wikis of the desk, or leads to the only one."""

    async def endpoint(request: Request) -> Response:
        if len(wikis) == 1:
            return RedirectResponse(path_of(next(iter(wikis))), 303)
        words = Words(language_of(request.headers.get("accept-language", "")))
        links = {path_of(name): one.title or name for name, one in sorted(wikis.items())}
        return HTMLResponse(rendering.bare_page("wikis.html", say=words.say, language=words.language, links=links))

    return endpoint


def help_page(visit: Visit) -> Response:
    """Show what the verdicts mean, and the keys."""
    return show(visit, "help.html")


def keys(visit: Visit) -> Response:
    """Switch the keys on or off, in this browser."""
    answer = go(visit.to("help"))
    value = "off" if visit.form.get("keys") == "off" else "on"
    answer.set_cookie(_KEYS, value, max_age=_A_YEAR, secure=visit.secure, httponly=True, samesite="lax")
    return answer


class Entrance:
    """Lets people in who were invited, and out again."""

    def __init__(self, limits: Limits, counter: Counter, secure: bool) -> None:
        self._limits, self._counter, self._secure = limits, counter, secure

    def door(self, visit: Visit) -> Response:
        """Show the button that spends an invitation; merely to open the link, as a chat does, spends nothing."""
        if refused := self._refused(visit):
            return refused
        invited = invitations.look_up(visit.wiki.ledger, visit.path["secret"], visit.now)
        if invited is None:
            return message(visit, "invitation-spent", 403)
        return show(visit, "enter.html", who=invited.who)

    def come_in(self, visit: Visit) -> Response:
        """Spend an invitation, and let the person in."""
        if refused := self._refused(visit):
            return refused
        secret = sign_in.come_in(visit.wiki.ledger, visit.path["secret"], visit.now)
        if secret is None:
            return message(visit, "invitation-spent", 403)
        if visit.session is not None:
            sessions.end(visit.wiki.ledger, visit.session.key)
        return people.let_in(go(visit.to()), visit.wiki.name, secret, self._secure)

    def letters(self, visit: Visit) -> Response:
        """Show what proves who somebody is."""
        return self._letters(visit)

    def prove(self, visit: Visit) -> Response:
        """Look for the edit that proves it."""
        assert visit.session is not None
        if refused := self._refused(visit):
            return refused
        with visit.wiki.asking() as context:
            secret = sign_in.prove(context, visit.session, visit.now)
        if secret is None:
            return self._letters(visit, tried=True)
        return people.let_in(go(visit.to()), visit.wiki.name, secret, self._secure)

    def sign_out(self, visit: Visit) -> Response:
        """End the session."""
        if visit.session is not None:
            sessions.end(visit.wiki.ledger, visit.session.key)
        outside = replace(visit, session=None, right=Right.NONE)
        return people.let_out(message(outside, "signed-out", 200), visit.wiki.name, self._secure)

    def _letters(self, visit: Visit, tried: bool = False) -> Response:
        assert visit.session is not None
        if visit.session.proven:
            return go(visit.to())
        letters = sign_in.letters_for(visit.wiki.ledger, visit.session, visit.now)
        title = sign_in.proof_page(visit.who)
        address = visit.wiki.edit_page(title)
        return show(visit, "proof.html", letters=letters, title=title, address=address, tried=tried)

    def _refused(self, visit: Visit) -> Response | None:
        seconds = self._counter.take("tries", source_of(visit.address), self._limits.tries)
        return slow_down(visit, seconds) if seconds else None
