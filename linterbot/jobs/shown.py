"""What people may be shown of the ledger, and the pages that it is about."""

from __future__ import annotations

from collections.abc import Collection

from linterbot.jobs.tools import Tools
from linterbot.ledger import findings
from linterbot.ledger.findings import Recorded, State
from linterbot.model import Mode, Page

SETTLED = (State.RESOLVED, State.REJECTED, State.IGNORED)
FOLLOWED_DAYS = 30  # so long what was told to a page is followed after it was settled


def shown(
    tools: Tools, state: State, rules: Collection[str] | None = None, since: str = "", limit: int | None = None
) -> list[Recorded]:
    """Return the findings in a state, since a time, that people may be told of; of all rules, or of some."""
    found = findings.in_state(tools.ledger, state, rules, since, limit)
    return [one for one in found if tools.settings.mode_of(one.rule) is not Mode.SHADOW]


def by_title(tools: Tools, titles: Collection[str]) -> dict[str, Page]:
    """Return those of the pages that exist, by their titles, read together."""
    return {page.title: page for page in tools.wiki.pages(titles)} if titles else {}
