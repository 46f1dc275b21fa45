"""Who may come to the desk on the web, and what they may do there: invited, proven by an edit, and as the wiki says."""

from __future__ import annotations

import re
import secrets

from linterbot.bot.context import BotContext
from linterbot.config.sections import WikiConfig
from linterbot.errors import TargetError
from linterbot.ledger import Ledger, invitations, key_values, sessions
from linterbot.ledger.invitations import Invitation
from linterbot.ledger.rights import Right
from linterbot.ledger.sessions import Session
from linterbot.ledger.timestamps import after, before
from linterbot.wiki.protocol import User

INVITED_HOURS = 72  # that an invitation is good for
PROOF_MINUTES = 10  # that somebody has for the edit
RIGHTS_MINUTES = 15  # after which the wiki is asked again
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # those that nobody takes for digits or for each other
_NUMBER = 8
_USER = 2  # MediaWiki's number of the namespace of user pages
_SECTION = re.compile(r"/\*.*?\*/")  # the heading of the section that was edited


def invite(context: BotContext, who: str, may: Right, trusted: bool, now: str) -> str:
    """Return the secret of a new invitation; raises TargetError if the wiki has no such account."""
    found = context.wiki.users([who])
    if not found:
        raise TargetError(who, f'there is no such account on "{context.wiki.name}"', "check the spelling")
    (person,) = found.values()
    _set_revoked(context.ledger, _revoked(context.ledger) - {person.name})
    until = after(now, hours=INVITED_HOURS)
    return invitations.add(context.ledger, Invitation(person.name, may, trusted), now, until)


def come_in(ledger: Ledger, secret: str, now: str) -> str | None:
    """Spend an invitation and return the secret of a new session, None if it cannot be used."""
    invited = invitations.spend(ledger, secret, now)
    if invited is None:
        return None
    sessions.forget_old(ledger, now)
    return sessions.begin(ledger, invited.who, invited.may, invited.trusted, now)


def come_from_wiki(context: BotContext, name: str, now: str) -> str | None:
    """Return the secret of a new session for somebody whom the wiki itself has signed in; None if they may not decide.

    Raises WikiError.
    """
    person = context.wiki.users([name]).get(name)
    if person is None or person.name in _revoked(context.ledger):
        return None
    if given_by_wiki(person, context.settings) < Right.DECIDE:
        return None
    sessions.forget_old(context.ledger, now)
    return sessions.begin(context.ledger, person.name, Right.PAUSE, True, now)


def revoke(ledger: Ledger, who: str, now: str) -> tuple[int, int]:
    """Keep somebody out until they are invited again; return how many invitations and sessions of theirs ended."""
    _set_revoked(ledger, _revoked(ledger) | {who})
    return invitations.withdraw(ledger, who, now), sessions.end_all(ledger, who)


def letters_for(ledger: Ledger, session: Session, now: str) -> str:
    """Return the letters that prove who somebody is, in the summary of an edit; new ones if the last are too old."""
    if session.letters and session.letters_at > before(now, minutes=PROOF_MINUTES):
        return session.letters
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_NUMBER))
    sessions.change(ledger, session.key, letters=letters, letters_at=now)
    return letters


def prove(context: BotContext, session: Session, now: str) -> str | None:
    """Look for the edit that proves who somebody is, and return a new secret for their session; None without it.

    Only an edit of their own user page, or below it, counts, whose summary begins with the letters. Raises WikiError.
    """
    if not session.letters or session.letters_at <= before(now, minutes=PROOF_MINUTES):
        return None
    since = before(context.now, minutes=2 * PROOF_MINUTES)
    edits = context.wiki.edits_by(session.who, since)
    if not any(_says(one.comment, session.letters) and _is_own(context, one.title, session.who) for one in edits):
        return None
    return sessions.renew(context.ledger, session.key, now, proven=True, letters="", letters_at="", rights_at="")


def rights_of(context: BotContext, session: Session, now: str) -> Right:
    """Return what somebody may do at this moment, and remember it; the wiki is asked every quarter of an hour.

    Whoever is blocked may do nothing, whoever lost a right has lost it here. Raises WikiError if the wiki has to be
    asked and does not answer.
    """
    if are_known(session, now):
        return session.rights
    person = context.wiki.users([session.who]).get(session.who)
    rights = min(session.may, given_by_wiki(person, context.settings))
    if not session.proven:
        rights = min(rights, Right.LOOK)
    sessions.change(context.ledger, session.key, rights=int(rights), rights_at=now)
    return rights


def are_known(session: Session, now: str) -> bool:
    """Whether what somebody may do was read from the wiki within the last quarter of an hour."""
    return session.rights_at > before(now, minutes=RIGHTS_MINUTES)


def given_by_wiki(person: User | None, settings: WikiConfig) -> Right:
    """Return what a person's groups on the wiki allow at the desk."""
    if person is None or person.blocked:
        return Right.NONE
    if person.groups & set(settings.pause_groups):
        return Right.PAUSE
    return Right.DECIDE if person.groups & set(settings.desk_groups) else Right.LOOK


def proof_page(who: str) -> str:
    """Return the page on which somebody proves who they are."""
    return f"User:{who}/linterbot"


def _revoked(ledger: Ledger) -> frozenset[str]:
    return frozenset(key_values.get(ledger, key_values.REVOKED).splitlines())


def _set_revoked(ledger: Ledger, people: frozenset[str]) -> None:
    key_values.put(ledger, key_values.REVOKED, "\n".join(sorted(people)))


def _is_own(context: BotContext, title: str, who: str) -> bool:
    """Whether a page is somebody's user page, or below it."""
    site = context.site
    own = site.namespace_of(title) == site.numbers.get(_USER, "User")
    return own and title.partition(":")[2].partition("/")[0] == who


def _says(summary: str, letters: str) -> bool:
    """Whether somebody typed the letters: they begin the summary, where no heading or name of others can stand."""
    return _SECTION.sub("", summary).strip().startswith(letters)
