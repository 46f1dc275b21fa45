"""What changes over weeks: findings that are new and settled, how often each rule is right, how long findings wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from linterbot.ledger.track_record import ENOUGH, TrackRecord, interval
from linterbot.ledger.weeks import Week


class WeekSum(NamedTuple):
    """What became of all findings in one week."""

    week: str  # by ISO 8601, such as 2026-W47
    opened: int
    settled: int
    open_at_end: int


class Accuracy(NamedTuple):
    """How often a rule was right, as far as people said or let its edits stand."""

    rule: str
    good: int
    counted: int  # at least 1
    low: float  # the lower end of the 95 % interval, from 0 to 1
    high: float  # its upper end

    @property
    def share(self) -> float:
        """How often it was right, from 0 to 1."""
        return self.good / self.counted

    @property
    def earned(self) -> bool:
        """Whether that is enough evidence to let it edit by itself."""
        return self.low >= ENOUGH


class Age(NamedTuple):
    """How long a rule's open findings have waited, in days."""

    rule: str
    number: int
    median: int
    oldest: int


def monday_of(week: str) -> date:
    """Return the day on which a week begins; raises ValueError for what is no week."""
    first = datetime.strptime(f"{week}-1", "%G-W%V-%u").date()
    if _name(first) != week:
        raise ValueError(week)
    return first


def sums(weeks: Iterable[Week], last: str, number: int) -> list[WeekSum]:
    """Return a sum for each of the weeks up to `last`, from the first one that is known, at most `number` of them."""
    by_week: dict[str, list[Week]] = {}
    for one in weeks:
        by_week.setdefault(one.week, []).append(one)
    names = [_name(monday_of(last) - timedelta(weeks=ago)) for ago in reversed(range(number))]
    begin = next((at for at, name in enumerate(names) if name in by_week), len(names) - 1)
    return [_sum(name, by_week.get(name, [])) for name in names[begin:]]


def accuracies(records: Mapping[str, TrackRecord]) -> list[Accuracy]:
    """Return how often each rule was right, of those that somebody said something about, the surest first."""
    found = [
        Accuracy(rule, one.good, one.counted, *interval(one.good, one.counted))
        for rule, one in records.items()
        if one.counted
    ]
    return sorted(found, key=lambda one: (-one.low, one.rule))


def ages(open_by_day: Mapping[str, Counter[str]], today: date) -> list[Age]:
    """Return how long each rule's open findings have waited, the oldest first; `open_by_day` counts by rule and day."""
    found = [_age(rule, days, today) for rule, days in open_by_day.items() if days]
    return sorted(found, key=lambda one: (-one.oldest, -one.number, one.rule))


def older_than(open_by_day: Mapping[str, Counter[str]], today: date, days: int) -> int:
    """Return how many open findings people first heard of more than some days ago."""
    limit = (today - timedelta(days=days)).isoformat()
    return sum(number for counted in open_by_day.values() for day, number in counted.items() if day < limit)


def _name(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def _sum(name: str, rows: Sequence[Week]) -> WeekSum:
    return WeekSum(
        name, sum(one.opened for one in rows), sum(one.settled for one in rows), sum(one.open_at_end for one in rows)
    )


def _age(rule: str, days: Counter[str], today: date) -> Age:
    waited = sorted(max(0, (today - date.fromisoformat(day)).days) for day in days.elements())
    return Age(rule, len(waited), waited[len(waited) // 2], waited[-1])
