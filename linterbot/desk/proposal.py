"""What a page would be with one finding fixed, or why it cannot be fixed."""

from __future__ import annotations

from dataclasses import dataclass

from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import LintedPage, fix_page
from linterbot.ledger.findings import RecordedFinding
from linterbot.lint.fixing import FixResult
from linterbot.model import Page
from linterbot.worker_pool import Failed

TOO_LARGE = "the change is too large to be shown whole; a person has to edit the page"


@dataclass(frozen=True)
class Proposal:
    """A page as it is, and as it would be."""

    page: Page
    fixed: FixResult


@dataclass(frozen=True)
class NoFix:
    """Says that there is nothing to propose."""

    reason: str  # in words


def propose(context: BotContext, linted: LintedPage, one: RecordedFinding) -> Proposal | NoFix:
    """Return what a page would be with one finding fixed, as if a person had agreed to it."""
    if linted.failed:
        return NoFix(f"the page cannot be read: {linted.failed}")
    still_there = next((it for it in linted.lint_result.findings if it.fingerprint == one.fingerprint), None)
    if still_there is None:
        return NoFix("it is no longer on the page")
    if still_there.fix is None:
        return NoFix("there is no fix for it; a person has to edit the page")
    fixed = fix_page(context, linted, frozenset([one.fingerprint]), approved=True)
    if isinstance(fixed, Failed):
        return NoFix(f"the page cannot be fixed: {fixed.reason}")
    if not fixed.fixed:
        return NoFix("its fix would hide another fault, or was not proven; a person has to edit the page")
    return Proposal(linted.page, fixed)
