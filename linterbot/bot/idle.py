"""Sees that a round has nothing to do, before it takes the wiki: most rounds on most wikis find nothing new."""

from __future__ import annotations

import hashlib

from linterbot.bot import what_changed
from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.ledger import at_rest
from linterbot.ledger.at_rest import Known
from linterbot.wiki.protocol import Changes


class Look:
    """A look at the ledger and, if that has nothing to do, at the wiki."""

    def __init__(self, context: BotContext, result: RoundResult) -> None:
        self.known = at_rest.known(context.ledger)
        self.changes: Changes | None = None  # what changed, if the wiki was asked
        self.is_idle = _may_be_at_rest(self.known) and self._sees_nothing(context, result)

    def _sees_nothing(self, context: BotContext, result: RoundResult) -> bool:
        self.changes = what_changed.since(context, self.known.cursor)  # which tells the wiki's time as well
        if self.known.rest != mark(context, self.known):
            return False
        if self.known.next_visit and self.known.next_visit <= context.now:
            return False
        settings = context.settings
        own = (settings.report_page, settings.complaints_page)
        if any(what_changed.touched(context, page, self.changes) for page in own):
            return False
        if what_changed.titles(context, self.changes):
            return False
        what_changed.count(context, self.changes, result)
        # The cursor may stay as long as nothing at all happened: what is asked next time is no more.
        at_rest.note_quiet_round(context.ledger, context.now, self.changes.now if self.changes.changes else "")
        return True


def mark(context: BotContext, known: Known) -> str:
    """Return what is different whenever a round might do something else without any edit on the wiki.

    The day counts, since reports and reminders depend on it.
    """
    settings = context.settings.model_dump_json()
    parts = (context.linted_by, settings, *context.settings_faults, context.now[:10], known.said)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def left_nothing(result: RoundResult) -> bool:
    """Whether a round did not write, and nothing kept it from writing."""
    return not (result.posted or result.held or result.refused or result.stopped or result.remembered)


def _may_be_at_rest(known: Known) -> bool:
    return known.cursor is not None and bool(known.rest) and not (known.in_trouble or known.waiting)
