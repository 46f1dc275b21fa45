"""What people may be shown of the ledger, and the pages that it is about."""

from __future__ import annotations

from collections.abc import Collection

from linterbot.bot.context import BotContext
from linterbot.config import WikiConfig
from linterbot.ledger import findings
from linterbot.ledger.findings import RecordedFinding, Selection, State
from linterbot.model import Mode, Page

SETTLED = (State.RESOLVED, State.REJECTED, State.IGNORED)
FOLLOWED_DAYS = 30  # how long what a page was told is followed after it was settled


def visible(settings: WikiConfig, *states: State, rules: Collection[str] | None = None, since: str = "") -> Selection:
    """Select the findings in some states, since a time, that people may see; of all rules, or of some."""
    named = settings.rules
    if rules is None and settings.mode is Mode.SHADOW:
        rules = named
    shown = None if rules is None else [rule for rule in rules if settings.mode_of(rule) is not Mode.SHADOW]
    hidden = [rule for rule, mode in named.items() if mode is Mode.SHADOW]
    return Selection(states, rules=shown, except_rules=hidden, since=since)


def open_and_lately_settled(context: BotContext, rules: Collection[str], since: str) -> list[RecordedFinding]:
    """Return the open findings of some rules, and those that were settled since a time, by title and row."""
    chosen = (
        visible(context.settings, State.OPEN, rules=rules),
        visible(context.settings, *SETTLED, rules=rules, since=since),
    )
    found = [one for selection in chosen for one in findings.each(context.ledger, selection)]
    return sorted(found, key=lambda one: (one.title, one.row))


def pages_by_title(context: BotContext, titles: Collection[str]) -> dict[str, Page]:
    """Return those of the pages that exist, by their titles, read together."""
    return {page.title: page for page in context.wiki.pages(titles)} if titles else {}
