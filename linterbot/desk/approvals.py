"""Notes what people approve in the outbox, proven but unsent: whoever holds the wiki sends it, through every guard."""

from __future__ import annotations

from dataclasses import dataclass

from linterbot.bot import fix, verdicts
from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import lint_pages
from linterbot.bot.writing import outbox
from linterbot.desk import changed_lines
from linterbot.desk.answer import Answer, Stale, about
from linterbot.desk.proposal import TOO_LARGE, NoFix, Proposal, propose
from linterbot.guards.base import Intent
from linterbot.ledger import action_queries, actions, findings
from linterbot.ledger.actions import UNSETTLED, WAITING, Action
from linterbot.ledger.decisions import Verdict
from linterbot.ledger.findings import UNDECIDED, RecordedFinding, State


@dataclass(frozen=True)
class Approval:
    """A fix that a person approved, and that waits in the outbox."""

    action: Action
    intent: Intent
    proposal: Proposal


def note(
    context: BotContext, one: RecordedFinding, who: str, why: str, shown: str | None = None, origin: str = ""
) -> Approval | Answer:
    """Put the fix of a finding into the outbox, after reading its page again; the answer says if that is impossible.

    `shown` is the digest of the change that the person saw, if it was shown to them: nobody approves anything else.
    `origin` is where their request came from.

    Nothing is written to the wiki, so the context needs neither an account nor the lease. If two people approve the
    same finding at the same time, one of them hears that it is approved already.
    """
    words = about(one)
    if one.state not in UNDECIDED:
        return Answer(words, f"is already {one.state}", done=one.state is State.RESOLVED)
    already = Answer(words, "is already approved, and waits", done=False)
    earlier = action_queries.about(context.ledger, one.fingerprint, one.title)
    if any(it.state in (*WAITING, *UNSETTLED) for it in earlier):
        return already
    pages = context.wiki.pages([one.title])
    if not pages:
        return Answer(words, "the page is gone", done=False)
    (linted,) = lint_pages(context, pages)
    proposal = propose(context, linted, one)
    if isinstance(proposal, NoFix):
        return Answer(words, proposal.reason, done=False)
    change = changed_lines.changes(proposal.page.text, proposal.fixed.text)
    if shown is not None and not change.whole:
        return Answer(words, TOO_LARGE, done=False)
    if shown is not None and change.digest != shown:
        return Stale(words, "would be repaired in another way now, as the page was edited; look again", done=False)
    intent = fix.intent_of(context, proposal.page, proposal.fixed, approved=True)
    # Everybody who saw the same writes about a finding gives the next one the same token, so only one of them can.
    token = actions.token_of(one.key, str(intent.base), str(len(earlier)))
    approval = verdicts.decision(one, Verdict.APPROVED, who, why, context.now, origin)
    action = outbox.plan_once(context, intent, fix.summary(proposal.fixed), approval, token)
    if action is not None:
        return Approval(action, intent, proposal)
    (now,) = findings.with_numbers(context.ledger, [one.id]) or [one]
    return already if now.state in UNDECIDED else Answer(words, f"is already {now.state}", done=False)
