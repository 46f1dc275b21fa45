"""Small things that the bot has to remember about a wiki, by name."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from linterbot.ledger import Ledger, upsert
from linterbot.ledger.schema import note as table

TALK_SEEN = "talk page seen"  # the revision up to which a person has read the bot's talk page
LAST_RUN = "last run"  # when the last complete round ended
REPORTED = "reported"  # what the report page last said, as a digest
NOTICED = "noticed"  # what operators were told of last, as JSON
STOPPED_BY = "stopped by"  # what kept the last complete round from writing, in words, "" if nothing did
RESTORED = "restored"  # when this ledger was brought back from a copy, "" once the wiki told what it had missed
WELL_AGAIN = "well again"  # when the bot could last write again, and after what: a time, a space, and words
DIGEST = "digest"  # the last week that was reviewed for people, a space, and when
WEEKS_COUNTED = "weeks counted"  # the week in which those before were counted, a space, and the last change then
ORIGIN_KEY = "origin key"  # with which the addresses of people at the desk are digested
REVOKED = "revoked"  # the people whom the operator does not want at the desk, a line each
DESK = "desk"  # the address under which the desk on the web was last served
REPLAY = "replay"  # what people did about findings in a replayed history, as JSON
SETTINGS = "settings"  # what the page of moderators' settings last said, as JSON
AT_REST = "at rest"  # the mark of the last round that left nothing to do, as `bot.idle` makes it
FAILED_BY = "failed by"  # why the bot last could not do its work, "" if a round succeeded since


def get(ledger: Ledger, name: str) -> str:
    """Return the value noted under a name, "" if there is none."""
    query = select(table.c.value).where(table.c.wiki == ledger.wiki, table.c.name == name)
    with ledger.engine.connect() as db:
        return db.execute(query).scalar_one_or_none() or ""


def get_all(ledger: Ledger) -> dict[str, str]:
    """Return everything that is noted, by name."""
    query = select(table.c.name, table.c.value).where(table.c.wiki == ledger.wiki)
    with ledger.engine.connect() as db:
        return {row.name: row.value for row in db.execute(query)}


def put(ledger: Ledger, name: str, value: str) -> None:
    """Note a value under a name, replacing the one before."""
    put_all(ledger, {name: value})


def put_all(ledger: Ledger, values: Mapping[str, str]) -> None:
    """Note several values by their names, all of them or none, replacing those before."""
    with ledger.engine.begin() as db:
        upsert.put(db, table, [{"wiki": ledger.wiki, "name": name, "value": value} for name, value in values.items()])
