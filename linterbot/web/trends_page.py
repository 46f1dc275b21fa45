"""What changes over weeks: the review of this week so far, with its pictures."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import Response

from linterbot.digest.review import review
from linterbot.digest.words import in_one_line
from linterbot.web.answers import show
from linterbot.web.pictures import picture
from linterbot.web.visit import Visit


def show_trends(visit: Visit) -> Response:
    """Show the pictures, each with its numbers as a table."""
    week = datetime.fromisoformat(visit.now).strftime("%G-W%V")
    found = review(visit.wiki.ledger, visit.wiki.settings, week, visit.now, public=True)
    pictures = {"weeks": picture("weeks", found.sums)}
    if found.accuracies:
        pictures["accuracy"] = picture("accuracy", found.accuracies)
    if any(one.oldest for one in found.ages):
        pictures["waiting"] = picture("waiting", found.ages)
    return show(visit, "trends.html", review=found, line=in_one_line(found), pictures=pictures)
