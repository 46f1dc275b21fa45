"""Writes on an article's talk page what was found in the article: one section, kept up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.visible_findings import FOLLOWED_DAYS, open_and_lately_settled, pages_by_title
from linterbot.bot.writing.outbox import post
from linterbot.guards.base import Hold, Intent
from linterbot.ledger import action_queries
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.timestamps import before
from linterbot.model import Page
from linterbot.posts.talk import has_section, talk_page
from linterbot.wiki.protocol import Saved


@dataclass(frozen=True)
class TalkSection:
    """What the bot has to say on a talk page."""

    title: str  # of the article
    talk: str  # the title of its talk page
    found: Sequence[RecordedFinding]
    new: bool  # whether some of it was never reported there


def update(context: BotContext, result: RoundResult) -> None:
    """Write on all talk pages where there are findings to report, or where reported ones have been settled since."""
    wanted = _sections(context)
    pages = pages_by_title(context, [title for one in wanted for title in (one.title, one.talk)], unreadable=True)
    for section in wanted:
        if section.title in pages and _write(context, section, pages, result):
            return


def _sections(context: BotContext) -> list[TalkSection]:
    """Return the sections to write or to bring up to date."""
    out = []
    found = open_and_lately_settled(context, context.settings.talk, before(context.now, days=FOLLOWED_DAYS))
    for title, rows in groupby(found, key=lambda one: one.title):
        talk = context.site.talk_page(title)  # nobody is told of what the bot will fix itself
        known = action_queries.reported_on(context.ledger, talk, ActionKind.TALK)
        about = [one for one in rows if one.fingerprint in known or (one.state is State.OPEN and not one.fixable)]
        new = any(one.fingerprint not in known for one in about)
        if new or any(one.state is not State.OPEN for one in about):
            out.append(TalkSection(title, talk, about, new))
    return out


def _write(context: BotContext, section: TalkSection, pages: Mapping[str, Page], result: RoundResult) -> bool:
    """Write a section, but not again if people removed it and nothing is new; True if something holds the round."""
    talk, found, page = section.talk, section.found, pages.get(section.talk)
    current = page.text if page else ""
    if not has_section(current):
        found = [one for one in found if one.state is State.OPEN and section.new]
    text = talk_page(current, found, context.texts) if found else current
    if text.rstrip() == current.rstrip():
        return False
    rules, fingerprints = (frozenset(one.rule for one in found), frozenset(one.fingerprint for one in found))
    intent = Intent(ActionKind.TALK, talk, rules, page, text, fingerprints, about=(pages[section.title],))
    summary = f"/* {context.texts.say('talk-heading')} */ {', '.join(sorted(rules))}"
    posted = post(context, intent, summary, result, minor=not section.new)
    if isinstance(posted, Hold):
        return posted.stops_round
    if isinstance(posted.outcome, Saved):
        result.talks.append(talk)
    return False
