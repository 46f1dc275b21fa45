"""Tells people what their edits brought in: once a day at most, and newcomers only that they are welcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.visible_findings import pages_by_title, visible
from linterbot.bot.writing.outbox import post
from linterbot.guards.base import Hold, Intent
from linterbot.ledger import action_queries, findings
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.model import Page
from linterbot.posts.edit_summary import with_token
from linterbot.posts.talk import message, welcome
from linterbot.wiki.protocol import Saved


@dataclass(frozen=True)
class Letter:
    """What is to be said to one person."""

    talk: str  # the title of their talk page
    to: str
    found: Sequence[RecordedFinding]  # what their edits brought in
    newcomer: bool  # who is only welcomed


def send(context: BotContext, result: RoundResult) -> None:
    """Write to everybody who brought in something that they were not told of; bots are not people."""
    letters = _letters(context)
    pages = pages_by_title(context, [one.talk for one in letters])
    for letter in letters:
        if _write(context, letter, pages.get(letter.talk), result):
            return


def _letters(context: BotContext) -> list[Letter]:
    """Return what is to be said to whom; a newcomer is welcomed once, and nothing else is said to them."""
    settings = context.settings
    selection = visible(settings, State.OPEN, rules=settings.message_authors)
    wanted = [one for one in findings.each(context.ledger, selection) if one.author]
    wanted.sort(key=lambda one: (one.author, one.title, one.row))
    people = context.wiki.users({one.author for one in wanted}) if wanted else {}
    out = []
    for name, rows in groupby(wanted, key=lambda one: one.author):
        person, talk = people.get(name), context.site.talk_page(f"User:{name}")
        if person is None or "bot" in person.groups or name == settings.user:
            continue
        known = action_queries.reported_on(context.ledger, talk, ActionKind.MESSAGE)
        fresh = [one for one in rows if _key(one) not in known]
        newcomer = person.edits < settings.newcomer_edits
        if fresh and not (newcomer and known):
            out.append(Letter(talk, name, fresh, newcomer))
    return out


def _write(context: BotContext, letter: Letter, page: Page | None, result: RoundResult) -> bool:
    """Write one message; True where something holds the whole round."""
    current, texts = page.text if page else "", context.texts
    text = welcome(current, letter.to, texts) if letter.newcomer else message(current, letter.found, texts)
    heading = texts.say("welcome-heading" if letter.newcomer else "message-heading")
    intent = Intent(
        kind=ActionKind.MESSAGE,
        title=letter.talk,
        rules=frozenset(one.rule for one in letter.found),
        page=page,
        after=text,
        fingerprints=frozenset(map(_key, letter.found)),
        author=letter.to,
    )
    posted = post(context, intent, lambda token: with_token(heading, token), result)
    if isinstance(posted, Hold):
        return posted.stops_round
    if isinstance(posted.outcome, Saved):
        result.messages.append(letter.talk)
    return False


def _key(one: RecordedFinding) -> str:
    """Return what names a finding among those of all pages: a fingerprint does so only on its own page."""
    return f"{one.id}.{one.fingerprint}"
