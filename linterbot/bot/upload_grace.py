"""When the grace for uploads ends on a page, so that the page is read again then, although nobody edits it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import LintedPage
from linterbot.ledger.timestamps import timestamp


def ends(context: BotContext, linted: Iterable[LintedPage]) -> dict[str, str]:
    """Return, by title, when to read pages again that show or describe a file uploaded a short time ago."""
    days = max((float(getattr(rule.check, "grace_days", 0)) for rule in context.rules), default=0.0)
    now = datetime.fromisoformat(context.now)
    left = {one.page.title: max(_left(one, days), default=0.0) for one in linted if days and one.facts.files}
    return {title: timestamp(now + timedelta(days=rest)) for title, rest in left.items() if rest > 0}


def _left(linted: LintedPage, days: float) -> Iterator[float]:
    """Yield the days that are left for each file that a page names."""
    page = linted.page
    words = f"{page.title}\n{page.text}".replace("_", " ")
    for name, file in (linted.facts.files or {}).items():
        if file.days_here is not None and file.days_here < days and name in words:
            yield days - file.days_here
