"""The same verdict on many findings of one rule: all are shown first, and all can be taken back at once."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from linterbot.desk import give_verdict
from linterbot.desk.give_verdict import MOST_AT_ONCE, Seen, Word
from linterbot.desk.take_back import take_back
from linterbot.ledger import findings
from linterbot.ledger.findings import State
from linterbot.web.answers import go, message, show, slow_down
from linterbot.web.limits import Counter, Limits
from linterbot.web.visit import Visit

_LONGEST_WHY = 300  # characters
_WORDS = (Word.NO_FAULT, Word.MAY_STAY)  # fixes are looked at one by one


class Bulk:
    """Takes verdicts on many findings, as many as the limits allow."""

    def __init__(self, limits: Limits, counter: Counter) -> None:
        self._limits, self._counter = limits, counter

    def decide(self, visit: Visit) -> Response:
        """Carry out a verdict on the findings that were shown and left ticked, and go to what came of it."""
        seen, word = _seen(visit), visit.form.get("word", "")
        if not seen or word not in _WORDS:
            return message(visit, "nothing-ticked", 400, back=visit.to("bulk") + visit.filters.query())
        if seconds := self._counter.take("bulk", visit.person, self._limits.bulk):
            return slow_down(visit, seconds, back=visit.to("bulk") + visit.filters.query())
        why = visit.form.get("why", "").strip()[:_LONGEST_WHY]
        give_verdict.give_verdicts(visit.wiki.ledger, seen, visit.filters.rule, Word(word), visit.by, why)
        return go(visit.to("bulk", "done") + visit.filters.query(n=" ".join(map(str, seen)), word=word))


def preview(visit: Visit) -> Response:
    """Show the findings that a verdict would be about, all of them."""
    if visit.wiki.rule(visit.filters.rule) is None:
        return message(visit, "bulk-needs-rule", 400)
    selection = visit.filters.wanted(visit.who).selection(visit.now)
    items = findings.page_of(visit.wiki.ledger, selection, MOST_AT_ONCE, order=visit.filters.order)
    total = findings.count_by_rule(visit.wiki.ledger, selection).total()
    return show(visit, "bulk.html", items=items, total=total)


def done(visit: Visit) -> Response:
    """Show which findings a verdict was given on, and which were left as they were."""
    word = visit.query.get("word", "")
    if word not in _WORDS:
        return message(visit, "nothing-ticked", 400)
    found = findings.with_numbers(visit.wiki.ledger, _numbers(visit.query))
    state = State.REJECTED if word == Word.NO_FAULT else State.IGNORED
    closed = [one for one in found if one.state is state]
    left = [one for one in found if one.state is not state]
    return show(visit, "bulk_done.html", closed=closed, left=left, word=word)


def undo(visit: Visit) -> Response:
    """Take back a verdict on many findings, and show them again."""
    with visit.wiki.asking() as context:
        for one in findings.with_numbers(visit.wiki.ledger, _numbers(visit.form)):
            take_back(context, one, visit.by, visit.who)
    return go(visit.to("bulk") + visit.filters.query())


def _numbers(values: Mapping[str, str]) -> list[int]:
    known = [one for one in values.get("n", "").split() if one.isascii() and one.isdigit() and len(one) < 12]
    return [int(one) for one in known][:MOST_AT_ONCE]


def _seen(visit: Visit) -> dict[int, Seen]:
    """Return the ticked findings by their numbers, each with the digest of what was shown of it."""
    pairs = [one.partition("-") for one in visit.form.get("n", "").split()]
    known = [(number, digest) for number, _, digest in pairs if number.isascii() and number.isdigit()]
    return {int(number): Seen(digest) for number, digest in known[:MOST_AT_ONCE] if len(number) < 12}
