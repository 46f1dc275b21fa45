"""Approves, rejects or ignores findings as people decide, and keeps who decided, when and why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from linterbot.bot import fix, verdicts
from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import lint_pages
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import outbox
from linterbot.bot.writing.guard_inputs import remember_talk_page
from linterbot.bot.writing.remember import remember
from linterbot.desk.proposal import NoFix, propose
from linterbot.ledger import Ledger
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import UNDECIDED, RecordedFinding, State
from linterbot.wiki.protocol import Later, Outcome, Saved

_PATIENCE = 60  # seconds that an operator waits for a round of the daemon to end


@dataclass(frozen=True)
class Answer:
    """What came of one decision."""

    about: str  # what was decided on, for people to read
    words: str  # what came of it
    done: bool  # whether everything is now as the operator wants it


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
    about = _about(one)
    if one.state not in UNDECIDED:
        return Answer(about, f"is already {one.state}", done=one.state is State.RESOLVED)
    if verdicts.waiting(context.ledger, one):
        return Answer(about, "is already approved, and waits", done=False)
    pages = context.wiki.pages([one.title])
    if not pages:
        return Answer(about, "the page is gone", done=False)
    (linted,) = lint_pages(context, pages)
    proposal = propose(context, linted, one)
    if isinstance(proposal, NoFix):
        return Answer(about, proposal.reason, done=False)
    page, fixed = proposal.page, proposal.fixed
    verdicts.keep(context.ledger, one, Verdict.APPROVED, who, why, context.now)
    intent = fix.intent_of(context, page, fixed, approved=True)
    held = outbox.hold(context, intent, result)
    action = outbox.plan(context, intent, fix.summary(fixed), approved_by=who)
    if held is not None:
        return Answer(about, f"approved, and waits: {held.reason}", done=False)
    sent = outbox.send(context, action, result)
    fix.after_fix(context, page, fixed, sent, result)
    if isinstance(sent.outcome, Later):
        return Answer(about, f"approved, and waits: {sent.outcome.reason}", done=False)
    return answer_to(about, sent.outcome)


def close(ledger: Ledger, one: RecordedFinding, verdict: Verdict, who: str, why: str, now: str) -> Answer:
    """Reject a finding or ignore it, permanently, as `verdicts.close` does."""
    state = verdicts.close(ledger, one, verdict, who, why, now)
    if one.state is state:
        return Answer(_about(one), f"is already {state}", done=True)
    return Answer(_about(one), f"{verdict} permanently", done=True)


def answer_to(about: str, outcome: Outcome) -> Answer:
    """Return the wiki's answer to a write, in words."""
    if isinstance(outcome, Saved):
        return Answer(about, f"done, revision {outcome.revision}", done=True)
    return Answer(about, f"not done: {getattr(outcome, 'reason', 'the page already said so')}", done=False)


def _about(one: RecordedFinding) -> str:
    return f"no. {one.id} on {one.title}"
