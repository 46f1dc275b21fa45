"""Compares a configuration with the wiki as it is, and says what would go wrong, before anything does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from linterbot.bot.context import BotContext
from linterbot.config.sections import Config, WikiConfig
from linterbot.credentials import variable_of
from linterbot.errors import WikiError
from linterbot.markup.namespace_names import title_form
from linterbot.posts.complaints_page import complaints_page
from linterbot.wiki.protocol import Outcome, Save, Saved, Site, Unchanged
from linterbot.yaml_text import near

_LEAST_SPACE = 200 * 1024 * 1024  # bytes that should be free for the ledger
_CLOCK_SECONDS = 300  # by which this machine's clock may differ before somebody should know
_LAG_SECONDS = 30.0  # of the wiki's database servers
_NEEDED_RIGHTS = {"edit": "nothing can be written", "createpage": "no new report page", "createtalk": "no talk pages"}
_OTHERS = 0o077  # the permissions of everybody but the owner


class Level(StrEnum):
    """How bad something is."""

    FINE = "ok"
    WARNING = "warning"  # works, but not as somebody may expect
    ERROR = "error"  # does not work


class Diagnosis(NamedTuple):
    """One thing that was looked at."""

    level: Level
    words: str  # what was found
    remedy: str = ""  # what to do about it


def examine(config: Config, context: BotContext, save: bool = False) -> Iterator[Diagnosis]:
    """Yield everything that can be found out about one wiki's configuration, the machine first.

    With `save`, a page of the bot's own is written as well. If the wiki does not answer, that is the last thing said.
    """
    yield from _machine(config, context.settings)
    try:
        site = context.site
        for look in (_address, _account, _names, _stop_page, _settings_page, _clock):
            yield from look(context, site)
        yield from _complaints(context, save)
        if save:
            yield from _write(context)
    except WikiError as error:
        yield Diagnosis(Level.ERROR, f"the wiki cannot be used: {error.cause}", error.remedy)


def _machine(config: Config, settings: WikiConfig) -> Iterator[Diagnosis]:
    state = config.path(config.state)
    free = shutil.disk_usage(next(one for one in (state, *state.absolute().parents) if one.exists())).free
    room = f"{free // 1024**2:,} MB are free for {state}"
    yield Diagnosis(Level.FINE, room) if free >= _LEAST_SPACE else Diagnosis(Level.WARNING, room, "make room")
    for path in (state, *([config.path(settings.password_file)] if settings.password_file else [])):
        if path.exists() and path.stat().st_mode & _OTHERS:
            yield Diagnosis(Level.ERROR, f"others can open {path}", f"run: chmod go= {path}")


def _address(context: BotContext, site: Site) -> Iterator[Diagnosis]:
    settings = context.settings
    if settings.api is None or not site.api:
        return
    given, right = urlsplit(settings.api).path, urlsplit(site.api).path
    if given == right:
        yield Diagnosis(Level.FINE, f"the wiki answers at {settings.api}")
        return
    words = f"{settings.api} answers, but the wiki's API is {site.api}; what is sent elsewhere may be lost"
    yield Diagnosis(Level.ERROR, words, f"set api: {site.api}")


def _account(context: BotContext, site: Site) -> Iterator[Diagnosis]:
    if not site.user:
        words = f"there is no password for {context.settings.user}, so the wiki can only be read"
        remedy = f"set {variable_of(context.ledger.wiki)}, or see docs/operating.md for where else to put it"
        yield Diagnosis(Level.ERROR, words, remedy)
        return
    lacking = [f"{right} ({effect})" for right, effect in _NEEDED_RIGHTS.items() if right not in site.rights]
    if lacking:
        remedy = "give the account, or its bot password, these rights (docs/operating.md)"
        yield Diagnosis(Level.ERROR, f"{site.user} lacks the rights: {', '.join(lacking)}", remedy)
    else:
        yield Diagnosis(Level.FINE, f"{site.user} is logged in and may write")
    if "bot" not in site.rights:
        words = f"{site.user} has no bot flag: its edits show in everybody's recent changes"
        yield Diagnosis(Level.WARNING, words, "ask for the flag, once the wiki has agreed to the bot")
    if "editprotected" in site.rights:
        words = f"{site.user} may edit protected pages, which it never needs"
        yield Diagnosis(Level.WARNING, words, "take the grant “edit protected pages” off its bot password")
    status = context.wiki.account_status()
    if status.blocked:
        yield Diagnosis(Level.ERROR, f"{site.user} is blocked {status.blocked}", "talk to whoever blocked it")
    for place in sorted(status.kept_off | status.kept_out_of):
        yield Diagnosis(Level.WARNING, f"a partial block keeps {site.user} off {place or 'the main namespace'}")
    if status.read_only:
        yield Diagnosis(Level.WARNING, f"the wiki is read-only: {status.read_only}", "wait")
    if status.lag > _LAG_SECONDS:
        yield Diagnosis(Level.WARNING, f"the wiki's databases are {status.lag:.0f} seconds behind", "wait")


def _names(context: BotContext, site: Site) -> Iterator[Diagnosis]:
    settings = context.settings
    own = {name for name in site.namespaces.values() if name} | {"main"}
    for kind, names in (("namespaces", settings.namespaces), ("drafts", settings.drafts)):
        for name in names:
            if name != "main" and site.namespaces.get(name.lower()) != name:
                level = Level.ERROR if kind == "namespaces" else Level.WARNING
                yield Diagnosis(level, f'{kind}: the wiki has no namespace "{name}"', near(name, own))
    for group in settings.verdict_groups:
        if site.groups and group not in site.groups:
            words = f'verdict-groups: the wiki has no group "{group}", so no answer from it counts'
            yield Diagnosis(Level.ERROR, words, near(group, site.groups))
    wanted = {*settings.templates.values(), *settings.in_use}
    titles = {f"Template:{title_form(name)}": name for name in wanted}
    there = {page.title for page in context.wiki.pages(titles, unreadable=True)} if titles else set()
    template = site.numbers.get(10, "Template")
    for title, name in sorted(titles.items()):
        if title not in there and title.replace("Template", template, 1) not in there:
            used = name in settings.templates.values()
            words = f"the wiki has no {{{{{name}}}}}"
            yield Diagnosis(Level.ERROR if used else Level.WARNING, words, "create it, or correct the name")
    if settings.message_authors and site.walls:
        words = "people have message walls here, so message-authors writes nothing"
        yield Diagnosis(Level.WARNING, words, "leave it out")


def _stop_page(context: BotContext, site: Site) -> Iterator[Diagnosis]:
    title = context.settings.stop_page
    for page in context.wiki.pages([title], unreadable=True):
        if page.text.strip():
            words = f"the stop page {title} says: {' '.join(page.text.split())[:80]}"
            yield Diagnosis(Level.WARNING, words, "nothing is written until it is empty")


def _complaints(context: BotContext, save: bool) -> Iterator[Diagnosis]:
    """See whether people have a place to complain; make one if asked."""
    title = context.settings.complaints_page
    if context.wiki.pages([title], unreadable=True):
        return
    if not save:
        words = f"{title} does not exist, and what the bot writes leads there"
        yield Diagnosis(Level.WARNING, words, "create it, or let `linterbot doctor --save` do so")
        return
    text, summary = complaints_page(context.texts), context.texts.say("complaints-summary")
    yield _saved(title, context.wiki.save(Save(title, text, summary, None)))


def _settings_page(context: BotContext, _site: Site) -> Iterator[Diagnosis]:
    page = context.settings.settings_page
    if page is None:
        return
    for fault in context.settings_faults:
        yield Diagnosis(Level.WARNING, fault)
    if not context.settings_faults:
        yield Diagnosis(Level.FINE, f"{page} can be used, or there is none yet")


def _clock(context: BotContext, site: Site) -> Iterator[Diagnosis]:
    difference = abs((datetime.fromisoformat(context.wiki.now()) - datetime.now(UTC)).total_seconds())
    if difference > _CLOCK_SECONDS:
        words = f"this machine's clock and the wiki's differ by {difference / 60:.0f} minutes"
        yield Diagnosis(Level.WARNING, words, "set this machine's clock; rounds go by the wiki's")


def _write(context: BotContext) -> Iterator[Diagnosis]:
    """Save a page of the bot's own, as any write is saved."""
    title = f"User:{context.settings.user}/Sandbox"
    pages = context.wiki.pages([title])
    text = f"{context.texts.say('doctor-page')} {context.wiki.now()}"
    base = pages[0].revision if pages else None
    summary = context.texts.say("doctor-summary")
    yield _saved(title, context.wiki.save(Save(title, text, summary, base)))


def _saved(title: str, outcome: Outcome) -> Diagnosis:
    if isinstance(outcome, Saved | Unchanged):
        return Diagnosis(Level.FINE, f"{title} could be saved")
    return Diagnosis(Level.ERROR, f"{title} could not be saved: {getattr(outcome, 'reason', outcome)}")


def worst(found: list[Diagnosis]) -> Level:
    """Return how bad the worst of some diagnoses is."""
    levels = {one.level for one in found}
    return next(level for level in (Level.ERROR, Level.WARNING, Level.FINE) if level in levels or level is Level.FINE)
