"""The one screen: a finding, all that is needed to judge it, and the verdicts."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from starlette.background import BackgroundTask
from starlette.responses import Response

from linterbot.desk import take_back
from linterbot.desk.history import events_about
from linterbot.desk.look import Look
from linterbot.desk.outcome import outcome_of
from linterbot.desk.queue import next_ones, one_before
from linterbot.errors import LinterbotError, WikiError
from linterbot.ledger import findings
from linterbot.ledger.findings import UNDECIDED, RecordedFinding
from linterbot.ledger.rights import Right
from linterbot.web.answers import data, message, show, slow_down
from linterbot.web.limits import Counter, Limits
from linterbot.web.visit import Visit
from linterbot.web.wikis import DeskWiki

_NEXT = 4  # findings that are named as the next ones


class FindingPage:
    """Shows findings, as many as the limits allow: each is read from the wiki and judged again."""

    def __init__(self, limits: Limits, counter: Counter) -> None:
        self._limits, self._counter = limits, counter

    def queue(self, visit: Visit) -> Response:
        """Show the first finding that waits, or the one after the finding that was just judged."""
        if seconds := self._counter.take("looks", visit.person, self._limits.looks):
            return slow_down(visit, seconds)
        after = findings.numbered(visit.wiki.ledger, _judged(visit))
        waiting = next_ones(visit.wiki.ledger, visit.filters.wanted(visit.who), visit.now, _NEXT, after)
        return _shown(visit, waiting[0] if waiting else None, waiting[1:])

    def one(self, visit: Visit) -> Response:
        """Show one finding."""
        if seconds := self._counter.take("looks", visit.person, self._limits.looks):
            return slow_down(visit, seconds)
        found = findings.numbered(visit.wiki.ledger, visit.number)
        return again(visit, found) if found is not None else message(visit, "no-such-finding", 404)


def again(visit: Visit, found: RecordedFinding, notice: str = "", status: int = 200) -> Response:
    """Show a finding; `notice` is why its form was not carried out, "" if none was sent."""
    after = next_ones(visit.wiki.ledger, visit.filters.wanted(visit.who), visit.now, _NEXT - 1, found)
    return _shown(visit, found, after, notice, status)


def outcome(visit: Visit) -> Response:
    """Say what became of an approved fix, for the page that waits for it."""
    found = findings.numbered(visit.wiki.ledger, visit.number)
    if found is None:
        return data({}, 404)
    now = outcome_of(visit.wiki.ledger, found, visit.now)
    return data({"words": visit.words.say(f"outcome-{now.name}", reason=now.reason), "settled": now.settled})


def _shown(
    visit: Visit, found: RecordedFinding | None, after: list[RecordedFinding], notice: str = "", status: int = 200
) -> Response:
    ledger, wanted = visit.wiki.ledger, visit.filters.wanted(visit.who)
    counts = findings.count_by_rule(ledger, visit.filters.but(rule="").wanted(visit.who).selection(visit.now))
    values: dict[str, Any] = {"found": found, "after": after, "notice": notice, "counts": counts.most_common()}
    values |= {"total": counts[visit.filters.rule] if visit.filters.rule else counts.total()}
    if found is not None:
        values |= _details(visit, found)
        values["before"] = one_before(ledger, wanted, visit.now, found)
    last = take_back.last_of(ledger, visit.who, visit.since, visit.now, _judged(visit))
    values |= {"last": last, "outcome": outcome_of(ledger, last.finding, visit.now) if last else None}
    warm = BackgroundTask(_read_ahead, visit.wiki, after[0]) if after else None
    return show(visit, "finding.html", status, warm, **values)


def _details(visit: Visit, found: RecordedFinding) -> dict[str, Any]:
    seen = _look(visit, found)
    rule = visit.wiki.rule(found.rule)
    return {
        "look": seen,
        "rule": rule,
        "record": visit.wiki.records().get(found.rule),
        "own": found.author == visit.who,
        "waits": found.state in UNDECIDED,
        "may": visit.may(Right.DECIDE) and found.author != visit.who and found.state in UNDECIDED,
        "edit": visit.wiki.edit_address(found, seen.section if seen else None),
        "page": visit.wiki.page_address(found.title),
        "events": events_about(visit.wiki.ledger, found),
    }


def _judged(visit: Visit) -> int:
    """Return the number of the finding that was judged a moment ago, 0 if none was."""
    number = visit.query.get("after", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 12 else 0


def _look(visit: Visit, found: RecordedFinding) -> Look | None:
    """Return what the finding looks like, None if the wiki does not say."""
    try:
        return visit.wiki.look(found)
    except WikiError:
        return None


def _read_ahead(wiki: DeskWiki, found: RecordedFinding) -> None:
    """Read the next finding's page while somebody reads this one."""
    with suppress(LinterbotError):
        if not wiki.busy:  # who asks now comes first
            wiki.look(found)
