"""Writes to people about what their edits brought in, at most once a day; newcomers only get a welcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from linterbot.posts.talk import message, welcome
from linterbot.wiki.people import TEMPORARY_GROUP, has_account
from linterbot.wiki.protocol import Saved
from linterbot.wiki.titles import redirect_target

_NO_READERS = frozenset({"bot", TEMPORARY_GROUP})  # groups of accounts whose talk pages nobody reads for long


@dataclass(frozen=True)
class Letter:
    """What the bot has to say to one person."""

    talk: str  # the title of their talk page
    to: str  # their name
    found: Sequence[RecordedFinding]  # what their edits brought in
    newcomer: bool  # whether they only get a welcome


def send(context: BotContext, result: RoundResult) -> None:
    """Write to everybody whose edits brought in findings that they have no message about yet.

    Bots get none, nor does anybody without an account: whoever has the address next would read it.
    """
    letters = _letters(context)
    articles = {one.title for letter in letters for one in letter.found}
    pages = pages_by_title(context, {*articles, *(one.talk for one in letters)}, unreadable=True)
    letters = [_forwarded(letter, pages) for letter in letters]
    pages |= pages_by_title(context, [one.talk for one in letters if one.talk not in pages], unreadable=True)
    for letter in letters:
        if _write(context, letter, pages, result):
            return


def _forwarded(letter: Letter, pages: Mapping[str, Page]) -> Letter:
    """Return a letter to where the person's talk page redirects, if that is a page of their own."""
    page = pages.get(letter.talk)
    target = redirect_target(page.text) if page is not None and page.redirect else None
    own = target is not None and target.replace("_", " ").startswith(f"{letter.talk}/")
    return replace(letter, talk=str(target).replace("_", " ")) if own else letter


def _letters(context: BotContext) -> list[Letter]:
    """Return the letters to write; a newcomer is welcomed once and gets no other letter."""
    settings = context.settings
    selection = visible(settings, State.OPEN, rules=settings.message_authors)
    wanted = [one for one in findings.each(context.ledger, selection) if one.author]
    wanted.sort(key=lambda one: (one.author, one.title, one.row))
    by_author = {name: _unreported(context, name, rows) for name, rows in groupby(wanted, key=lambda one: one.author)}
    people = context.wiki.users(authors) if (authors := [name for name, fresh in by_author.items() if fresh]) else {}
    out = []
    for name, fresh in by_author.items():
        person, talk = people.get(name), context.site.talk_page(f"User:{name}")
        if person is None or person.groups & _NO_READERS or not has_account(name) or name == settings.user:
            continue
        newcomer = person.edits < settings.newcomer_edits
        if fresh and not (newcomer and action_queries.reported_to(context.ledger, name)):
            out.append(Letter(talk, name, fresh, newcomer))
    return out


def _unreported(context: BotContext, author: str, found: Iterable[RecordedFinding]) -> list[RecordedFinding]:
    """Return the findings that a person has no message about, except those that the bot will fix itself."""
    known = action_queries.reported_to(context.ledger, author)
    return [one for one in found if one.key not in known and not one.fixable]


def _write(context: BotContext, letter: Letter, pages: Mapping[str, Page], result: RoundResult) -> bool:
    """Write one message; True if something holds the whole round."""
    page, texts = pages.get(letter.talk), context.texts
    current = page.text if page else ""
    text = welcome(current, letter.to, texts) if letter.newcomer else message(current, letter.found, texts)
    heading = texts.say("welcome-heading" if letter.newcomer else "message-heading")
    intent = Intent(
        kind=ActionKind.MESSAGE,
        title=letter.talk,
        rules=frozenset(one.rule for one in letter.found),
        page=page,
        after=text,
        fingerprints=frozenset(one.key for one in letter.found),
        author=letter.to,
        about=tuple(pages[title] for title in sorted({one.title for one in letter.found}) if title in pages),
    )
    posted = post(context, intent, heading, result)
    if isinstance(posted, Hold):
        return posted.stops_round
    if isinstance(posted.outcome, Saved):
        result.messages.append(letter.talk)
    return False
