"""How the bot is doing on a wiki: how far it has come, what holds it, and the track records of its rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linterbot.config.sections import WikiConfig
from linterbot.ledger import (
    Ledger,
    action_queries,
    actions,
    cursor,
    findings,
    key_values,
    leases,
    pauses,
    replays,
    set_aside,
    track_record,
)
from linterbot.ledger.actions import Action, ActionState
from linterbot.ledger.findings import State
from linterbot.ledger.pauses import Pause
from linterbot.ledger.replays import Weak
from linterbot.ledger.selection import Selection
from linterbot.ledger.set_aside import SetAside
from linterbot.ledger.timestamps import before
from linterbot.ledger.track_record import ENOUGH, TrackRecord
from linterbot.model import Mode

_REFUSED_SHOWN = 10


@dataclass(frozen=True)
class WikiStatus:
    """The state of the bot on one wiki; times are the wiki's, in ISO 8601."""

    wiki: str  # its name in the configuration
    read_up_to: str  # up to when changes were read, "" before the first round
    last_run: str  # when the last complete round ended, "" if there was none
    under_way: bool  # whether a round is running
    pauses: Sequence[Pause]
    stopped_by: str  # what kept the last complete round from writing, "" if nothing did
    failed_by: str  # why the bot last could not do its work, "" if a round succeeded since
    open_findings: Counter[str]  # how many there are, by rule
    older_findings: int  # how many are in the backlog
    edits_this_hour: int  # in the last 60 minutes
    edits_this_day: int  # in the last 24 hours
    unsettled: Sequence[Action]  # writes that wait, or whose answer was lost
    refused: Sequence[Action]  # the last few that the wiki refused, oldest first
    track_records: Mapping[str, TrackRecord]  # by rule, of those that have one or are on auto
    unearned: Sequence[str]  # rules on auto without evidence that they are right often enough
    set_aside: Sequence[SetAside]
    replayed: Mapping[str, Weak]  # what people did by themselves about each rule's findings, as far as that is known
    reviewed: str  # the last week whose review was sent or passed over, and when, "" if there is none

    @property
    def needs_person(self) -> bool:
        """Whether the bot writes nothing, or does not use a rule, until a person does something about it."""
        return bool(self.stopped_by) or any(not one.until for one in self.pauses)


def wiki_status(ledger: Ledger, settings: WikiConfig, now: str) -> WikiStatus:
    """Return the state of the bot on one wiki, without asking the wiki."""
    records = {name: one for name, one in track_record.track_records(ledger).items() if one != TrackRecord()}
    auto = {rule for rule, mode in settings.rules.items() if mode is Mode.AUTO}
    shown = {name: records.get(name, TrackRecord()) for name in sorted({*records, *auto})}
    refused = actions.newest_in_state(ledger, [ActionState.REFUSED], _REFUSED_SHOWN)
    return WikiStatus(
        wiki=ledger.wiki,
        read_up_to=cursor.get(ledger) or "",
        last_run=key_values.get(ledger, key_values.LAST_RUN),
        under_way=bool(leases.held_by(ledger)),
        pauses=pauses.of_wiki(ledger, now),
        stopped_by=key_values.get(ledger, key_values.STOPPED_BY),
        failed_by=key_values.get(ledger, key_values.FAILED_BY),
        open_findings=findings.count_by_rule(ledger, Selection([State.OPEN])),
        older_findings=findings.count_by_rule(ledger, Selection([State.BACKLOG])).total(),
        edits_this_hour=action_queries.written_since(ledger, before(now, hours=1)),
        edits_this_day=action_queries.written_since(ledger, before(now, days=1)),
        unsettled=actions.in_state(ledger, (*actions.UNSETTLED, *actions.WAITING)),
        refused=refused[::-1],
        track_records=shown,
        unearned=[
            name for name, one in shown.items() if settings.mode_of(name) is Mode.AUTO and one.lower_bound < ENOUGH
        ],
        set_aside=set_aside.all_of(ledger),
        replayed=replays.kept(ledger)[1],
        reviewed=key_values.get(ledger, key_values.DIGEST),
    )
