"""Gathers what the guards want to know about one intended write, just before it is sent."""

from __future__ import annotations

from dataclasses import replace

from linterbot.bot.context import BotContext
from linterbot.config.sections import WikiConfig
from linterbot.errors import WikiError
from linterbot.guards.base import GuardInputs, Intent
from linterbot.guards.exclusion import NAMES as EXCLUSION
from linterbot.guards.in_use import NAMES as IN_USE
from linterbot.ledger import key_values
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.write_history import write_history
from linterbot.markup import mediawiki
from linterbot.markup.namespace_names import title_form
from linterbot.model import Page
from linterbot.wiki.titles import normal_title


def from_ledger(context: BotContext, intent: Intent, posted: int) -> GuardInputs:
    """Return what the ledger and the page at hand say, so that the wiki need not be asked about what is held anyway.

    `posted` is the number of writes that this round has sent.
    """
    settings, now = context.settings, context.now
    known = write_history(
        context.ledger,
        now,
        title=intent.title,
        fingerprints=intent.fingerprints,
        base=intent.base,
        author=intent.author,
        resting_days=settings.patience.revert_days,
    )
    return GuardInputs(
        settings=settings,
        now=now,
        levels=context.site.levels,
        stops={},
        say=context.texts.plain,
        newest=intent.base,
        edited=max((one.timestamp for one in intent.articles if one.user != settings.user), default=""),
        walls=context.site.walls,
        pending_write=known.pending_write,
        pauses=known.pauses,
        spent=replace(known.spent, run=posted),
        resting=known.resting,
        refused=known.refused,
    )


def with_wiki(context: BotContext, intent: Intent, known: GuardInputs) -> GuardInputs:
    """Return what the wiki says as well; if it does not answer, the stop pages count as unreadable.

    One request reads the stop pages, the bot's talk page and the page itself, another one the account's status.
    """
    try:
        return _with_wiki(context, intent, known)
    except WikiError:
        return replace(known, stops=None)


def _with_wiki(context: BotContext, intent: Intent, known: GuardInputs) -> GuardInputs:
    settings, wiki = context.settings, context.wiki
    stops = [settings.stop_page, *(f"{settings.stop_page}/{rule}" for rule in sorted(intent.rules))]
    own_talk = talk_of(settings)
    articles = [] if intent.approved else [one.title for one in intent.articles]
    found = _read(context, [intent.title, *articles, *stops, own_talk, settings.opt_out_page])
    newest = found[intent.title]
    histories = [_history(context, page) for title in articles if (page := found[title]) is not None]
    created_at, edited = (max(times, default="") for times in zip(*histories, strict=True)) if histories else ("", "")
    return replace(
        known,
        stops={title: words for title in stops if (words := _words(found[title]))},
        account_status=wiki.account_status(),
        newest=newest.revision if newest else None,
        created_at=created_at,
        edited=edited,
        at_work=wiki.last_edit_by(intent.author) if intent.kind is ActionKind.MESSAGE else "",
        written_to=_written_to(context, found[own_talk]),
        aliases=wiki.redirects_to(EXCLUSION | IN_USE | frozenset(map(title_form, settings.in_use))),
        opted_out=_people(found[settings.opt_out_page]),
    )


def _history(context: BotContext, article: Page) -> tuple[str, str]:
    """Return when an article was created, as far as that matters, and when a person last edited it."""
    created_at = context.wiki.created_at(article.title) if context.settings.patience.page_hours else ""
    by_us = article.user == context.settings.user
    return created_at, context.wiki.edited_by_others(article.title) if by_us else article.timestamp


def _read(context: BotContext, titles: list[str]) -> dict[str, Page | None]:
    """Read some pages in one go; return each by the title that was asked for, None if it does not exist.

    A configuration may spell a title in its own way: with underscores, or in English on a wiki in another language.
    """
    by_title = {one.title: one for one in context.wiki.pages(titles, unreadable=True)}
    namespaces = context.site.namespaces
    return {title: by_title.get(normal_title(title, namespaces)[0], by_title.get(title)) for title in titles}


def remember_talk_page(context: BotContext) -> None:
    """Note the revision of the bot's talk page if none is noted yet, so that what comes later is new."""
    if not key_values.get(context.ledger, key_values.TALK_SEEN):
        talk_is_read(context)


def talk_is_read(context: BotContext) -> None:
    """Note that a person has read the bot's talk page as it is now; raises WikiError."""
    found = context.wiki.pages([talk_of(context.settings)])
    key_values.put(context.ledger, key_values.TALK_SEEN, _revision(found[0] if found else None))


def talk_of(settings: WikiConfig) -> str:
    """Return the title of the bot's own talk page."""
    return f"User talk:{settings.user}"


def _written_to(context: BotContext, talk: Page | None) -> bool:
    seen = key_values.get(context.ledger, key_values.TALK_SEEN)
    return bool(seen) and _revision(talk) != seen


def _words(page: Page | None) -> str:
    return page.text.strip() if page else ""


def _revision(page: Page | None) -> str:
    return str(page.revision if page else 0)


def _people(page: Page | None) -> frozenset[str]:
    """Return the people that a page links to, or lists one on a line."""
    if page is None:
        return frozenset()
    linked = {link.target.partition(":")[2] for link in mediawiki.read(page.text).links}
    lines = {line.strip("*#: ") for line in page.text.split("\n")}
    return frozenset(name.replace("_", " ").strip() for name in linked | lines if name.strip())
