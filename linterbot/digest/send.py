"""Sends each week's review once: to its page on the wiki, through every guard, and to the targets that want it."""

from __future__ import annotations

from typing import NamedTuple

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import settle
from linterbot.bot.writing.guard_inputs import remember_talk_page
from linterbot.bot.writing.outbox import post
from linterbot.bot.writing.remember import remember
from linterbot.config.sections import Config
from linterbot.digest import as_atom, as_text, as_wikitext
from linterbot.digest.review import Review, last_whole_week, review
from linterbot.errors import ConfigError
from linterbot.files import write_whole
from linterbot.guards.base import Hold, Intent
from linterbot.ledger import action_queries, key_values, notices
from linterbot.ledger.actions import ActionKind
from linterbot.wiki.protocol import Conflict, Later, Refused

_FOR_ALL = 0o644  # a feed is there to be served
_PATIENCE = 60  # seconds that a review waits for somebody else's work on the wiki to end


class Sending(NamedTuple):
    """What became of a review."""

    words: str
    held: bool = False  # whether its page on the wiki has to wait


def send_if_due(config: Config, context: BotContext) -> Sending | None:
    """Send the review of the last week that is over, if that was not done; None if there is nothing to send.

    A ledger's first review is that of the first week which ends after its first round, and a week in which nothing
    happened and nobody is needed is passed over. Raises WikiError or WikiBusy.
    """
    if not _wanted(config, context):
        return None
    week = last_whole_week(context.now)
    noted = key_values.get(context.ledger, key_values.DIGEST).partition(" ")[0]
    if noted >= week:
        return None
    found = review(context.ledger, context.settings, week, context.now, public=True)
    if not noted or found.quiet:
        key_values.put(context.ledger, key_values.DIGEST, f"{week} {context.now}")
        return None
    return send(config, context, found)


def refuse_nowhere(config: Config, context: BotContext) -> None:
    """Raise ConfigError if there is nobody to send a review to."""
    if not _wanted(config, context):
        remedy = "name a digest-page or a digest-feed, or give a target under notify: digest: true"
        raise ConfigError(f"wikis.{context.ledger.wiki}", "nobody is to get a review", remedy)


def send(config: Config, context: BotContext, found: Review) -> Sending:
    """Send a review to wherever it was not sent before. Raises WikiError or WikiBusy."""
    body = "\n".join(as_text.render(found))
    notices.add(context.ledger, f"digest {found.week}", "digest", _targets(config), body, context.now)
    _to_the_feed(config, context, found)
    held = _to_the_wiki(context, found)
    if held:
        return Sending(f"the review of {found.week} waits: {held}", held=True)
    key_values.put(context.ledger, key_values.DIGEST, f"{found.week} {context.now}")
    return Sending(f"the review of {found.week} is sent")


def _wanted(config: Config, context: BotContext) -> bool:
    """Whether anybody is to get reviews."""
    return bool(context.settings.digest_page or context.settings.digest_feed or _targets(config))


def _to_the_feed(config: Config, context: BotContext, found: Review) -> None:
    """Put a review into the feed's file; raises ConfigError if that cannot be written."""
    if context.settings.digest_feed is None:
        return
    path = config.path(context.settings.digest_feed)
    try:
        earlier = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        write_whole(path, as_atom.feed(earlier, found, context.now).encode(), _FOR_ALL)
    except OSError as error:
        where = f"wikis.{context.ledger.wiki}.digest-feed"
        raise ConfigError(where, f"{path} cannot be written ({error.strerror})", "name another file") from None


def _targets(config: Config) -> list[str]:
    return [name for name, one in config.notify.items() if one.digest]


def _to_the_wiki(context: BotContext, found: Review) -> str:
    """Write a review to its page, unless that was done or may have been; return why it is not there, "" if it is."""
    title = context.settings.digest_page
    if title is None:
        return ""
    context = context.new_round()
    result = RoundResult(context.run)
    with context.holding_the_wiki(_PATIENCE) as context:
        remember(context, result)
        remember_talk_page(context)
        settle.settle_pending(context, result)
        if found.week in action_queries.reported_on(context.ledger, title, ActionKind.DIGEST):
            return ""
        there = next(iter(context.wiki.pages([title])), None)
        text = as_wikitext.page(there.text if there else "", found, context.texts)
        intent = Intent(ActionKind.DIGEST, title, frozenset(), there, text, frozenset([found.week]))
        posted = post(context, intent, context.texts.say("digest-summary", number=found.week), result)
    if isinstance(posted, Hold):
        return posted.reason
    return posted.outcome.reason if isinstance(posted.outcome, Later | Refused | Conflict) else ""
