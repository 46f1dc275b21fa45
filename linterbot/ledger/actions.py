"""What the bot meant to write, what came of it, and what people said to it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Row, insert, select, update

from linterbot.ledger import Ledger
from linterbot.ledger.schema import action as table

REFUSED = "refused: "  # how the reason begins where the wiki said no for good


class ActionState(StrEnum):
    """Where a write stands: `sending` is on disk before the request leaves, `unknown` waits to be read back."""

    SENDING = "sending"
    DONE = "done"
    NOT_DONE = "not done"
    UNKNOWN = "unknown"
    REVERTED = "reverted"


class ActionKind(StrEnum):
    """What a write is: a repair, the report page, a talk page section."""

    FIX = "fix"
    REPORT = "report"
    TALK = "talk"


@dataclass(frozen=True)
class Action:
    """One intended write; the token stands in its edit summary and names it for ever."""

    id: int
    token: str
    kind: ActionKind
    title: str
    rules: tuple[str, ...]
    fingerprints: tuple[str, ...]
    base: int | None
    state: ActionState
    revision: int | None
    reason: str
    at: str


def begin(
    ledger: Ledger,
    kind: ActionKind,
    title: str,
    base: int | None,
    rules: Iterable[str],
    fingerprints: Iterable[str],
    now: str,
) -> Action:
    """Write an action down before it is sent."""
    token = secrets.token_hex(4)
    values = {
        "wiki": ledger.wiki,
        "token": token,
        "kind": kind,
        "title": title,
        "rules": " ".join(sorted(set(rules))),
        "fingerprints": " ".join(fingerprints),
        "base": base,
        "state": ActionState.SENDING,
        "reason": "",
        "at": now,
    }
    with ledger.engine.begin() as db:
        db.execute(insert(table).values(**values))
        return _action(db.execute(select(table).where(table.c.wiki == ledger.wiki, table.c.token == token)).one())


def settle(ledger: Ledger, action: Action, state: ActionState, revision: int | None = None, reason: str = "") -> None:
    """Write down what came of an action."""
    with ledger.engine.begin() as db:
        where = table.c.id == action.id
        db.execute(update(table).where(where).values(state=state, revision=revision, reason=reason))


def unsettled(ledger: Ledger) -> list[Action]:
    """Return the actions of which nobody knows whether they were done."""
    return _find(ledger, table.c.state.in_([ActionState.SENDING, ActionState.UNKNOWN]))


def done_on(ledger: Ledger, title: str) -> list[Action]:
    """Return the repairs that stand on a page, as far as we know."""
    return _find(ledger, table.c.title == title, table.c.state == ActionState.DONE, table.c.kind == ActionKind.FIX)


def resting(ledger: Ledger, title: str) -> frozenset[str]:
    """Return the rules that rest on a page because a person undid what they did there."""
    found = _find(ledger, table.c.title == title, table.c.state == ActionState.REVERTED)
    return frozenset(rule for action in found for rule in action.rules)


def refused(ledger: Ledger, title: str, base: int | None) -> str:
    """Return why the wiki refused an edit of this very revision, "" where it did not."""
    found = _find(ledger, table.c.title == title, table.c.base == base, table.c.reason.startswith(REFUSED))
    return found[-1].reason.removeprefix(REFUSED) if found else ""


def told(ledger: Ledger, title: str) -> frozenset[str]:
    """Return the findings that a talk page was told of, whatever came of it."""
    found = _find(
        ledger, table.c.title == title, table.c.kind == ActionKind.TALK, table.c.state != ActionState.NOT_DONE
    )
    return frozenset(fingerprint for action in found for fingerprint in action.fingerprints)


def _find(ledger: Ledger, *where: ColumnElement[bool]) -> list[Action]:
    query = select(table).where(table.c.wiki == ledger.wiki, *where).order_by(table.c.id)
    with ledger.engine.connect() as db:
        return [_action(row) for row in db.execute(query)]


def _action(row: Row[tuple[object, ...]]) -> Action:
    return Action(
        id=row.id,
        token=row.token,
        kind=ActionKind(row.kind),
        title=row.title,
        rules=tuple(row.rules.split()),
        fingerprints=tuple(row.fingerprints.split()),
        base=row.base,
        state=ActionState(row.state),
        revision=row.revision,
        reason=row.reason,
        at=row.at,
    )
