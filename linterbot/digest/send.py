"""Sends each week's review once: to its page on the wiki, through every guard, and to the targets that want it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing.catch_up import between_rounds
from linterbot.bot.writing.outbox import post
from linterbot.config.sections import Config
from linterbot.digest import as_atom, as_text, as_wikitext
from linterbot.digest.review import Review, review
from linterbot.errors import ConfigError
from linterbot.files import write_whole
from linterbot.guards.base import Hold, Intent
from linterbot.ledger import action_queries, key_values, notices
from linterbot.ledger.actions import UNSETTLED, WAITING, WRITTEN, ActionKind
from linterbot.ledger.weeks import name_of
from linterbot.wiki.protocol import Conflict, Later, Refused, Unknown

_MOST_WEEKS = 4  # that are made up for
_LARGEST_FEED = 2**20  # bytes
_FOR_ALL = 0o644  # a feed is there to be served


class Sending(NamedTuple):
    """What became of a review."""

    words: str
    held: bool = False  # whether it is not everywhere yet where it should be


def send_if_due(config: Config, context: BotContext) -> Sending | None:
    """Send the oldest review that is due; None if there is nothing to send.

    A ledger's first review is that of the first week which ends after its first round. A week in which nothing happened
    and nobody is needed is passed over, and so are all but the last few, if nothing could be sent for longer. Raises
    WikiError or WikiBusy.
    """
    if not _wanted(config, context):
        return None
    noted = key_values.get(context.ledger, key_values.DIGEST).partition(" ")[0]
    for week in _due(noted, context.now):
        found = review(context.ledger, context.settings, week, context.now, public=True)
        if noted and not found.quiet:
            return send(config, context, found)
        key_values.put(context.ledger, key_values.DIGEST, f"{week} {context.now}")
    return None


def _due(noted: str, now: str) -> list[str]:
    """Return the weeks that are over and were not reviewed, the oldest first."""
    weeks = [name_of(datetime.fromisoformat(now) - timedelta(weeks=ago)) for ago in range(_MOST_WEEKS, 0, -1)]
    return [week for week in weeks if week > noted] if noted else weeks[-1:]


def refuse_nowhere(config: Config, context: BotContext) -> None:
    """Raise ConfigError if there is nobody to send a review to."""
    if not _wanted(config, context):
        remedy = "name a digest-page or a digest-feed, or give a target under notify: digest: true"
        raise ConfigError(f"wikis.{context.ledger.wiki}", "nobody is to get a review", remedy)


def send(config: Config, context: BotContext, found: Review) -> Sending:
    """Send a review to wherever it was not sent before. Raises WikiError or WikiBusy."""
    body = "\n".join(as_text.render(found))
    notices.add(context.ledger, f"digest {found.week}", "digest", _targets(config), body, context.now)
    troubles = [one for one in (_to_the_feed(config, context, found), _to_the_wiki(context, found)) if one]
    if troubles:
        return Sending(f"the review of {found.week} waits: {'; '.join(troubles)}", held=True)
    key_values.put(context.ledger, key_values.DIGEST, f"{found.week} {context.now}")
    return Sending(f"the review of {found.week} is sent")


def _wanted(config: Config, context: BotContext) -> bool:
    """Whether anybody is to get reviews."""
    return bool(context.settings.digest_page or context.settings.digest_feed or _targets(config))


def _to_the_feed(config: Config, context: BotContext, found: Review) -> str:
    """Put a review into the feed's file; return why that could not be written, "" if it was."""
    if context.settings.digest_feed is None:
        return ""
    path = config.path(context.settings.digest_feed)
    try:
        readable = path.is_file() and path.stat().st_size <= _LARGEST_FEED  # anything else is no feed of ours
        earlier = path.read_text(encoding="utf-8", errors="replace") if readable else ""
        write_whole(path, as_atom.feed(earlier, found, context.now).encode(), _FOR_ALL)
    except OSError as error:
        return f"{path} cannot be written ({error.strerror})"
    return ""


def _targets(config: Config) -> list[str]:
    return [name for name, one in config.notify.items() if one.digest]


def _to_the_wiki(context: BotContext, found: Review) -> str:
    """Write a review to its page, unless that was done or may have been; return why it is not there, "" if it is."""
    title = context.settings.digest_page
    if title is None:
        return ""
    with between_rounds(context) as context:
        earlier = action_queries.about(context.ledger, found.week, title)
        if any(one.state in (*WAITING, *UNSETTLED) for one in earlier):
            return "what became of an earlier try is not known yet"
        if any(one.state in WRITTEN for one in earlier):
            return ""
        there = next(iter(context.wiki.pages([title])), None)
        text = as_wikitext.page(there.text if there else "", found, context.texts)
        intent = Intent(ActionKind.DIGEST, title, frozenset(), there, text, frozenset([found.week]))
        summary = context.texts.say("digest-summary", number=found.week)
        posted = post(context, intent, summary, RoundResult(context.run))
    if isinstance(posted, Hold):
        return posted.reason
    return posted.outcome.reason if isinstance(posted.outcome, Later | Refused | Conflict | Unknown) else ""
