"""Everything that was found on one page."""

from __future__ import annotations

from starlette.responses import Response

from linterbot.ledger import findings
from linterbot.ledger.findings import UNDECIDED, State
from linterbot.ledger.selection import Selection
from linterbot.web.answers import message, show
from linterbot.web.visit import Visit


def on_page(visit: Visit) -> Response:
    """Show the findings of a page, those that wait first."""
    title = visit.query.get("title", "")[:255]
    found = findings.on_pages(visit.wiki.ledger, Selection(tuple(State)), [title])
    if not found:
        return message(visit, "nothing-on-page", 404)
    found.sort(key=lambda one: one.state not in UNDECIDED)
    return show(visit, "page.html", title=title, found=found, address=visit.wiki.page_address(title))
