"""Signing in with the wiki's own OAuth, where the operator has registered the desk with it."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from linterbot.desk import sign_in
from linterbot.errors import WikiRefused
from linterbot.ledger import sessions
from linterbot.web import people
from linterbot.web.answers import go, message, slow_down
from linterbot.web.limits import Counter, Limits, source_of
from linterbot.web.security import equal
from linterbot.web.visit import Visit, cookie_name

_MINUTES = 10  # that somebody may be away at the wiki
_LONGEST_CODE = 4_000  # characters; MediaWiki's codes are long


class OAuthSignIn:
    """Sends people to the wiki, and lets in who comes back."""

    def __init__(self, limits: Limits, counter: Counter, secure: bool) -> None:
        self._limits, self._counter, self._secure = limits, counter, secure

    def begin(self, visit: Visit) -> Response:
        """Send somebody to the wiki, with a cookie that knows them again."""
        if (refused := self._refused(visit)) is not None or visit.wiki.oauth is None:
            return refused or message(visit, "not-found", 404)
        begun = visit.wiki.oauth.begin()
        answer = RedirectResponse(begun.address, 303)
        value = f"{begun.state}.{begun.verifier}"  # letters and digits
        answer.set_cookie(
            _cookie(visit), value, max_age=_MINUTES * 60, secure=self._secure, httponly=True, samesite="lax"
        )
        return answer

    def come_back(self, visit: Visit) -> Response:
        """Let somebody in who left from here, whom the wiki knows, and whose groups may decide."""
        if (refused := self._refused(visit)) is not None or visit.wiki.oauth is None:
            return refused or message(visit, "not-found", 404)
        verifier = _verifier(visit)
        code = visit.query.get("code", "")
        if verifier is None or not 0 < len(code) <= _LONGEST_CODE:
            return self._done(visit, message(visit, "sign-in-failed", 403))
        try:
            name = visit.wiki.oauth.name_of(code, verifier)
        except WikiRefused:
            return self._done(visit, message(visit, "sign-in-failed", 403))
        with visit.wiki.asking() as context:
            secret = sign_in.come_from_wiki(context, name, visit.now) if name else None
        if secret is None:
            return self._done(visit, message(visit, "may-not-come", 403))
        if visit.session is not None:
            sessions.end(visit.wiki.ledger, visit.session.key)
        return self._done(visit, people.let_in(go(visit.to()), visit.wiki.name, secret, self._secure))

    def _done(self, visit: Visit, answer: Response) -> Response:
        answer.delete_cookie(_cookie(visit), secure=self._secure, httponly=True, samesite="lax")
        return answer

    def _refused(self, visit: Visit) -> Response | None:
        seconds = self._counter.take("tries", source_of(visit.address), self._limits.tries)
        return slow_down(visit, seconds) if seconds else None


def _verifier(visit: Visit) -> str | None:
    """Return what the browser took along, None if it does not fit what comes back."""
    state, _, verifier = visit.cookies.get(_cookie(visit), "").partition(".")
    return verifier if state and verifier and equal(visit.query.get("state", ""), state) else None


def _cookie(visit: Visit) -> str:
    return f"{cookie_name(visit.wiki.name, visit.secure)}-oauth"
