"""Tells people what their edits brought in: once a day at most, and newcomers only that they are welcome."""

from __future__ import annotations

from itertools import groupby

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.outbox import post
from linterbot.jobs.report_page import shown
from linterbot.jobs.tools import Round, Tools
from linterbot.ledger import deeds
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import Recorded, State
from linterbot.report.talk import message, welcome
from linterbot.report.wikitext import marked
from linterbot.wiki.gateway import Saved, Site, User


def send(tools: Tools, site: Site, so_far: Round) -> None:
    """Write to everybody who brought in something that they were not told of; bots are not people."""
    wanted = [one for one in shown(tools, State.OPEN) if one.rule in tools.settings.message_authors and one.author]
    wanted.sort(key=lambda one: (one.author, one.title, one.row))
    people = tools.wiki.users({one.author for one in wanted}) if wanted else {}
    for name, rows in groupby(wanted, key=lambda one: one.author):
        person = people.get(name)
        if person is None or "bot" in person.groups or name == tools.settings.user:
            continue
        told = deeds.told(tools.ledger, _talk(name), ActionKind.MESSAGE)
        fresh = [one for one in rows if _told_as(one) not in told]
        if fresh and _write(tools, site, person, fresh, bool(told), so_far):
            return


def _write(tools: Tools, site: Site, person: User, fresh: list[Recorded], known: bool, so_far: Round) -> bool:
    """Write one message; True where something holds the whole round."""
    talk, texts = _talk(person.name), tools.texts
    newcomer = person.edits < tools.settings.newcomer_edits
    if newcomer and known:
        return False  # welcomed already; there is nothing else to say to somebody who has just begun
    pages = tools.wiki.pages([talk])
    page = pages[0] if pages else None
    current = page.text if page else ""
    text = welcome(current, person.name, texts) if newcomer else message(current, fresh, texts)
    said = texts.say("welcome-heading" if newcomer else "message-heading")
    intent = Intent(
        kind=ActionKind.MESSAGE,
        title=talk,
        rules=frozenset(one.rule for one in fresh),
        page=page,
        after=text,
        fingerprints=frozenset(_told_as(one) for one in fresh),
        author=person.name,
    )
    posted = post(tools, site, intent, lambda token: marked(said, token), so_far)
    if isinstance(posted, Hold):
        return posted.everything
    if isinstance(posted.outcome, Saved):
        so_far.messages.append(talk)
    return False


def _told_as(one: Recorded) -> str:
    """Return what names a finding among those of all pages: a fingerprint does so only on its own page."""
    return f"{one.id}.{one.fingerprint}"


def _talk(name: str) -> str:
    return f"User talk:{name}"
