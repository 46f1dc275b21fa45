"""So many edits and no more: a run, a minute, an hour, a day; to one page, after one person."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, Hold, Intent, World
from linterbot.ledger.actions import ActionKind


def hold(intent: Intent, world: World) -> Hold | None:
    """Hold when a number is used up; the report page is always kept up to date, and taking back is only slowed down."""
    spent, settings = world.spent, world.settings
    if intent.kind is ActionKind.REPORT:
        return None
    if spent.minute >= settings.edits.minute:
        return _used_up(settings.edits.minute, "minute")
    if intent.kind is ActionKind.UNDO:
        return None
    if spent.run >= settings.edits_per_run:
        return _used_up(settings.edits_per_run, "run")
    if spent.hour >= settings.edits.hour:
        return _used_up(settings.edits.hour, "hour")
    if spent.day >= settings.edits.day:
        return _used_up(settings.edits.day, "day")
    return _of_one(intent, world)


def _of_one(intent: Intent, world: World) -> Hold | None:
    edits = world.settings.edits
    if intent.kind is ActionKind.MESSAGE and world.spent.page:
        return Hold("budget", f"{intent.author} got a message in the last day; one a day is enough")
    if intent.kind not in ON_ARTICLES or intent.approved:
        return None
    if world.spent.page >= edits.page_day:
        return Hold("budget", f"this page was edited {world.spent.page} times by the bot in the last day")
    if intent.author and world.spent.author >= edits.author_day:
        return Hold("budget", f"{world.spent.author} edits of {intent.author} were answered in the last day")
    return None


def _used_up(limit: int, span: str) -> Hold:
    return Hold("budget", f"this {span}'s {limit} edits are used up; the rest waits", everything=True)
