"""One finding as its page is now: the words in question where they stand, or what a fix would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linterbot.bot import fix
from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import lint_pages
from linterbot.bot.writing.guard_inputs import from_ledger
from linterbot.desk import changed_lines
from linterbot.desk.changed_lines import Line
from linterbot.desk.proposal import TOO_LARGE, NoFix, Proposal, propose
from linterbot.guards import first_hold
from linterbot.ledger.findings import RecordedFinding
from linterbot.lint.linter import read_page
from linterbot.markup.document import SectionKind
from linterbot.model import Markup, Page


@dataclass(frozen=True)
class Look:
    """What somebody has to see in order to judge a finding."""

    revision: int | None  # of the page, None if it is gone
    lines: Sequence[Line]
    no_fix: str  # why the bot cannot fix it, "" if it can
    change: str = ""  # the digest of what the fix would change, "" if there is none
    held: str = ""  # why the fix would have to wait, as far as that is known
    gone: bool = False  # whether it is no longer on the page
    section: int | None = None  # MediaWiki's number of the section that it is in, None if that is unknown

    @property
    def fixable(self) -> bool:
        """Whether a fix was proven, and is what the lines show."""
        return not self.no_fix


def look(context: BotContext, one: RecordedFinding) -> Look:
    """Read a finding's page and return what it looks like; raises WikiError."""
    pages = context.wiki.pages([one.title])
    if not pages:
        return Look(None, (), "the page is gone", gone=True)
    (linted,) = lint_pages(context, pages)
    page, proposal = linted.page, propose(context, linted, one)
    found = next((it for it in linted.lint_result.findings if it.fingerprint == one.fingerprint), None)
    if found is None:
        reason = proposal.reason if isinstance(proposal, NoFix) else ""
        return Look(page.revision, (), reason, gone=not linted.failed)
    section = None if found.of_page else _section(context, page, found.span.start)
    if isinstance(proposal, Proposal):
        change = changed_lines.changes(page.text, proposal.fixed.text)
        lines = changed_lines.with_others(change.lines, page.text, found.related)
        held = _held(context, proposal)
        return Look(page.revision, lines, "" if change.whole else TOO_LARGE, change.digest, held, section=section)
    if found.of_page:
        return Look(page.revision, changed_lines.beginning(page.text), proposal.reason)
    lines = changed_lines.around(page.text, found.span, found.related)
    return Look(page.revision, lines, proposal.reason, section=section)


def _held(context: BotContext, proposal: Proposal) -> str:
    """Return why a fix would have to wait, as far as the ledger and the page say; "" if nothing is known."""
    intent = fix.intent_of(context, proposal.page, proposal.fixed, approved=True)
    hold = first_hold(intent, from_ledger(context, intent, 0))
    return hold.reason if hold is not None else ""


def _section(context: BotContext, page: Page, at: int) -> int:
    """Return MediaWiki's number of the section that a place is in: its headings, counted from 1."""
    document = read_page(page, Markup.MEDIAWIKI, context.site.names)
    headings = (one for one in document.sections if one.kind is SectionKind.HEADING)
    return sum(one.opener.start <= at for one in headings)
