"""What people send when they judge a finding or take that back."""

from __future__ import annotations

from starlette.responses import Response

from linterbot.desk import give_verdict, take_back
from linterbot.desk.answer import Answer, Stale
from linterbot.desk.give_verdict import Seen, Word
from linterbot.ledger import findings
from linterbot.ledger.findings import RecordedFinding
from linterbot.ledger.rights import Right
from linterbot.web.answers import go, message, slow_down
from linterbot.web.finding_page import again
from linterbot.web.limits import Counter, Limits
from linterbot.web.visit import Visit

_LONGEST_WHY = 300  # characters


class VerdictForms:
    """Takes verdicts, as many as the limits allow."""

    def __init__(self, limits: Limits, counter: Counter) -> None:
        self._limits, self._counter = limits, counter

    def judge(self, visit: Visit) -> Response:
        """Carry out a verdict and go on to the next finding; if nothing could be done, show why."""
        found, word = findings.numbered(visit.wiki.ledger, visit.number), _word(visit)
        if found is None or word is None:
            return message(visit, "no-such-finding", 404)
        if seconds := self._wait(visit, word):
            return _slow_down(visit, seconds)
        answer = _judged(visit, found, word, _seen(visit))
        if answer.done:
            return go(visit.to() + visit.filters.query(after=found.id))
        visit.wiki.forget(found)
        now = findings.numbered(visit.wiki.ledger, found.id) or found
        return again(visit, now, answer.words, 409 if isinstance(answer, Stale) else 200)

    def undo(self, visit: Visit) -> Response:
        """Take back what was said of a finding, and show it again."""
        found = findings.numbered(visit.wiki.ledger, visit.number)
        if found is None:
            return message(visit, "no-such-finding", 404)
        if seconds := self._counter.take("verdicts", visit.person, self._limits.verdicts):
            return _slow_down(visit, seconds)
        with visit.wiki.asking() as context:
            answer = take_back.take_back(context, found, visit.by, None if visit.may(Right.PAUSE) else visit.who)
        visit.wiki.forget(found)
        if not answer.done:
            return again(visit, findings.numbered(visit.wiki.ledger, found.id) or found, answer.words)
        return go(visit.to("finding", found.id) + visit.filters.query(undone=found.id))

    def _wait(self, visit: Visit, word: Word) -> int:
        seconds = self._counter.take("verdicts", visit.person, self._limits.verdicts)
        if word is Word.REPAIR and not seconds:
            seconds = self._counter.take("repairs", visit.person, self._limits.repairs)
        return seconds


def _judged(visit: Visit, found: RecordedFinding, word: Word, seen: Seen) -> Answer:
    why = visit.form.get("why", "").strip()[:_LONGEST_WHY]
    if word is Word.REPAIR:
        with visit.wiki.asking() as context:
            return give_verdict.give_verdict(context, found, word, visit.by, seen, why)
    return give_verdict.give_verdict(visit.wiki.context, found, word, visit.by, seen, why)


def _word(visit: Visit) -> Word | None:
    word = visit.form.get("word", "")
    return Word(word) if word in tuple(Word) else None


def _seen(visit: Visit) -> Seen:
    return Seen(visit.form.get("seen", ""), visit.form.get("change", ""))


def _slow_down(visit: Visit, seconds: int) -> Response:
    return slow_down(visit, seconds, back=visit.to("finding", visit.number) + visit.filters.query())
