"""The outbox: what the bot means to write, step by step, so that nothing is sent twice and nothing is lost.

    planned ─► leased ─► sending ─► done · nothing to do · stale · refused · not sent · unknown
                                    done ─► reverted (by a person) · undone (by the operator)
                                            · taken back (by whoever approved it)
                                    unknown ─► done (found on the wiki) · planned again (certainly not there)

Each step is on disk before the next begins; `sending` before the request leaves.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, literal, select, update

from linterbot.errors import LeaseLost, Withdrawn
from linterbot.ledger import Ledger, decisions, upsert
from linterbot.ledger.decisions import Decision
from linterbot.ledger.findings import UNDECIDED
from linterbot.ledger.schema import action as table
from linterbot.ledger.schema import finding, lease


class ActionState(StrEnum):
    """How far a write has come, or how it ended."""

    PLANNED = "planned"
    LEASED = "leased"
    SENDING = "sending"
    UNKNOWN = "unknown"
    DONE = "done"
    NOTHING_TO_DO = "nothing to do"
    STALE = "stale"
    REFUSED = "refused"
    NOT_SENT = "not sent"
    REVERTED = "reverted"
    UNDONE = "undone"
    TAKEN_BACK = "taken back"


UNSETTLED = (ActionState.SENDING, ActionState.UNKNOWN)
WAITING = (ActionState.PLANNED, ActionState.LEASED)
WRITTEN = (ActionState.DONE, ActionState.REVERTED, ActionState.UNDONE, ActionState.TAKEN_BACK)
_TOKEN_BYTES = 5


class ActionKind(StrEnum):
    """What a write is."""

    FIX = "fix"
    REPORT = "report"
    TALK = "talk"
    TAG = "tag"
    MESSAGE = "message"
    UNDO = "undo"
    ANSWER = "answer"
    COMPLAINT = "complaint"
    DIGEST = "digest"


@dataclass(frozen=True)
class Plan:
    """A write as it is meant to be."""

    kind: ActionKind
    title: str
    base: int | None  # the revision it is based on; None creates the page
    text: str  # the whole new text of the page
    rules: tuple[str, ...] = ()  # the rules that it is about
    fingerprints: tuple[str, ...] = ()  # the findings that it is about
    minor: bool = False
    run: str = ""  # the round that planned it
    author: str = ""  # the person whose edit it responds to
    approved_by: str = ""  # the operator who approved it


@dataclass(frozen=True)
class Action:
    """One write in the outbox."""

    id: int
    token: str  # identifies it permanently; part of its edit summary
    plan: Plan
    summary: str  # the edit summary
    state: ActionState
    tries: int  # how often it was sent
    revision: int | None  # the one it created
    reason: str  # why it ended as it did, "" if there is nothing to say
    at: str  # when it was planned or last sent

    @property
    def title(self) -> str:
        """The page it is for."""
        return self.plan.title


def new_token() -> str:
    """Return a token that no other action has."""
    return secrets.token_hex(_TOKEN_BYTES)


def token_of(*parts: str) -> str:
    """Return the token that is the same for everybody who means the same write."""
    return sha256("\n".join(parts).encode()).hexdigest()[: 2 * _TOKEN_BYTES]


def plan(ledger: Ledger, plan: Plan, token: str, summary: str, now: str) -> Action:
    """Record a plan and return it as an action that waits to be sent; its token must be new."""
    action = plan_once(ledger, plan, token, summary, now)
    assert action is not None
    return action


def plan_once(
    ledger: Ledger, plan: Plan, token: str, summary: str, now: str, decision: Decision | None = None
) -> Action | None:
    """Record a plan and return it as an action that waits to be sent, None if there is one with its token.

    The decision that it carries out, if there is one, is recorded with it, or neither is; and neither is if somebody
    else has decided on the finding.
    """
    values = {
        **{name: getattr(plan, name) for name in ("kind", "title", "base", "text", "minor", "run", "author")},
        "approved_by": plan.approved_by,
        "rules": " ".join(sorted(set(plan.rules))),
        "fingerprints": " ".join(plan.fingerprints),
    }
    values |= {"wiki": ledger.wiki, "token": token, "summary": summary, "holder": "", "tries": 0}
    values |= {"state": ActionState.PLANNED, "revision": None, "reason": "", "at": now}
    with ledger.engine.connect() as db, db.begin() as transaction:
        if not upsert.add(db, table, values):
            return None
        if decision is not None:
            if not _is_undecided(ledger, db, decision):
                transaction.rollback()
                return None
            decisions.keep_in(ledger, db, decision)
        return _action(db.execute(select(table).where(table.c.wiki == ledger.wiki, table.c.token == token)).one())


def _is_undecided(ledger: Ledger, db: Connection, decision: Decision) -> bool:
    """Whether nobody has decided on a finding, or edited it away; nobody can until the transaction ends."""
    mine = (finding.c.title == decision.title, finding.c.fingerprint == decision.fingerprint)
    query = select(finding.c.state).where(finding.c.wiki == ledger.wiki, *mine).with_for_update()
    return db.execute(query).scalar_one_or_none() in UNDECIDED


def take(ledger: Ledger, action: Action, process: str) -> None:
    """Claim a waiting action; raises LeaseLost if another process has the wiki, Withdrawn if nobody wants it."""
    _move(ledger, action, WAITING, {"state": ActionState.LEASED, "holder": process}, process)


def sending(ledger: Ledger, action: Action, process: str, now: str) -> None:
    """Record that the request is about to leave; raises what `take` does."""
    values = {"state": ActionState.SENDING, "tries": action.tries + 1, "at": now}
    _move(ledger, action, (ActionState.LEASED,), values, process)


def settle(ledger: Ledger, action: Action, state: ActionState, revision: int | None = None, reason: str = "") -> None:
    """Record what came of an action; its text is kept only as long as it may have to be sent again."""
    values: dict[str, object] = {"state": state, "revision": revision, "reason": reason}
    if state not in (*UNSETTLED, *WAITING):
        values["text"] = ""
    with ledger.engine.begin() as db:
        db.execute(update(table).where(table.c.id == action.id).values(**values))


def note_held(ledger: Ledger, action: Action, reason: str) -> None:
    """Record why an action still waits, unless it was withdrawn or sent meanwhile."""
    mine = (table.c.id == action.id, table.c.state.in_(WAITING))
    with ledger.engine.begin() as db:
        db.execute(update(table).where(*mine).values(reason=reason))


def withdraw_about(ledger: Ledger, db: Connection, title: str, fingerprint: str, reason: str) -> int:
    """Withdraw what waits to be sent about a finding, within a transaction; return how many writes that were."""
    has = (literal(" ") + table.c.fingerprints + " ").contains(f" {fingerprint} ", autoescape=True)
    mine = (table.c.wiki == ledger.wiki, table.c.title == title, table.c.state.in_(WAITING), has)
    values = {"state": ActionState.NOT_SENT, "reason": reason, "text": ""}
    return int(db.execute(update(table).where(*mine).values(**values)).rowcount)


def find(ledger: Ledger, *where: ColumnElement[bool]) -> list[Action]:
    """Return the wiki's actions whose columns meet some conditions, oldest first."""
    return _found(ledger, select(table).where(table.c.wiki == ledger.wiki, *where).order_by(table.c.id))


def newest(ledger: Ledger, limit: int, *where: ColumnElement[bool]) -> list[Action]:
    """Return the newest of the actions that meet some conditions, newest first."""
    query = select(table).where(table.c.wiki == ledger.wiki, *where).order_by(table.c.id.desc()).limit(limit)
    return _found(ledger, query)


def newest_in_state(ledger: Ledger, states: Iterable[ActionState], limit: int) -> list[Action]:
    """Return the newest actions in some states, newest first."""
    return newest(ledger, limit, table.c.state.in_(tuple(states)))


def _found(ledger: Ledger, query: Select[Any]) -> list[Action]:
    with ledger.engine.connect() as db:
        return [_action(row) for row in db.execute(query)]


def in_state(ledger: Ledger, states: Iterable[ActionState]) -> list[Action]:
    """Return the actions in some states, oldest first."""
    return find(ledger, table.c.state.in_(tuple(states)))


def _move(
    ledger: Ledger, action: Action, before: Iterable[ActionState], values: dict[str, object], process: str
) -> None:
    """Change an action's state in the same transaction that makes sure the wiki is still ours."""
    ours = select(lease.c.holder).where(lease.c.wiki == ledger.wiki).with_for_update()
    where = (table.c.id == action.id, table.c.state.in_(tuple(before)))
    with ledger.engine.begin() as db:
        moved = db.execute(update(table).where(*where).values(**values)).rowcount
        if db.execute(ours).scalar_one_or_none() != process:
            remedy = "this write was not sent; run only one linterbot for a wiki"
            raise LeaseLost(ledger.wiki, "another linterbot has taken over this wiki", remedy)
        if not moved:
            raise Withdrawn(action.title, "what was about to be sent waits no longer: somebody took it back")


def _action(row: Row[tuple[object, ...]]) -> Action:
    plan = Plan(
        kind=ActionKind(row.kind),
        title=row.title,
        base=row.base,
        text=row.text,
        rules=tuple(row.rules.split()),
        fingerprints=tuple(row.fingerprints.split()),
        minor=row.minor,
        run=row.run,
        author=row.author,
        approved_by=row.approved_by,
    )
    return Action(
        row.id, row.token, plan, row.summary, ActionState(row.state), row.tries, row.revision, row.reason, row.at
    )
