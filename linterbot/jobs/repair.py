"""Repairs pages where the wiki lets the bot do so."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.apart import Lost
from linterbot.jobs.judge import Judged, judge, lose, mended
from linterbot.jobs.outbox import Sent, post
from linterbot.jobs.scope import record_again
from linterbot.jobs.tools import Repair, Round, Tools
from linterbot.ledger import deeds, findings
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import State
from linterbot.ledger.stamps import before
from linterbot.lint.fixing import Mended
from linterbot.model import Page
from linterbot.report.wikitext import edit_summary
from linterbot.wiki.gateway import Conflict, Later, Refused, Saved, Site

_TRIES = 2  # a page that changes under our hands twice waits for the next round


def repair_all(tools: Tools, site: Site, so_far: Round) -> None:
    """Repair every page that has something to repair, also from earlier rounds, until something holds the round."""
    waiting = [one.title for one in findings.in_state(tools.ledger, State.OPEN) if one.repairable]
    for title in dict.fromkeys(waiting):
        for _ in range(_TRIES):
            done = _repair_page(tools, site, title, so_far)
            if isinstance(done, Hold) and done.everything:
                return
            if isinstance(done, Sent) and isinstance(done.outcome, Later):
                return
            if not _moved_on(done):
                break


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


def _repair_page(tools: Tools, site: Site, title: str, so_far: Round) -> Sent | Hold | None:
    """Repair one page; return what the wiki or a guard said to it, None where there was nothing to repair."""
    pages = tools.wiki.pages([title])
    if not pages:
        findings.forget_page(tools.ledger, title, so_far.now)
        return None
    (judged,) = judge(tools, site, pages)
    speaks = frozenset(one.fingerprint for one in findings.of_page(tools.ledger, title))
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
