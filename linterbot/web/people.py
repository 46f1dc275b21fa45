"""Who a request is from: the session that its cookie names, and what the wiki lets that person do."""

from __future__ import annotations

from starlette.responses import Response

from linterbot.desk import sign_in
from linterbot.errors import WikiError
from linterbot.ledger import sessions
from linterbot.ledger.rights import Right
from linterbot.ledger.sessions import DAYS, Session
from linterbot.web.visit import cookie_name
from linterbot.web.wikis import DeskWiki

_LONGEST = 100  # characters of a secret; ours have 43


def of(wiki: DeskWiki, cookie: str, now: str) -> tuple[Session | None, Right]:
    """Return the session with a secret and what its person may do; one whose person is blocked has ended.

    While the wiki cannot be asked, nobody may do more than look.
    """
    session = sessions.find(wiki.ledger, cookie, now) if 0 < len(cookie) <= _LONGEST else None
    if session is None:
        return None, Right.NONE
    right = _right(wiki, session, now)
    if right is Right.NONE:
        sessions.end(wiki.ledger, session.key)
        return None, Right.NONE
    return session, right


def _right(wiki: DeskWiki, session: Session, now: str) -> Right:
    if sign_in.are_known(session, now):
        return session.rights
    try:
        with wiki.asking() as context:
            return sign_in.rights_of(context, session, now)
    except WikiError:
        return min(Right.LOOK, session.may)


def let_in(answer: Response, wiki: str, secret: str, secure: bool) -> Response:
    """Return an answer that gives the browser a session."""
    name = cookie_name(wiki, secure)
    answer.set_cookie(name, secret, max_age=DAYS * 86_400, secure=secure, httponly=True, samesite="lax")
    return answer


def let_out(answer: Response, wiki: str, secure: bool) -> Response:
    """Return an answer that takes it away."""
    answer.delete_cookie(cookie_name(wiki, secure), secure=secure, httponly=True, samesite="lax")
    return answer
