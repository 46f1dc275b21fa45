"""Repairs pages where the wiki lets the bot do so."""

from __future__ import annotations

from linterbot.guards import OF_THE_PAGE, first_hold
from linterbot.guards.base import Hold, Intent
from linterbot.jobs.apart import Lost
from linterbot.jobs.judge import Judged, judge, lose, mended
from linterbot.jobs.outbox import Sent, post
from linterbot.jobs.scope import record_again
from linterbot.jobs.tools import Repair, Round, Tools
from linterbot.jobs.world import known
from linterbot.ledger import deeds, findings, in_parts
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import State
from linterbot.ledger.stamps import before
from linterbot.lint.fixing import Mended
from linterbot.model import Page
from linterbot.report.wikitext import edit_summary
from linterbot.wiki.gateway import Conflict, Later, Refused, Saved, Site, Unknown

_AT_ONCE = 50  # pages that are judged before the first of them is repaired
_TRIES = 2  # a page that changes under our hands twice waits for the next round


def repair_all(tools: Tools, site: Site, so_far: Round) -> None:
    """Repair every page that has something to repair, also from earlier rounds, until something holds the round.

    Many pages wait for hours, until nobody is at work on them: they are read together, and judged only when their time
    has come.
    """
    waiting = [one.title for one in findings.in_state(tools.ledger, State.OPEN) if one.repairable]
    for titles in in_parts(dict.fromkeys(waiting), min(site.batch, _AT_ONCE)):
        pages = tools.wiki.pages(titles)
        for title in set(titles) - {page.title for page in pages}:
            findings.forget_page(tools.ledger, title, so_far.now)
        to_try, goes_on = _may_be_tried(tools, site, pages, so_far)
        for judged in judge(tools, site, to_try):
            if _repair_page(tools, site, judged, so_far):
                return
        if not goes_on:
            return


def plan(tools: Tools, site: Site, judged: Judged, speaks: frozenset[str], now: str) -> Mended | Lost:
    """Return what the bot would make of a page, leaving alone what people turned away."""
    title = judged.page.title
    resting = deeds.resting(tools.ledger, title, before(now, days=tools.settings.patience.revert_days))
    allowed = [one for one in judged.judgement.findings if tools.may_repair(one) and one.name not in resting]
    wanted = frozenset(one.fingerprint for one in allowed) & speaks - findings.closed(tools.ledger, title)
    if judged.lost or not wanted:
        return Mended(judged.page.text, (), ())
    return mended(tools, site, judged, wanted)


def intended(tools: Tools, page: Page, mended: Mended, approved: bool = False) -> Intent:
    """Return what the guards are asked about a repair; it answers to the person who edited the page last."""
    return Intent(
        kind=ActionKind.FIX,
        title=page.title,
        rules=frozenset(one.name for one in mended.repaired),
        page=page,
        after=mended.text,
        fingerprints=frozenset(one.fingerprint for one in mended.repaired),
        author="" if page.user == tools.settings.user else page.user,
        approved=approved,
    )


def summary(mended: Mended, token: str) -> str:
    """Return the edit summary of a repair."""
    return edit_summary([(one.name, one.fix.description, one.policy) for one in mended.repaired if one.fix], token)


def _may_be_tried(tools: Tools, site: Site, pages: list[Page], so_far: Round) -> tuple[list[Page], bool]:
    """Return the pages that allow a repair at this time, whatever that would be, and whether the round goes on."""
    found: list[Page] = []
    for page in pages:
        intent = Intent(ActionKind.FIX, page.title, frozenset(), page, author=page.user)
        reason = first_hold(intent, known(tools, site, intent, so_far), OF_THE_PAGE)
        if reason is None:
            found.append(page)
            continue
        so_far.held.append((page.title, reason))
        if reason.everything:
            return found, False
    return found, True


def _repair_page(tools: Tools, site: Site, judged: Judged, so_far: Round) -> bool:
    """Repair one page, reading it again where it changes under our hands; True where something holds the round."""
    for _ in range(_TRIES):
        done = _try(tools, site, judged, so_far)
        if isinstance(done, Hold) and done.everything:
            return True
        if isinstance(done, Sent) and isinstance(done.outcome, Later | Unknown):
            return True
        if not _moved_on(done):
            break
        pages = tools.wiki.pages([judged.page.title])
        if not pages:
            findings.forget_page(tools.ledger, judged.page.title, so_far.now)
            break
        (judged,) = judge(tools, site, pages)
    return False


def _try(tools: Tools, site: Site, judged: Judged, so_far: Round) -> Sent | Hold | None:
    """Send the repair of one page; return what the wiki or a guard said, None where there was nothing to repair."""
    speaks = frozenset(one.fingerprint for one in findings.of_page(tools.ledger, judged.page.title))
    repaired = plan(tools, site, judged, speaks, so_far.now)
    if isinstance(repaired, Lost):
        record_again(tools, site, lose(judged, repaired), so_far.now)
        return None
    if not repaired.repaired:
        record_again(tools, site, judged, so_far.now)
        return None
    posted = post(tools, site, intended(tools, judged.page, repaired), lambda token: summary(repaired, token), so_far)
    if isinstance(posted, Hold):
        return posted
    after_repair(tools, site, judged.page, repaired, posted, so_far)
    return posted


def after_repair(tools: Tools, site: Site, page: Page, repaired: Mended, sent: Sent, so_far: Round) -> None:
    """Note what a repair did; the wiki may have stored something else than was sent, and what stands there counts."""
    if isinstance(sent.outcome, Refused):
        so_far.refused.append((page.title, sent.outcome.reason))
    if not isinstance(sent.outcome, Saved):
        return
    done = Repair(page.title, page.text, repaired.text, repaired.repaired, sent.action, sent.outcome.revision)
    so_far.repairs.append(done)
    for judged in judge(tools, site, [sent.stored] if sent.stored else []):
        record_again(tools, site, judged, so_far.now)


def _moved_on(done: Sent | Hold | None) -> bool:
    """Whether the page changed under our hands, so that reading it again is worth the while."""
    if isinstance(done, Hold):
        return done.guard == "moved-on"
    return done is not None and isinstance(done.outcome, Conflict)
