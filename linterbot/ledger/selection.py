"""Which of the findings that the ledger keeps somebody wants, and the conditions that say so to the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, literal

from linterbot.ledger.schema import action, put_off
from linterbot.ledger.schema import finding as table

_ON_ITS_WAY = ("planned", "leased", "sending", "unknown")  # the states of writes that may still reach the wiki


class Waiting(NamedTuple):
    """Findings that wait for one person's judgement: no fix of theirs is under way, and the person may judge them."""

    who: str
    now: str  # what the person put off until later than this is left out


@dataclass(frozen=True)
class Selection:
    """Which findings are wanted."""

    states: Collection[str]
    rules: Collection[str] | None = None  # only those of these rules; None means all
    except_rules: Collection[str] = ()
    title_words: str = ""  # only on pages whose titles contain this, in any case
    since: str = ""  # only those that came into their state at this time or later
    until: str = ""  # only those that came into their state at this time or earlier
    fixable: bool = False  # only those that the bot may fix by itself
    author: str = ""  # only those that this person brought in
    sure: float = 0.0  # only those of which the evidence is at least this sure, from 0 to 1
    waiting: Waiting | None = None  # only those that wait for a person


def conditions(wiki: str, selection: Selection) -> list[ColumnElement[bool]]:
    """Return what is true of exactly the selected findings of a wiki."""
    where: list[ColumnElement[bool]] = [table.c.wiki == wiki, table.c.state.in_(tuple(selection.states))]
    if selection.rules is not None:
        where.append(table.c.rule.in_(tuple(selection.rules)))
    if selection.except_rules:
        where.append(table.c.rule.not_in(tuple(selection.except_rules)))
    if selection.title_words:
        where.append(func.lower(table.c.title).contains(selection.title_words.lower(), autoescape=True))
    if selection.since:
        where.append(table.c.since >= selection.since)
    if selection.until:
        where.append(table.c.since <= selection.until)
    if selection.fixable:
        where.append(table.c.fixable)
    if selection.author:
        where.append(table.c.author == selection.author)
    if selection.sure:
        where.append(table.c.confidence >= selection.sure)
    if selection.waiting is not None:
        where += _waiting(selection.waiting)
    return where


def _waiting(waiting: Waiting) -> list[ColumnElement[bool]]:
    on_its_way = exists().where(
        action.c.wiki == table.c.wiki,
        action.c.title == table.c.title,
        action.c.state.in_(_ON_ITS_WAY),
        (literal(" ") + action.c.fingerprints + " ").contains(literal(" ") + table.c.fingerprint + " "),
    )
    later = exists().where(
        put_off.c.wiki == table.c.wiki,
        put_off.c.who == waiting.who,
        put_off.c.finding == table.c.id,
        put_off.c.until > waiting.now,
    )
    return [~on_its_way, ~later, table.c.author != waiting.who]
