"""What happened on a wiki since the last round, and which pages have to be read for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.checks.used_image import UsedImage
from linterbot.ledger import findings, pages
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from linterbot.ledger.timestamps import timestamp
from linterbot.wiki.protocol import Change, Changes
from linterbot.wiki.titles import normal_title


def since(context: BotContext, cursor: str | None) -> Changes:
    """Ask the wiki for the changes since the cursor, and some before it; raises WikiError."""
    back = timedelta(seconds=context.settings.overlap_seconds)
    if cursor is None:
        back += timedelta(days=context.settings.look_back_days)
    changes = context.wiki.changes(timestamp(datetime.fromisoformat(cursor or context.now) - back))
    context.clock.learn(changes.asked_at)
    return changes


def titles(context: BotContext, changes: Changes) -> list[str]:
    """Return the titles to read: those with a revision we have not linted, and those that a changed file affects.

    The order of the rows does not matter. A row of the log may be a deletion or a move, so its page is always read.
    """
    newest: dict[str, int] = {}
    logged: set[str] = set()
    for change in concerning(context, changes):
        newest[change.title] = max(newest.get(change.title, 0), change.revision)
        if change.kind == "log":
            logged.add(change.title)
    read = pages.revisions(context.ledger, newest)
    changed = [
        title for title, number in newest.items() if title in logged or title not in read or number > read[title]
    ]
    return [*changed, *_flagged_for_files(context, changes)]


def concerning(context: BotContext, changes: Changes) -> list[Change]:
    """Return the changes of pages that the bot looks at."""
    settings, namespaces = context.settings, context.site.namespaces
    written = (settings.report_page, settings.complaints_page, settings.digest_page)
    own = {normal_title(title, namespaces)[0] for title in written if title is not None}
    stop = normal_title(settings.stop_page, namespaces)[0]
    return [
        one
        for one in changes.changes
        if one.title not in own and not one.title.startswith(stop) and (one.namespace or "main") in settings.namespaces
    ]


def count(context: BotContext, changes: Changes, result: RoundResult) -> None:
    """Note how much happened, and when people last edited."""
    result.changes = len(changes.changes)
    others = [one.timestamp for one in changes.changes if one.user != context.settings.user]
    result.last_edit = max(others, default="")


def touched(context: BotContext, page: str, changes: Changes) -> bool:
    """Whether people edited one of the bot's own pages."""
    title = normal_title(page, context.site.namespaces)[0]
    return any(one.title == title and one.user != context.settings.user for one in changes.changes)


def _flagged_for_files(context: BotContext, changes: Changes) -> list[str]:
    """Return the pages with findings about the files they show, if any file page changed: they may be resolved."""
    file_namespace = context.site.namespaces.get("file", "File")
    if not any(change.namespace == file_namespace for change in changes.changes):
        return []
    rules = [rule.name for rule in context.rules if isinstance(rule.check, UsedImage)]
    return findings.titles(context.ledger, Selection([State.OPEN], rules=rules))
