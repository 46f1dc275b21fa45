"""How a wiki is doing: how far the bot came, what holds it, and what its rules have earned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linterbot.config import WikiConfig
from linterbot.ledger import (
    Ledger,
    action_queries,
    actions,
    cursor,
    findings,
    key_values,
    leases,
    pauses,
    set_aside,
    track_record,
)
from linterbot.ledger.actions import Action, ActionState
from linterbot.ledger.findings import Selection, State
from linterbot.ledger.pauses import Pause
from linterbot.ledger.set_aside import SetAside
from linterbot.ledger.timestamps import before
from linterbot.ledger.track_record import ENOUGH, TrackRecord
from linterbot.model import Mode

_REFUSED_SHOWN = 10


@dataclass(frozen=True)
class WikiStatus:
    """The state of one wiki."""

    wiki: str
    read_up_to: str  # by the wiki's clock, "" before the first round
    last_run: str  # when the last whole round ended, "" where there was none
    under_way: bool  # whether a round is running
    pauses: Sequence[Pause]
    open_findings: Counter[str]  # by rule
    older_findings: int  # recorded silently
    edits_this_hour: int
    edits_this_day: int
    unsettled: Sequence[Action]  # writes that wait, or whose answer was lost
    refused: Sequence[Action]  # the last few that the wiki refused
    track_records: Mapping[str, TrackRecord]  # of the rules that have one, or are on auto
    unearned: Sequence[str]  # rules on auto without evidence that they are right often enough
    set_aside: Sequence[SetAside]


def wiki_status(ledger: Ledger, settings: WikiConfig, now: str) -> WikiStatus:
    """Return the state of one wiki, without asking it."""
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
    )
