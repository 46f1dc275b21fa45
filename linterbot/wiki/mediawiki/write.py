"""One write to a MediaWiki, in one POST; it is sent again only if the wiki certainly wrote nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import requests

from linterbot.errors import LoginRefused, WikiError
from linterbot.model import Page
from linterbot.wiki.mediawiki.outcomes import outcome_of, stale_session
from linterbot.wiki.mediawiki.session import Session
from linterbot.wiki.protocol import Later, Outcome, Refused, Save, Unknown

Texts = Callable[[Iterable[int]], list[Page]]
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\[\]<>\"{}|]+")
_PASSES_BLACKLIST = "sboverride"  # a right that MediaWiki 1.43 gives to bots, and that the bot never uses
_AT_ONCE = 50  # addresses that one request may name


def write(session: Session, save: Save, texts: Texts) -> Outcome:
    """Write a page and return the outcome; `texts` reads old revisions. A failure before the POST wrote nothing."""
    if session.user is None:
        return Refused("notloggedin", "there is no password, so the wiki can only be read")
    try:
        token, rights = session.token()
        if _PASSES_BLACKLIST in rights and (blacklisted := _blacklisted(session, save, texts)):
            return Refused("spamblacklist", f"the wiki blacklists {', '.join(blacklisted)}")
        outcome, stale = _post(session, _form(session, save, token, rights))
        if stale:
            session.renew(stale)
            outcome, _ = _post(session, _form(session, save, *session.token()))
    except LoginRefused as error:
        return Later(error.cause, needs_person=True)
    except WikiError as error:
        return Later(error.cause)  # this is only raised before the POST
    return outcome


def _form(session: Session, save: Save, token: str, rights: frozenset[str]) -> dict[str, Any]:
    return {
        "action": "edit",
        "format": "json",
        "formatversion": "2",
        "title": save.title,
        "text": save.text,
        "summary": save.summary,
        "assertuser": session.user,
        "watchlist": "nochange",
        "maxlag": "5",
        **({"bot": "1"} if "bot" in rights else {}),
        **({"minor": "1"} if save.minor else {"notminor": "1"}),
        **({"createonly": "1"} if save.base is None else {"nocreate": "1", "baserevid": str(save.base)}),
        "token": token,
    }


def _post(session: Session, form: dict[str, Any]) -> tuple[Outcome, str]:
    """Return the outcome, and the code of the refusal if the token or the session was stale, else ""."""
    try:
        answer = session.post(form)
    except requests.exceptions.ConnectTimeout:
        return Later("the wiki does not answer"), ""
    except (requests.exceptions.RequestException, ValueError) as error:
        return Unknown(f"no answer ({type(error).__name__})"), ""
    return outcome_of(answer.status_code, answer.content, answer.headers), stale_session(answer.content)


def _blacklisted(session: Session, save: Save, texts: Texts) -> list[str]:
    """Return the addresses that a write would add and that are on the wiki's spam blacklist."""
    # We ask ourselves, because the wiki does not check an account that has the right to bypass its blacklist.
    wanted = set(_ADDRESS.findall(save.text))
    before = texts([save.base]) if wanted and save.base is not None else []
    added = sorted(wanted - {address for page in before for address in _ADDRESS.findall(page.text)})
    found: list[str] = []
    for at in range(0, len(added), _AT_ONCE):
        found += session.blacklisted(added[at : at + _AT_ONCE])
    return found
