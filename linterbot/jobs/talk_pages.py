"""Tells the talk page of an article what was found there: one section, kept up to date."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.outbox import post
from linterbot.jobs.shown import FOLLOWED_DAYS, SETTLED, by_title, shown
from linterbot.jobs.tools import Round, Tools
from linterbot.ledger import deeds
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import Recorded, State
from linterbot.ledger.stamps import before
from linterbot.model import Page
from linterbot.report.talk import has_section, talk_page
from linterbot.report.wikitext import marked
from linterbot.wiki.gateway import Saved, Site


@dataclass(frozen=True)
class Section:
    """What the bot has to say on a talk page: `found` is all of it, `new` whether the page was not told of some."""

    talk: str
    found: list[Recorded]
    new: bool


def tell(tools: Tools, site: Site, so_far: Round) -> None:
    """Write to the talk pages of all articles with findings they were not told of, or were told of and are settled."""
    wanted = _wanted(tools, site, so_far.now)
    pages = by_title(tools, [one.talk for one in wanted])
    for section in wanted:
        if _write(tools, site, section, pages.get(section.talk), so_far):
            return


def _wanted(tools: Tools, site: Site, now: str) -> list[Section]:
    """Return what is to be said, or to be brought up to date."""
    rules, since = tools.settings.talk, before(now, days=FOLLOWED_DAYS)
    found = shown(tools, State.OPEN, rules)
    found += [one for state in SETTLED for one in shown(tools, state, rules, since)]
    found.sort(key=lambda one: (one.title, one.row))
    out = []
    for title, rows in groupby(found, key=lambda one: one.title):
        talk = site.talk_page(title)
        told = deeds.told(tools.ledger, talk, ActionKind.TALK)
        about = [one for one in rows if one.state is State.OPEN or one.fingerprint in told]
        new = any(one.fingerprint not in told for one in about)
        if new or any(one.state is not State.OPEN for one in about):
            out.append(Section(talk, about, new))
    return out


def _write(tools: Tools, site: Site, section: Section, page: Page | None, so_far: Round) -> bool:
    """Write a section, but make none where people have put it away and nothing is new; True if the round is held."""
    talk, found = section.talk, section.found
    current = page.text if page else ""
    if not has_section(current):
        found = [one for one in found if one.state is State.OPEN and section.new]
    text = talk_page(current, found, tools.texts) if found else current
    if text.rstrip() == current.rstrip():
        return False
    prints = frozenset(one.fingerprint for one in found)
    intent = Intent(ActionKind.TALK, talk, frozenset(one.rule for one in found), page, text, prints)
    said = f"/* {tools.texts.say('talk-heading')} */ {', '.join(sorted(intent.rules))}"
    posted = post(tools, site, intent, lambda token: marked(said, token), so_far, minor=not section.new)
    if isinstance(posted, Hold):
        return posted.everything
    if isinstance(posted.outcome, Saved):
        so_far.talks.append(talk)
    return False
