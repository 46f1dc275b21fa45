"""One finding in full: what is wrong, what was done and decided about it, and what its fix would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import lint_pages
from linterbot.desk.history import Event, events_about
from linterbot.desk.proposal import NoFix, Proposal, propose
from linterbot.errors import TargetError
from linterbot.ledger import Ledger, findings
from linterbot.ledger.changes import Change
from linterbot.ledger.findings import UNDECIDED, RecordedFinding


@dataclass(frozen=True)
class FindingDetails:
    """Everything that is known about one finding."""

    finding: RecordedFinding
    events: Sequence[Event | Change]  # oldest first
    proposal: Proposal | NoFix | None  # what approving it would change, None if it is already settled


def numbered(ledger: Ledger, number: int) -> RecordedFinding:
    """Return a finding by its number; raises TargetError if there is none."""
    found = findings.numbered(ledger, number)
    if found is None:
        raise TargetError(f"no. {number}", f'there is no such finding on "{ledger.wiki}"', "see `linterbot queue`")
    return found


def details(context: BotContext, number: int) -> FindingDetails:
    """Return a finding by its number, after reading the page again to see what its fix would change.

    Raises TargetError if there is no such finding, WikiError if the page cannot be read.
    """
    one = numbered(context.ledger, number)
    proposal = _proposal(context, one) if one.state in UNDECIDED else None
    return FindingDetails(one, events_about(context.ledger, one), proposal)


def _proposal(context: BotContext, one: RecordedFinding) -> Proposal | NoFix:
    pages = context.wiki.pages([one.title])
    if not pages:
        return NoFix("the page is gone")
    (linted,) = lint_pages(context, pages)
    return propose(context, linted, one)
