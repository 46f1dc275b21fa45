"""The pauses of a wiki, or of one rule on it: by whom, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from linterbot.ledger import Ledger, upsert
from linterbot.ledger.schema import pause as table
from linterbot.ledger.timestamps import timestamp

LINTERBOT = "linterbot"  # who paused, if no person did
SHORTEST, LONGEST = 60, 3600  # seconds that a wiki is left alone, doubled with every try


@dataclass(frozen=True)
class Pause:
    """One pause, of a wiki or of one rule on it."""

    rule: str  # "" for the whole wiki
    reason: str
    who: str
    since: str
    until: str  # "" if a person has to resume it
    tries: int  # how many pauses in a row came before this one

    def holds(self, now: str) -> bool:
        """Whether it is still in force."""
        return not self.until or now < self.until


def of_wiki(ledger: Ledger, now: str) -> list[Pause]:
    """Return the pauses that are in force, the whole wiki's first."""
    return [one for one in _all(ledger) if one.holds(now)]


def holds(ledger: Ledger, rule: str) -> bool:
    """Whether a rule is paused until a person resumes it."""
    return any(one.rule == rule and not one.until for one in _all(ledger))


def until_resumed(ledger: Ledger, rule: str, reason: str, who: str, now: str) -> None:
    """Pause a rule, or the wiki (""), until a person resumes it."""
    _put(ledger, Pause(rule, reason, who, now, "", 0))


def for_a_while(ledger: Ledger, reason: str, now: str, asked: float | None = None) -> Pause:
    """Leave the wiki alone for a limited time that grows with every try, and return the pause that is now in force.

    `asked` is how many seconds the wiki asked for. A pause that waits for a person stays as it is.
    """
    before = next((one for one in _all(ledger) if not one.rule), None)
    tries = before.tries + 1 if before else 0
    seconds = min(max(SHORTEST * 2 ** min(tries, 10), asked or 0), LONGEST)
    until = timestamp(datetime.fromisoformat(now) + timedelta(seconds=seconds))
    pause = Pause("", reason, LINTERBOT, now, until, tries)
    _put(ledger, pause, table.c.until != "")
    return next(one for one in _all(ledger) if not one.rule)


def resume(ledger: Ledger, rule: str) -> bool:
    """End a pause; returns False if there was none."""
    with ledger.engine.begin() as db:
        where = (table.c.wiki == ledger.wiki, table.c.rule == rule)
        return bool(db.execute(delete(table).where(*where)).rowcount)


def all_is_well(ledger: Ledger) -> None:
    """Forget past trouble after a write that went through: the next trouble starts with a short pause again."""
    with ledger.engine.begin() as db:
        db.execute(delete(table).where(table.c.wiki == ledger.wiki, table.c.rule == "", table.c.until != ""))


def _all(ledger: Ledger) -> list[Pause]:
    columns = [table.c[name] for name in Pause.__dataclass_fields__]
    with ledger.engine.connect() as db:
        rows = db.execute(select(*columns).where(table.c.wiki == ledger.wiki).order_by(table.c.rule))
        return [Pause(**row._asdict()) for row in rows]


def _put(ledger: Ledger, pause: Pause, only_over: ColumnElement[bool] | None = None) -> None:
    """Record a pause, replacing one that meets a condition; one that does not meet it stays."""
    with ledger.engine.begin() as db:
        upsert.put(db, table, [{"wiki": ledger.wiki, **vars(pause)}], only_over)
