"""Gathers what there is to say about one week on one wiki, from the ledger alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linterbot.config.sections import WikiConfig
from linterbot.desk.status import WikiStatus, wiki_status
from linterbot.digest import trends
from linterbot.digest.trends import Accuracy, Age, WeekSum
from linterbot.errors import TargetError
from linterbot.ledger import Ledger, action_queries, findings, weeks
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.selection import Selection
from linterbot.ledger.weeks import Week
from linterbot.model import Mode
from linterbot.plurals import counted

_WEEKS = 12  # that a picture shows
_LOOK = 5  # findings that are named
_OF_ONE_RULE = 2  # of these
_TO_CHOOSE_FROM = 200  # the most urgent findings
_BELOW = (Mode.SHADOW, Mode.FLAG, Mode.SUGGEST)  # the modes in which a rule edits nothing by itself
_FIRST_YEAR = 1995
_OLD_DAYS = 14  # after which a finding should have been looked at


@dataclass(frozen=True)
class Review:
    """One week on one wiki. What needs somebody, and what is open, is as it is now."""

    wiki: str
    week: str  # by ISO 8601, such as 2026-W47
    first: date  # its Monday
    last: date  # its Sunday
    needs: Sequence[str]  # what a person has to do something about, in words
    look: Sequence[RecordedFinding]  # open findings that are worth a look
    sums: Sequence[WeekSum]  # this week and some before it, the oldest first
    rules: Sequence[Week]  # what became of each rule's findings in this week
    accuracies: Sequence[Accuracy]
    may_go_up: Sequence[Accuracy]  # rules that have earned to edit by themselves, but may not yet
    should_go_down: Sequence[Accuracy]  # rules that edit by themselves without having earned it
    ages: Sequence[Age]
    written: int  # edits by the bot in this week, other than those of its report page

    @property
    def sum(self) -> WeekSum:
        """What became of all findings in this week."""
        return self.sums[-1]

    @property
    def fewer(self) -> int | None:
        """By how many fewer findings were open at its end than a week before, None if that is not known."""
        return self.sums[-2].open_at_end - self.sum.open_at_end if len(self.sums) > 1 else None

    def total(self, column: str) -> int:
        """Return the sum of one of the numbers of `Week` over all rules."""
        return sum(getattr(one, column) for one in self.rules)

    @property
    def quiet(self) -> bool:
        """Whether nothing happened and nobody is needed."""
        happened = self.sum.opened or self.sum.settled or self.total("reopened") or self.written
        return not (self.needs or happened)


def review(ledger: Ledger, settings: WikiConfig, week: str, now: str, public: bool = False) -> Review:
    """Return the review of a week; raises TargetError for what is no week, or one that has not begun.

    A `public` one leaves out what the report page leaves out: rules on shadow.
    """

    def shown(rule: str) -> bool:
        return not public or settings.mode_of(rule) is not Mode.SHADOW

    first = _monday(week, now)
    known = [one for one in weeks.newest(ledger, _since(first, now), now) if shown(one.rule)]
    status = wiki_status(ledger, settings, now)
    rated = trends.accuracies({rule: one for rule, one in status.track_records.items() if shown(rule)})
    open_by_day = {rule: days for rule, days in findings.open_by_day(ledger).items() if shown(rule)}
    today = datetime.fromisoformat(now).date()
    ages = trends.ages(open_by_day, today)
    overdue = trends.older_than(open_by_day, today, _OLD_DAYS)
    return Review(
        wiki=ledger.wiki,
        week=week,
        first=first,
        last=first + timedelta(days=6),
        needs=list(_needs(status, ages, overdue, shown, public)),
        look=_worth_a_look(ledger, first.isoformat(), shown),
        sums=trends.sums(known, week, _WEEKS),
        rules=[one for one in known if one.week == week],
        accuracies=rated,
        may_go_up=[one for one in rated if one.earned and settings.mode_of(one.rule) in _BELOW],
        should_go_down=[one for one in rated if not one.earned and settings.mode_of(one.rule) is Mode.AUTO],
        ages=ages,
        written=action_queries.written_between(ledger, first.isoformat(), (first + timedelta(days=7)).isoformat()),
    )


def last_whole_week(now: str) -> str:
    """Return the week before the one that is under way."""
    return weeks.name_of(datetime.fromisoformat(now) - timedelta(weeks=1))


def _monday(week: str, now: str) -> date:
    try:
        first = trends.monday_of(week)
    except ValueError:
        raise TargetError("--week", f'"{week}" is no week', "write it as in 2026-W47") from None
    if first.year < _FIRST_YEAR:
        raise TargetError("--week", f"{week} was before there were wikis", "name a later one")
    if first.isoformat() > now:
        raise TargetError("--week", f"{week} has not begun", "name one that has")
    return first


def _since(first: date, now: str) -> int:
    """Return how many weeks back the first one is that a picture shows."""
    return (datetime.fromisoformat(now).date() - first).days // 7 + 1 + _WEEKS


def _needs(
    status: WikiStatus, ages: Sequence[Age], overdue: int, shown: Callable[[str], bool], public: bool
) -> Iterator[str]:
    if status.failed_by and not public:  # it may name files of the machine
        yield f"the bot cannot work: {status.failed_by}"
    if status.stopped_by:
        yield f"the bot writes nothing: {status.stopped_by}"
    for one in status.pauses:
        if not one.until and (not one.rule or shown(one.rule)):
            yield f"{one.rule or 'everything'} is paused by {one.who} until somebody resumes it: {one.reason}"
    for action in status.unsettled:
        if action.reason and action.plan.approved_by:
            yield f"the approved fix of {action.title} waits: {action.reason}"
    for action in status.refused:
        yield f"the wiki refused an edit of {action.title}: {action.reason}"
    for page in status.set_aside:
        yield f"{page.title} cannot be read: {page.reason}"
    if overdue:
        yield f"{counted(overdue, 'finding')} waited for more than {_OLD_DAYS} days, the oldest for {ages[0].oldest}"


def _worth_a_look(ledger: Ledger, since: str, shown: Callable[[str], bool]) -> list[RecordedFinding]:
    """Return a few open findings, of different pages and rules, those of this week first."""
    chosen: list[RecordedFinding] = []
    for selection in (Selection([State.OPEN], since=since), Selection([State.OPEN])):
        for one in (it for it in findings.most_urgent(ledger, selection, _TO_CHOOSE_FROM) if shown(it.rule)):
            of_rule = sum(it.rule == one.rule for it in chosen)
            if len(chosen) < _LOOK and of_rule < _OF_ONE_RULE and one.title not in {it.title for it in chosen}:
                chosen.append(one)
    return chosen
