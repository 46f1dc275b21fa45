"""What was decided and written: by oneself, or by anybody."""

from __future__ import annotations

from starlette.responses import Response

from linterbot.desk.history import newest_events
from linterbot.desk.take_back import put_off_by, said_by
from linterbot.web.answers import show
from linterbot.web.visit import Visit

_MINE, _LOG = 100, 200  # entries on a page


def mine(visit: Visit) -> Response:
    """Show what a person said and has not taken back."""
    later = put_off_by(visit.wiki.ledger, visit.who, visit.now)
    return show(visit, "mine.html", said=said_by(visit.wiki.ledger, visit.who, _MINE), later=later)


def log(visit: Visit) -> Response:
    """Show the newest writes and decisions."""
    return show(visit, "log.html", events=newest_events(visit.wiki.ledger, _LOG))
