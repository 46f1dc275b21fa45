"""Tells in one question whether a ledger holds anything that could give a round something to do."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import CompoundSelect, String, cast, func, literal, select, union_all

from linterbot.ledger import Ledger, key_values, upsert
from linterbot.ledger.actions import UNSETTLED, WAITING
from linterbot.ledger.schema import action, cursor, decision, note, pause, revisit, set_aside
from linterbot.version import __version__

# Notes that say that something is the matter, or that the wiki has to be read first.
_TROUBLES = (key_values.FAILED_BY, key_values.STOPPED_BY, key_values.RESTORED)


@dataclass(frozen=True)
class Known:
    """What the ledger of a wiki says of itself at one moment."""

    cursor: str | None  # up to when changes are recorded
    rest: str  # the mark of the last round that left nothing to do, "" if the last one left something
    in_trouble: bool  # whether the last round failed or was stopped, or the ledger is a copy that was brought back
    waiting: bool  # whether a write waits, or a page that another version could not read
    next_visit: str  # when a page is to be read again, "" if none is
    said: str  # what changes whenever a person decides, pauses or resumes, or a write is planned


def known(ledger: Ledger) -> Known:
    """Return what the ledger says of itself."""
    with ledger.engine.connect() as db:
        rows: dict[str, str | None] = {row[0]: row[1] for row in db.execute(_question(ledger.wiki))}
    return Known(
        cursor=rows.get("cursor"),
        rest=rows.get(key_values.AT_REST) or "",
        in_trouble=any(rows.get(name) for name in _TROUBLES),
        waiting=rows.get("waiting") != "0" or rows.get("set aside") != "0",
        next_visit=rows.get("revisit") or "",
        said=" ".join(f"{name}={rows.get(name)}" for name in ("pauses", "paused", "decision", "action")),
    )


def note_quiet_round(ledger: Ledger, now: str, until: str) -> None:
    """Note that a round found nothing to do, and up to when it looked, "" if the cursor may stay where it is."""
    with ledger.engine.begin() as db:
        upsert.put(db, note, [{"wiki": ledger.wiki, "name": key_values.LAST_RUN, "value": now}])
        if until:
            upsert.put(db, cursor, [{"wiki": ledger.wiki, "timestamp": until}])


def _question(wiki: str) -> CompoundSelect[str, str]:
    names = (key_values.AT_REST, *_TROUBLES)
    notes = select(note.c.name, note.c.value).where(note.c.wiki == wiki, note.c.name.in_(names))
    waits = (action.c.wiki == wiki, action.c.state.in_((*WAITING, *UNSETTLED)))
    other = (set_aside.c.wiki == wiki, set_aside.c.version != __version__)
    values = {
        "cursor": select(cursor.c.timestamp).where(cursor.c.wiki == wiki),
        "waiting": select(func.count()).select_from(action).where(*waits),
        "set aside": select(func.count()).select_from(set_aside).where(*other),
        "revisit": select(func.min(revisit.c.at)).where(revisit.c.wiki == wiki),
        "pauses": select(func.count()).select_from(pause).where(pause.c.wiki == wiki),
        "paused": select(func.max(pause.c.since)).where(pause.c.wiki == wiki),
        "decision": select(func.max(decision.c.id)).where(decision.c.wiki == wiki),
        "action": select(func.max(action.c.id)).where(action.c.wiki == wiki),
    }
    rows = [select(literal(name), cast(one.scalar_subquery(), String)) for name, one in values.items()]
    return union_all(notes, *rows)
