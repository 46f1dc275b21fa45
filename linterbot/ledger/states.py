"""Brings findings into other states: dismissed by people, open again, or gone with their page."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, case, select, update

from linterbot.ledger import Ledger, actions, changes, decisions, in_parts, pages, revisits, take_write_lock
from linterbot.ledger.changes import Cause
from linterbot.ledger.decisions import Decision
from linterbot.ledger.findings import CLOSED, UNDECIDED, RecordedFinding, State
from linterbot.ledger.schema import change
from linterbot.ledger.schema import finding as table


def close(
    ledger: Ledger, title: str, fingerprints: Iterable[str], state: State, now: str, cause: Cause, who: str = ""
) -> None:
    """Reject or ignore findings, until a person opens them again, because one decided so."""
    with ledger.engine.begin() as db:
        for part in in_parts(fingerprints):
            mine = (table.c.wiki == ledger.wiki, table.c.title == title, table.c.fingerprint.in_(part))
            changes.note_all(ledger, db, mine, state, now, cause, who)
            db.execute(update(table).where(*mine).values(state=state, since=now))


def decide(ledger: Ledger, one: RecordedFinding, state: State, decision: Decision) -> bool:
    """Reject or ignore a finding, drop the fixes of it that wait, and keep who said so: all of it or nothing.

    Returns False, and does nothing, if it is no longer in the state that the person saw it in.
    """
    mine = (table.c.id == one.id, table.c.state == one.state)
    with ledger.engine.begin() as db:
        take_write_lock(db)
        if db.execute(select(table.c.id).where(*mine).with_for_update()).first() is None:
            return False
        changes.note_all(ledger, db, mine, state, decision.at, Cause.DECIDED, decision.who)
        db.execute(update(table).where(*mine).values(state=state, since=decision.at))
        actions.withdraw_about(ledger, db, one.title, one.fingerprint, f"{decision.verdict} by {decision.who}")
        decisions.keep_in(ledger, db, decision)
    return True


def withdraw(ledger: Ledger, one: RecordedFinding, decision: Decision) -> bool:
    """Drop the fixes of a finding that wait and keep who said so; False, and nothing, if none waits."""
    with ledger.engine.begin() as db:
        if not actions.withdraw_about(ledger, db, one.title, one.fingerprint, f"taken back by {decision.who}"):
            return False
        decisions.keep_in(ledger, db, decision)
    return True


def reopen(ledger: Ledger, one: RecordedFinding, decision: Decision) -> State | None:
    """Bring a closed finding back to where it was before people closed it, and return that; None if it is not closed.

    If the bot had repaired it and somebody undid that, it is open: it is there again. Its page is to be read again, and
    the decision is kept: all of it or nothing.
    """
    mine = (table.c.id == one.id, table.c.state.in_(CLOSED))
    now = decision.at
    with ledger.engine.begin() as db:
        take_write_lock(db)
        state = _before_it_was_closed(db, one)
        changes.note_all(ledger, db, mine, state, now, Cause.DECIDED, decision.who)
        first = case((table.c.opened_at == "", now), else_=table.c.opened_at)
        opened_at = first if state is State.OPEN else table.c.opened_at
        if not db.execute(update(table).where(*mine).values(state=state, since=now, opened_at=opened_at)).rowcount:
            return None
        revisits.plan_in(ledger, db, {one.title: now})
        decisions.keep_in(ledger, db, decision)
    return state


def _before_it_was_closed(db: Connection, one: RecordedFinding) -> State:
    rows = db.execute(select(change).where(change.c.finding == one.id).order_by(change.c.id.desc())).all()
    closing = next((row for row in rows if row.after in CLOSED and row.before not in CLOSED), None)
    known = closing is not None and closing.cause == Cause.DECIDED and closing.before
    return State(closing.before) if closing is not None and known else State.OPEN


def forget_page(ledger: Ledger, title: str, now: str) -> None:
    """Resolve what was found on a page, because the page is gone."""
    mine = (table.c.wiki == ledger.wiki, table.c.title == title, table.c.state.in_(UNDECIDED))
    with ledger.engine.begin() as db:
        changes.note_all(ledger, db, mine, State.RESOLVED, now, Cause.PAGE_GONE)
        db.execute(update(table).where(*mine).values(state=State.RESOLVED, since=now))
        pages.forget(ledger, db, [title])
