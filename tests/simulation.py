"""Makes very many writes to a sandbox, with answers lost and the bot killed again and again: is each made once?

    python -m tests.simulation 100000       the figures of docs/conduct.md; some minutes

Every write goes through the outbox and all guards. A killed bot leaves the ledger as it is, and the next one starts
with it, as a new process would.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from linterbot.bot.clock import Clock
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import outbox, settle
from linterbot.config.sections import EditsConfig, PatienceConfig, WikiConfig
from linterbot.guards.base import Intent
from linterbot.ledger import actions, open_ledger
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.timestamps import timestamp
from linterbot.model import Mode
from linterbot.wiki.protocol import Outcome, Save, Unknown
from linterbot.wiki.sandbox import schema as tables
from linterbot.wiki.sandbox.people import Person
from linterbot.wiki.sandbox.wiki import Sandbox
from tests.contexts import bot_context

BEFORE = "one\ntwo\ntwo\nthree, and more words to make it a page"
AFTER = "one\ntwo\nthree, and more words to make it a page"
SETTINGS = WikiConfig(
    kind="sandbox",
    pack="tropedia",
    operator="tests",
    mode=Mode.AUTO,
    seconds_between_edits=0,
    edits_per_run=500,
    edits=EditsConfig(minute=1000, hour=1000, day=100_000),
    patience=PatienceConfig(edit_minutes=0, page_hours=0),
)


class Killed(BaseException):
    """Ends everything at once, as if the process were gone."""


class Time(Clock):
    """A clock that moves only on request."""

    def __init__(self) -> None:
        super().__init__(lambda: timestamp(self.moment))
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def now(self) -> str:
        return timestamp(self.moment)

    def wait(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Unreliable:
    """A wiki that loses answers, and on which the bot is killed around its writes."""

    def __init__(self, wiki: Sandbox, chance: random.Random) -> None:
        self._wiki, self._chance = wiki, chance
        self.lost = self.killed = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wiki, name)

    def save(self, save: Save) -> Outcome:
        fate = self._chance.random()
        if fate < 0.05:
            self.lost += 1
            if self._chance.random() < 0.5:
                self._wiki.save(save)
            return Unknown("the answer was lost")
        if fate < 0.10:
            self.killed += 1
            if self._chance.random() < 0.5:
                self._wiki.save(save)
            raise Killed
        return self._wiki.save(save)


@dataclass(frozen=True)
class Tally:
    """The outcome of many writes."""

    wanted: int
    doubled: int
    missing: int
    lost: int
    killed: int
    unclear: int


def simulate(folder: Path, count: int, seed: int) -> Tally:
    """Have `count` pages fixed, one write each."""
    clock, chance = Time(), random.Random(seed)
    titles = [f"Page {number}" for number in range(count)]
    sandbox = Sandbox(folder / "wiki.sqlite", "one", "LinterBot", clock=clock)
    writer = Person(folder / "wiki.sqlite", "Quill").wiki
    for at in range(0, count, 1000):
        with writer.engine.begin() as db:
            for title in titles[at : at + 1000]:
                writer.write(db, title, BEFORE, "", at=clock.now())
    unreliable = Unreliable(sandbox, chance)
    left = titles
    while left:
        clock.wait(600)
        left = _a_life(folder, unreliable, clock, left)
    with sandbox.engine.connect() as db:
        table = tables.revision
        ours = select(func.count()).where(table.c.user == "LinterBot").group_by(table.c.page_id)
        counts = list(db.execute(ours).scalars())
        right = db.execute(
            select(func.count())
            .select_from(tables.page)
            .join(table, table.c.id == tables.page.c.latest)
            .where(table.c.text == AFTER)
        ).scalar_one()
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}", "one")
    unclear = len(actions.in_state(ledger, (*actions.UNSETTLED, *actions.WAITING)))
    ledger.close()
    return Tally(count, sum(counts) - len(counts), count - right, unreliable.lost, unreliable.killed, unclear)


def _a_life(folder: Path, wiki: Unreliable, clock: Time, left: list[str]) -> list[str]:
    """Let a bot work until it is killed or done; return the pages that the next one still has to fix."""
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}", "one")
    context = bot_context(wiki, ledger, SETTINGS, clock=clock)
    result = RoundResult(context.run)
    done = 0
    try:
        with context.holding_the_wiki() as context:
            settle.settle_pending(context, result)
            outbox.send_waiting(context, result)
            for title in left[: SETTINGS.edits_per_run]:
                clock.wait(300)
                (page,) = wiki.pages([title])
                if page.text == BEFORE:
                    intent = Intent(ActionKind.FIX, title, frozenset({"duplicate-example"}), page, AFTER)
                    outbox.post(context, intent, "remove", result)
                done += 1
    except Killed:
        pass  # the write under way may have been made or not: the next bot finds out
    finally:
        ledger.close()
    return left[done:] + [title for title in left[:done] if wiki.pages([title])[0].text == BEFORE]


def main() -> None:
    """Print the tally."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = simulate(Path(folder), count, seed=count)
    sys.stdout.write(f"{tally}\n{time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
