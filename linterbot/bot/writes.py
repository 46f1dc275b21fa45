"""What the writes of a round are about, for people who want to know before they happen."""

from __future__ import annotations

from collections.abc import Iterator

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import PlannedWrite, RoundResult
from linterbot.ledger import findings
from linterbot.ledger.actions import Action, ActionKind
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.selection import Selection


def of_round(context: BotContext, result: RoundResult) -> list[PlannedWrite]:
    """Return the writes of a round, in their order, each with its findings."""
    return [PlannedWrite(one.plan.kind, one.title, one.summary, list(_about(context, one))) for one in result.sent]


def _about(context: BotContext, action: Action) -> Iterator[RecordedFinding]:
    plan = action.plan
    if plan.kind in (ActionKind.MESSAGE, ActionKind.COMPLAINT):
        numbers = (key.partition(".")[0] for key in plan.fingerprints)
        yield from findings.with_numbers(context.ledger, map(int, filter(str.isdigit, numbers)))
        return
    title = context.site.article_of(plan.title) if plan.kind is ActionKind.TALK else plan.title
    everything = findings.on_pages(context.ledger, Selection(tuple(State)), [title])
    yield from (one for one in everything if one.fingerprint in plan.fingerprints)
