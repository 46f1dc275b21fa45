"""Repairs pages where the wiki lets the bot do so."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.judge import Judged, judge, noted, relinter
from linterbot.jobs.tools import Repair, Round, Tools
from linterbot.jobs.write import post
from linterbot.ledger import actions, findings
from linterbot.ledger.actions import ActionKind
from linterbot.lint.fixing import Mended, mend
from linterbot.model import Finding
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


def plan(tools: Tools, site: Site, judged: Judged) -> Mended:
    """Return what the bot would make of a page, leaving alone what people turned away."""
    title = judged.page.title
    resting = actions.resting(tools.ledger, title)
    rejected = findings.rejected(tools.ledger, title)

    def wanted(finding: Finding) -> bool:
        return tools.may_repair(finding) and finding.name not in resting and finding.fingerprint not in rejected

    return mend(judged.page.text, relinter(tools, site, judged), wanted)


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
    mended = plan(tools, site, judged)
    if not mended.repaired:
        findings.record(tools.ledger, title, judged.page.revision or 0, noted(tools, judged), so_far.now)
        return None
    done = [(one.name, one.fix.description, one.policy) for one in mended.repaired if one.fix is not None]
    prints = [one.fingerprint for one in mended.repaired]
    intent = intended(judged, mended)
    posted = post(tools, site, intent, mended.text, lambda token: edit_summary(done, token), prints, so_far)
    if isinstance(posted, Hold):
        return posted
    action, outcome = posted
    if isinstance(outcome, Saved):
        repair = Repair(title, judged.page.text, mended.text, mended.repaired, action, outcome.revision)
        so_far.repairs.append(repair)
        _record_again(tools, site, title, so_far)
    return outcome


def _record_again(tools: Tools, site: Site, title: str, so_far: Round) -> None:
    """The wiki may have stored something else than was sent: what stands there now is what counts."""
    for judged in judge(tools, site, tools.wiki.pages([title])):
        findings.record(tools.ledger, title, judged.page.revision or 0, noted(tools, judged), so_far.now)
