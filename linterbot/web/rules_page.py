"""The rules of a wiki: how far each may go, how often it was right, and why it is there."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import Response

from linterbot.digest import trends
from linterbot.ledger import findings, pauses, replays, weeks
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from linterbot.web.answers import message, show
from linterbot.web.pictures import picture
from linterbot.web.visit import Visit

_WEEKS = 12  # that a picture shows


def every(visit: Visit) -> Response:
    """Show all rules, those with most open findings first."""
    counts = findings.count_by_rule(visit.wiki.ledger, Selection([State.OPEN]))
    rules = sorted(visit.wiki.rules, key=lambda one: (-counts[one.name], one.name))
    return show(visit, "rules.html", rules=rules, counts=counts, records=visit.wiki.records())


def one(visit: Visit) -> Response:
    """Show one rule with its figures."""
    rule = visit.wiki.rule(visit.path["rule"])
    if rule is None:
        return message(visit, "no-such-rule", 404)
    ledger, record = visit.wiki.ledger, visit.wiki.records().get(rule.name)
    known = [it for it in weeks.newest(ledger, _WEEKS, visit.now) if it.rule == rule.name]
    week = datetime.fromisoformat(visit.now).strftime("%G-W%V")
    sums = trends.sums(known, week, _WEEKS)
    today = datetime.fromisoformat(visit.now).date()
    by_day = {name: days for name, days in findings.open_by_day(ledger).items() if name == rule.name}
    return show(
        visit,
        "rule.html",
        rule=rule,
        record=record,
        weak=replays.kept(ledger)[1].get(rule.name),
        mode=visit.wiki.settings.mode_of(rule.name),
        number=findings.count_by_rule(ledger, Selection([State.OPEN], rules=[rule.name])).total(),
        pause=next((it for it in pauses.of_wiki(ledger, visit.now) if it.rule == rule.name), None),
        sums=sums,
        picture=picture("weeks", sums) if known else "",
        ages=trends.ages(by_day, today),
    )
