"""Fixes pages, as far as the wiki lets the bot do so."""

from __future__ import annotations

from collections.abc import Sequence

from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import LintedPage, as_failed, fix_page
from linterbot.bot.new_findings import lint_again, record_again
from linterbot.bot.round_result import FixedPage, RoundResult
from linterbot.bot.writing.guard_inputs import from_ledger
from linterbot.bot.writing.outbox import Sent, post
from linterbot.guards import OF_THE_PAGE, first_hold
from linterbot.guards.base import GuardName, Hold, Intent
from linterbot.ledger import action_queries, findings, in_parts, states
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from linterbot.ledger.timestamps import before
from linterbot.lint.fixing import FixResult
from linterbot.model import Page
from linterbot.posts.edit_summary import fix_summary
from linterbot.wiki.protocol import Conflict, Later, Refused, Saved, Unknown
from linterbot.worker_pool import Failed

_AT_ONCE = 50  # pages that are linted before the first of them is fixed
_TRIES = 2  # a page that is edited while it is being fixed, twice in a row, waits for the next round


def fix_pages(context: BotContext, result: RoundResult) -> None:
    """Fix every page that has something to fix, from earlier rounds as well, until something holds the round.

    Many pages wait for hours until nobody is working on them. They are read in batches, and linted only when the
    guards allow a fix.
    """
    waiting = findings.titles(context.ledger, Selection([State.OPEN], fixable=True))
    for titles in in_parts(waiting, min(context.site.batch, _AT_ONCE)):
        pages = context.wiki.pages(titles)
        for title in set(titles) - {page.title for page in pages}:
            states.forget_page(context.ledger, title, context.now)
        to_try, goes_on = _may_be_tried(context, pages, result)
        for linted in lint_again(context, to_try):
            if _fix_page(context, linted, result):
                return
        if not goes_on:
            return


def plan(context: BotContext, linted: LintedPage, reported: frozenset[str]) -> FixResult | Failed:
    """Return a page with its reported findings fixed, except those that people dismissed."""
    title, days = linted.page.title, context.settings.patience.revert_days
    resting = action_queries.resting(context.ledger, title, before(context.now, days=days))
    to_fix = reported - findings.closed(context.ledger, title)
    allowed = [one for one in linted.lint_result.findings if context.may_fix(one) and one.name not in resting]
    wanted = frozenset(one.fingerprint for one in allowed) & to_fix
    if linted.failed or not wanted:
        return FixResult(linted.page.text, (), ())
    return fix_page(context, linted, wanted)


def intent_of(context: BotContext, page: Page, fixed: FixResult, approved: bool = False) -> Intent:
    """Return the intent of a fix, which counts as a response to the last person who edited the page."""
    return Intent(
        kind=ActionKind.FIX,
        title=page.title,
        rules=frozenset(one.name for one in fixed.fixed),
        page=page,
        after=fixed.text,
        fingerprints=frozenset(one.fingerprint for one in fixed.fixed),
        author="" if page.user == context.settings.user else page.user,
        approved=approved,
    )


def summary(fixed: FixResult) -> str:
    """Return what a fix did, for its edit summary."""
    return fix_summary((one.name, one.fix.description, one.policy) for one in fixed.fixed if one.fix)


def after_fix(context: BotContext, page: Page, fixed: FixResult, sent: Sent, result: RoundResult) -> None:
    """Note what a fix did; the page as stored is linted again, since it may differ from what was sent."""
    if isinstance(sent.outcome, Refused):
        result.refused.append((page.title, sent.outcome.reason))
    if not isinstance(sent.outcome, Saved):
        return
    result.fixes.append(FixedPage(page.title, page.text, fixed.text, fixed.fixed, sent.action, sent.outcome.revision))
    for linted in lint_again(context, [sent.stored] if sent.stored else []):
        record_again(context, linted)


def _may_be_tried(context: BotContext, pages: Sequence[Page], result: RoundResult) -> tuple[list[Page], bool]:
    """Return the pages that may be fixed at this time, whatever the fix, and whether the round goes on."""
    allowed: list[Page] = []
    for page in pages:
        intent = Intent(ActionKind.FIX, page.title, frozenset(), page, author=page.user)
        reason = first_hold(intent, from_ledger(context, intent, result.posted), OF_THE_PAGE)
        if reason is None:
            allowed.append(page)
            continue
        result.held.append((page.title, reason))
        if reason.stops_round:
            return allowed, False
    return allowed, True


def _fix_page(context: BotContext, linted: LintedPage, result: RoundResult) -> bool:
    """Fix one page, reading it again if it is edited meanwhile; True if something holds the round."""
    for _ in range(_TRIES):
        done = _try(context, linted, result)
        if isinstance(done, Hold) and done.stops_round:
            return True
        if isinstance(done, Sent) and isinstance(done.outcome, Later | Unknown):
            return True
        if not _moved_on(done):
            break
        pages = context.wiki.pages([linted.page.title])
        if not pages:
            states.forget_page(context.ledger, linted.page.title, context.now)
            break
        (linted,) = lint_again(context, pages)
    return False


def _try(context: BotContext, linted: LintedPage, result: RoundResult) -> Sent | Hold | None:
    """Send the fix of one page; return the answer of the wiki or of a guard, None if there was nothing to fix."""
    page = linted.page
    reported = frozenset(one.fingerprint for one in findings.of_page(context.ledger, page.title))
    fixed = plan(context, linted, reported)
    if isinstance(fixed, Failed):
        record_again(context, as_failed(page, fixed))
        return None
    if not fixed.fixed:
        record_again(context, linted)
        return None
    posted = post(context, intent_of(context, page, fixed), summary(fixed), result)
    if isinstance(posted, Sent):
        after_fix(context, page, fixed, posted, result)
    return posted


def _moved_on(done: Sent | Hold | None) -> bool:
    """Whether the page was edited meanwhile, so that it is worth reading again."""
    if isinstance(done, Hold):
        return done.guard is GuardName.MOVED_ON
    return done is not None and isinstance(done.outcome, Conflict)
