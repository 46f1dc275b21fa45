"""Puts what people say against a finding, without the right to decide it, before those who have that right."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import groupby

from linterbot.bot import ticked_boxes
from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.ticked_boxes import Answer
from linterbot.bot.writing.outbox import post
from linterbot.guards.base import Hold, Intent
from linterbot.ledger import action_queries, findings
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import UNDECIDED, RecordedFinding
from linterbot.model import Page
from linterbot.posts.boxes import Box
from linterbot.posts.complaints_page import complaints_page, with_complaint

_MOST = 10  # sections opened at once; whoever ticks more boxes has a case to make in words


def update(context: BotContext, result: RoundResult) -> None:
    """Carry out the answers of those who decide, if people edited the page."""
    if result.complaints_touched:
        _read(context)


def open_sections(context: BotContext, answers: Sequence[Answer], result: RoundResult) -> Hold | None:
    """Open a section for each finding that people say is none, once; return what holds it, if anything does.

    Whether a fault is still there, reading the page again will show, so nobody need decide that.
    """
    title = context.settings.complaints_page
    new = [one for one in unheard(context, answers) if one.box is not Box.FIXED]
    if not new:
        return None
    page = _read(context)
    text = page.text if page else complaints_page(context.texts)
    told: list[RecordedFinding] = []
    for (_, _, box, who), rows in [(place, list(rows)) for place, rows in groupby(new, key=_place)][:_MOST]:
        found = [one.finding for one in rows]
        text = with_complaint(text, found, box, who, context.settings.verdict_groups, context.texts)
        told += found
    rules, keys = frozenset(one.rule for one in told), frozenset(one.key for one in told)
    intent = Intent(ActionKind.COMPLAINT, title, rules, page, text, keys)
    posted = post(context, intent, context.texts.say("complaint-summary"), result)
    return posted if isinstance(posted, Hold) else None


def unheard(context: BotContext, answers: Sequence[Answer]) -> list[Answer]:
    """Return those of some answers for whose findings no section was opened."""
    told = _told(context)
    return [one for one in answers if one.finding.key not in told]


def undecided(context: BotContext) -> int:
    """Return how many findings have a section that nobody with the right to it has answered."""
    told = _told(context)
    numbers = [int(number) for number in (key.partition(".")[0] for key in told) if number.isdigit()]
    found = findings.with_numbers(context.ledger, numbers)
    return sum(one.key in told and one.state in UNDECIDED for one in found)


def _told(context: BotContext) -> Set[str]:
    """Return the keys of the findings for which a section was opened."""
    return action_queries.reported_on(context.ledger, context.settings.complaints_page, ActionKind.COMPLAINT)


def _read(context: BotContext) -> Page | None:
    """Return the page, if there is one, once the answers on it are carried out."""
    pages = context.wiki.pages([context.settings.complaints_page])
    for page in pages:
        ticked_boxes.take(context, page, ActionKind.COMPLAINT, "verdict-on-complaint")
    return pages[0] if pages else None


def _place(one: Answer) -> tuple[str, int, Box, str]:
    """Return what findings have in common that are one line of the report."""
    return one.finding.title, one.finding.row, one.box, one.who
