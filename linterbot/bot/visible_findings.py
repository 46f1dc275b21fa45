"""Chooses the findings in the ledger that people may see, and reads the pages they are about."""

from __future__ import annotations

from collections.abc import Collection

from linterbot.bot.context import BotContext
from linterbot.config.sections import WikiConfig
from linterbot.ledger import findings
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.selection import Selection
from linterbot.model import Mode, Page

SETTLED = (State.RESOLVED, State.REJECTED, State.IGNORED)
FOLLOWED_DAYS = 30  # how long after a finding is settled its tag and its line on a talk page are still updated


def visible(settings: WikiConfig, *states: State, rules: Collection[str] | None = None, since: str = "") -> Selection:
    """Return a selection of the findings that people may see: in some states, of all rules or of some, since a time."""
    named = settings.rules
    if rules is None and settings.mode is Mode.SHADOW:
        rules = named
    shown = None if rules is None else [rule for rule in rules if settings.mode_of(rule) is not Mode.SHADOW]
    hidden = [rule for rule, mode in named.items() if mode is Mode.SHADOW]
    return Selection(states, rules=shown, except_rules=hidden, since=since)


def open_and_lately_settled(context: BotContext, rules: Collection[str], since: str) -> list[RecordedFinding]:
    """Return the findings of some rules that are open or were settled since a time, sorted by title and row."""
    chosen = (
        visible(context.settings, State.OPEN, rules=rules),
        visible(context.settings, *SETTLED, rules=rules, since=since),
    )
    found = [one for selection in chosen for one in findings.each(context.ledger, selection)]
    return sorted(found, key=lambda one: (one.title, one.row))


def pages_by_title(context: BotContext, titles: Collection[str], unreadable: bool = False) -> dict[str, Page]:
    """Read some pages in one go; return those that exist, by title, on request also those that cannot be read."""
    return {page.title: page for page in context.wiki.pages(titles, unreadable)} if titles else {}
