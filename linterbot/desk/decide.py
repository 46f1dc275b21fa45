"""Approves, rejects, ignores or reopens findings as people decide, and keeps who decided, when and why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from linterbot.bot import fix, verdicts
from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import outbox
from linterbot.bot.writing.guard_inputs import remember_talk_page
from linterbot.bot.writing.remember import remember
from linterbot.desk import approvals
from linterbot.desk.answer import Answer, about, answer_to
from linterbot.ledger import Ledger
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import UNDECIDED, RecordedFinding
from linterbot.wiki.protocol import Later

_PATIENCE = 60  # seconds that an operator waits for a round of the daemon to end


@contextmanager
def at_work(context: BotContext) -> Iterator[BotContext]:
    """Yield a context that may write, after waiting for the end of a round that is under way.

    Raises WikiBusy if that takes longer than a person would wait.
    """
    with context.new_round().holding_the_wiki(_PATIENCE) as context:
        remember(context, RoundResult(context.run))
        remember_talk_page(context)
        yield context


def approve(context: BotContext, one: RecordedFinding, who: str, why: str, result: RoundResult) -> Answer:
    """Fix a finding that an operator approved, after reading the page again; the answer says if that is impossible."""
    noted = approvals.note(context, one, who, why)
    if isinstance(noted, Answer):
        return noted
    held = outbox.hold(context, noted.intent, result)
    if held is not None:
        return Answer(about(one), f"approved, and waits: {held.reason}", done=False)
    sent = outbox.send(context, noted.action, result)
    fix.after_fix(context, noted.proposal.page, noted.proposal.fixed, sent, result)
    if isinstance(sent.outcome, Later):
        return Answer(about(one), f"approved, and waits: {sent.outcome.reason}", done=False)
    return answer_to(about(one), sent.outcome)


def close(ledger: Ledger, one: RecordedFinding, verdict: Verdict, who: str, why: str, now: str) -> Answer:
    """Reject a finding or ignore it for good, as `verdicts.close` does."""
    state = verdicts.close(ledger, one, verdict, who, why, now)
    if one.state is state:
        return Answer(about(one), f"is already {state}", done=True)
    return Answer(about(one), f"{verdict}; `linterbot reopen {one.id}` takes it back", done=True)


def reopen(ledger: Ledger, one: RecordedFinding, who: str, why: str, now: str) -> Answer:
    """Take back that a finding was rejected or ignored, as `verdicts.reopen` does."""
    state = verdicts.reopen(ledger, one, who, why, now)
    if state is None:
        return Answer(about(one), f"was not dismissed; it is {one.state}", done=one.state in UNDECIDED)
    return Answer(about(one), f"taken back; it is {state} again", done=True)
