"""Approves, rejects, ignores or reopens findings as people decide, and keeps who decided, when and why."""

from __future__ import annotations

from linterbot.bot import fix, verdicts
from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import outbox
from linterbot.desk import approvals
from linterbot.desk.answer import Answer, about, answer_to
from linterbot.errors import Withdrawn
from linterbot.ledger import Ledger, actions
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import UNDECIDED, RecordedFinding
from linterbot.wiki.protocol import Later


def approve(context: BotContext, one: RecordedFinding, who: str, why: str, result: RoundResult) -> Answer:
    """Fix a finding that an operator approved, after reading the page again; the answer says if that is impossible."""
    noted = approvals.note(context, one, who, why)
    if isinstance(noted, Answer):
        return noted
    held = outbox.hold(context, noted.intent, result)
    if held is not None:
        actions.note_held(context.ledger, noted.action, held.reason)
        return Answer(about(one), f"approved, and waits: {held.reason}", done=False)
    try:
        sent = outbox.send(context, noted.action, result)
    except Withdrawn:
        return Answer(about(one), "was taken back by somebody a moment ago", done=False)
    fix.after_fix(context, noted.proposal.page, noted.proposal.fixed, sent, result)
    if isinstance(sent.outcome, Later):
        return Answer(about(one), f"approved, and waits: {sent.outcome.reason}", done=False)
    return answer_to(about(one), sent.outcome)


def close(ledger: Ledger, one: RecordedFinding, verdict: Verdict, who: str, why: str, now: str) -> Answer:
    """Reject a finding or ignore it for good, as `verdicts.close` does."""
    state = verdicts.close(ledger, one, verdict, who, why, now)
    if state is None:
        return Answer(about(one), "somebody else has decided meanwhile", done=False)
    if one.state is state:
        return Answer(about(one), f"is already {state}", done=True)
    return Answer(about(one), f"{verdict}; `linterbot reopen {one.id}` takes it back", done=True)


def reopen(ledger: Ledger, one: RecordedFinding, who: str, why: str, now: str) -> Answer:
    """Take back that a finding was rejected or ignored, as `verdicts.reopen` does."""
    state = verdicts.reopen(ledger, one, who, why, now)
    if state is None:
        return Answer(about(one), f"was not dismissed; it is {one.state}", done=one.state in UNDECIDED)
    return Answer(about(one), f"taken back; it is {state} again", done=True)
