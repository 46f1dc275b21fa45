"""Tells people what their edits brought in: once a day at most, and newcomers only that they are welcome."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.outbox import post
from linterbot.jobs.shown import by_title, shown
from linterbot.jobs.tools import Round, Tools
from linterbot.ledger import deeds
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import Recorded, State
from linterbot.model import Page
from linterbot.report.talk import message, welcome
from linterbot.report.wikitext import marked
from linterbot.wiki.gateway import Saved, Site


@dataclass(frozen=True)
class Letter:
    """What is to be said to one person: what they brought in, or to a newcomer only that they are welcome."""

    talk: str
    to: str
    found: list[Recorded]
    newcomer: bool


def send(tools: Tools, site: Site, so_far: Round) -> None:
    """Write to everybody who brought in something that they were not told of; bots are not people."""
    letters = _letters(tools, site)
    pages = by_title(tools, [one.talk for one in letters])
    for letter in letters:
        if _write(tools, site, letter, pages.get(letter.talk), so_far):
            return


def _letters(tools: Tools, site: Site) -> list[Letter]:
    """Return what is to be said to whom; a newcomer is welcomed once, and there is nothing else to say to them."""
    wanted = [one for one in shown(tools, State.OPEN, tools.settings.message_authors) if one.author]
    wanted.sort(key=lambda one: (one.author, one.title, one.row))
    people = tools.wiki.users({one.author for one in wanted}) if wanted else {}
    out = []
    for name, rows in groupby(wanted, key=lambda one: one.author):
        person, talk = people.get(name), site.talk_page(f"User:{name}")
        if person is None or "bot" in person.groups or name == tools.settings.user:
            continue
        told = deeds.told(tools.ledger, talk, ActionKind.MESSAGE)
        fresh = [one for one in rows if _told_as(one) not in told]
        newcomer = person.edits < tools.settings.newcomer_edits
        if fresh and not (newcomer and told):
            out.append(Letter(talk, name, fresh, newcomer))
    return out


def _write(tools: Tools, site: Site, letter: Letter, page: Page | None, so_far: Round) -> bool:
    """Write one message; True where something holds the whole round."""
    current, texts, fresh = page.text if page else "", tools.texts, letter.found
    text = welcome(current, letter.to, texts) if letter.newcomer else message(current, fresh, texts)
    said = texts.say("welcome-heading" if letter.newcomer else "message-heading")
    intent = Intent(
        kind=ActionKind.MESSAGE,
        title=letter.talk,
        rules=frozenset(one.rule for one in fresh),
        page=page,
        after=text,
        fingerprints=frozenset(_told_as(one) for one in fresh),
        author=letter.to,
    )
    posted = post(tools, site, intent, lambda token: marked(said, token), so_far)
    if isinstance(posted, Hold):
        return posted.everything
    if isinstance(posted.outcome, Saved):
        so_far.messages.append(letter.talk)
    return False


def _told_as(one: Recorded) -> str:
    """Return what names a finding among those of all pages: a fingerprint does so only on its own page."""
    return f"{one.id}.{one.fingerprint}"
