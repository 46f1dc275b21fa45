"""Gathers what the guards want to know about one intended write, just before it is sent."""

from __future__ import annotations

from dataclasses import replace

from linterbot.config import WikiConfig
from linterbot.errors import WikiError
from linterbot.guards.base import ON_ARTICLES, Intent, Spent, World
from linterbot.guards.exclusion import NAMES as EXCLUSION
from linterbot.guards.in_use import NAMES as IN_USE
from linterbot.jobs.tools import Round, Tools
from linterbot.ledger import deeds, notes, pauses
from linterbot.ledger.stamps import before
from linterbot.markup import mediawiki
from linterbot.markup.names import title_form
from linterbot.model import Page
from linterbot.wiki.gateway import Site
from linterbot.wiki.titles import normal_title


def known(tools: Tools, site: Site, intent: Intent, so_far: Round) -> World:
    """Return what the ledger and the page at hand tell; the wiki is not asked for what is held already."""
    settings, ledger, now, page = tools.settings, tools.ledger, so_far.now, intent.page
    return World(
        settings=settings,
        now=now,
        levels=site.levels,
        stops={},
        newest=page.revision if page else None,
        edited=page.timestamp if page and page.user != settings.user else "",
        unclear=deeds.unclear_on(ledger, intent.title),
        pauses=tuple(pauses.of_wiki(ledger, now)),
        spent=_spent(tools, intent, so_far),
        resting=deeds.resting(ledger, intent.title, before(now, days=settings.patience.revert_days)),
        refused=_refused(tools, intent, now),
    )


def asked(tools: Tools, site: Site, intent: Intent, known: World) -> World:
    """Return what the wiki tells as well; where it does not answer, the stop pages count as unreadable.

    One request reads the stop pages, the bot's talk page and the page itself, a second one says how the bot stands.
    """
    try:
        return _asked(tools, site, intent, known)
    except WikiError:
        return replace(known, stops=None)


def _asked(tools: Tools, site: Site, intent: Intent, known: World) -> World:
    settings = tools.settings
    stops = [settings.stop_page, *(f"{settings.stop_page}/{rule}" for rule in sorted(intent.rules))]
    own_talk = talk_of(settings)
    titles = [intent.title, *stops, own_talk, settings.opt_out_page]
    by_title = {one.title: one for one in tools.wiki.pages(titles, unreadable=True)}
    # A configuration may write a title in a way of its own: with underscores, or in English on a wiki that is not.
    found = {title: by_title.get(normal_title(title, site.namespaces)[0], by_title.get(title)) for title in titles}
    newest, born, edited = found[intent.title], "", ""
    if newest and intent.kind in ON_ARTICLES and not intent.approved:
        born = tools.wiki.born(intent.title) if settings.patience.page_hours else ""
        by_us = newest.user == settings.user
        edited = tools.wiki.edited_by_others(intent.title) if by_us else newest.timestamp
    return replace(
        known,
        stops={title: words for title in stops if (words := _words(found[title]))},
        standing=tools.wiki.standing(),
        newest=newest.revision if newest else None,
        born=born,
        edited=edited,
        written_to=_written_to(tools, found[own_talk]),
        aliases=tools.wiki.redirects_to(EXCLUSION | IN_USE | frozenset(map(title_form, settings.in_use))),
        opted_out=_people(found[settings.opt_out_page]),
    )


def _refused(tools: Tools, intent: Intent, now: str) -> str:
    base = intent.page.revision if intent.page else None
    return deeds.refused(tools.ledger, intent.title, intent.fingerprints, base, before(now, days=1))


def _words(page: Page | None) -> str:
    return page.text.strip() if page else ""


def begin(tools: Tools) -> None:
    """Note where the bot's talk page stands when the bot begins: what comes later is new."""
    if not notes.get(tools.ledger, notes.TALK_SEEN):
        talk_is_read(tools)


def talk_is_read(tools: Tools) -> None:
    """Note that a person has read the bot's talk page as it is now; raises WikiError."""
    found = tools.wiki.pages([talk_of(tools.settings)])
    notes.put(tools.ledger, notes.TALK_SEEN, _revision(found[0] if found else None))


def talk_of(settings: WikiConfig) -> str:
    """Return the title of the bot's own talk page."""
    return f"User talk:{settings.user}"


def _written_to(tools: Tools, talk: Page | None) -> bool:
    seen = notes.get(tools.ledger, notes.TALK_SEEN)
    return bool(seen) and _revision(talk) != seen


def _revision(page: Page | None) -> str:
    return str(page.revision if page else 0)


def _spent(tools: Tools, intent: Intent, so_far: Round) -> Spent:
    now, count = so_far.now, deeds.written_since
    day = before(now, days=1)
    return Spent(
        run=so_far.posted,
        minute=count(tools.ledger, before(now, minutes=1)),
        hour=count(tools.ledger, before(now, hours=1)),
        day=count(tools.ledger, day),
        page=count(tools.ledger, day, title=intent.title),
        author=count(tools.ledger, day, author=intent.author) if intent.author else 0,
    )


def _people(page: Page | None) -> frozenset[str]:
    """Return the people whom a page links to, or names one a line."""
    if page is None:
        return frozenset()
    linked = {link.target.partition(":")[2] for link in mediawiki.read(page.text).links}
    lines = {line.strip("*#: ") for line in page.text.split("\n")}
    return frozenset(name.replace("_", " ").strip() for name in linked | lines if name.strip())
