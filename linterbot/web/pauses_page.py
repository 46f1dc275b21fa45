"""What is paused and why; who may, pauses and resumes."""

from __future__ import annotations

from starlette.responses import Response

from linterbot.desk import pausing
from linterbot.desk.status import wiki_status
from linterbot.web.answers import go, message, show
from linterbot.web.visit import Visit

_LONGEST_WHY = 300  # characters
_EVERYTHING = "*"  # what the form says for the whole wiki


def show_pauses(visit: Visit) -> Response:
    """Show what is paused, what holds the bot, and what needs somebody."""
    state = wiki_status(visit.wiki.ledger, visit.wiki.settings, visit.now)
    rules = sorted(one.name for one in visit.wiki.rules)
    return show(visit, "pauses.html", state=state, rules=rules)


def change(visit: Visit) -> Response:
    """Pause or resume a rule, or the whole wiki."""
    rule, why = visit.form.get("rule", ""), visit.form.get("why", "").strip()[:_LONGEST_WHY]
    if rule != _EVERYTHING and visit.wiki.rule(rule) is None:
        return message(visit, "no-such-rule", 404)
    rule = "" if rule == _EVERYTHING else rule
    if not why:
        return message(visit, "needs-reason", 400, back=visit.to("pauses"))
    if visit.form.get("do") == "pause":
        pausing.pause(visit.wiki.ledger, rule, visit.who, why, visit.now)
    elif rule:
        pausing.resume(visit.wiki.ledger, rule, visit.who, why, visit.now)
    else:
        with visit.wiki.asking() as context:
            pausing.resume_wiki(context, visit.who, why)
    return go(visit.to("pauses"))
