"""Repairs pages where the wiki lets the bot do so."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.apart import Lost
from linterbot.jobs.judge import Judged, judge, lose, mended, record
from linterbot.jobs.tools import Repair, Round, Tools
from linterbot.jobs.write import post
from linterbot.ledger import actions, findings
from linterbot.ledger.actions import ActionKind
from linterbot.lint.fixing import Mended
from linterbot.report.wikitext import edit_summary
from linterbot.wiki.gateway import Conflict, Later, Outcome, Saved, Site

_TRIES = 2  # a page that changes under our hands twice waits for the next round


def repair_all(tools: Tools, site: Site, so_far: Round) -> None:
    """Repair every page that has something to repair, also from earlier rounds, until the run's cap is reached."""
    waiting = [one.title for one in findings.in_state(tools.ledger, findings.State.OPEN) if one.repairable]
    for title in dict.fromkeys(waiting):
        for _ in range(_TRIES):
            outcome = _repair_page(tools, site, title, so_far)
            if isinstance(outcome, Later) or (isinstance(outcome, Hold) and outcome.everything):
                return
            if not isinstance(outcome, Conflict):
                break


def plan(tools: Tools, site: Site, judged: Judged) -> Mended | Lost:
    """Return what the bot would make of a page, leaving alone what people turned away."""
    title = judged.page.title
    allowed = frozenset(one.name for one in judged.judgement.findings if tools.may_repair(one))
    resting = actions.resting(tools.ledger, title)
    if judged.lost or not allowed - resting:
        return Mended(judged.page.text, (), ())
    return mended(tools, site, judged, allowed - resting, findings.rejected(tools.ledger, title))


def intended(judged: Judged, mended: Mended) -> Intent:
    """Return what the guards are asked about a repair."""
    return Intent(ActionKind.FIX, judged.page.title, frozenset(one.name for one in mended.repaired), judged.page)


def _repair_page(tools: Tools, site: Site, title: str, so_far: Round) -> Outcome | Hold | None:
    """Repair one page; return what the wiki or a guard said to it, None where there was nothing to repair."""
    pages = tools.wiki.pages([title])
    if not pages:
        findings.forget_page(tools.ledger, title, so_far.now)
        return None
    (judged,) = judge(tools, site, pages)
    repaired = plan(tools, site, judged)
    if isinstance(repaired, Lost):
        record(tools, lose(judged, repaired), so_far.now)
        return None
    if not repaired.repaired:
        record(tools, judged, so_far.now)
        return None
    done = [(one.name, one.fix.description, one.policy) for one in repaired.repaired if one.fix is not None]
    prints = [one.fingerprint for one in repaired.repaired]
    intent = intended(judged, repaired)
    posted = post(tools, site, intent, repaired.text, lambda token: edit_summary(done, token), prints, so_far)
    if isinstance(posted, Hold):
        return posted
    action, outcome = posted
    if isinstance(outcome, Saved):
        repair = Repair(title, judged.page.text, repaired.text, repaired.repaired, action, outcome.revision)
        so_far.repairs.append(repair)
        _record_again(tools, site, title, so_far)
    return outcome


def _record_again(tools: Tools, site: Site, title: str, so_far: Round) -> None:
    """The wiki may have stored something else than was sent: what stands there now is what counts."""
    for judged in judge(tools, site, tools.wiki.pages([title])):
        record(tools, judged, so_far.now)
