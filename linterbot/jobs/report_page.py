"""Keeps the report page up to date, in place."""

from __future__ import annotations

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.outbox import post
from linterbot.jobs.shown import shown
from linterbot.jobs.tools import Round, Tools
from linterbot.ledger import deeds, findings, pauses
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import State
from linterbot.ledger.stamps import before
from linterbot.model import Mode
from linterbot.report.wikitext import Report, marked, report_page, same_report
from linterbot.wiki.gateway import Saved, Site

_RESOLVED_SHOWN = 50  # resolved findings that stay on the report, crossed out, before older ones leave it


def update(tools: Tools, site: Site, so_far: Round) -> None:
    """Write the report page if it should say something else than it does, or something to say is a day old."""
    title = tools.settings.report_page
    pages = tools.wiki.pages([title])
    page = pages[0] if pages else None
    current = page.text if page else ""
    report = _report(tools, so_far)
    text = report_page(current, report, tools.texts)
    if same_report(text, current) or (page is None and not (report.found or report.troubles)):
        return
    intent = Intent(ActionKind.REPORT, title, frozenset(), page, text)
    said = tools.texts.say("report-summary", count=str(len(report.found)))
    posted = post(tools, site, intent, lambda token: marked(said, token), so_far)
    so_far.report_saved = not isinstance(posted, Hold) and isinstance(posted.outcome, Saved)


def _report(tools: Tools, so_far: Round) -> Report:
    found = shown(tools, State.OPEN)
    resolved = shown(tools, State.RESOLVED, limit=_RESOLVED_SHOWN)
    backlog = findings.count(tools.ledger, State.BACKLOG)
    older = sum(number for rule, number in backlog.items() if tools.settings.mode_of(rule) is not Mode.SHADOW)
    return Report(found, resolved, older, so_far.now, _troubles(tools, so_far))


def _troubles(tools: Tools, so_far: Round) -> list[str]:
    """Return what is paused, capped or refused, in a moderator's words."""
    said = [f"{one.rule} is paused: {one.reason}" for one in pauses.of_wiki(tools.ledger, so_far.now) if one.rule]
    capped = {hold.reason for _, hold in so_far.held if hold.guard == "budget" and hold.everything}
    said += sorted(capped)
    today = deeds.refused_since(tools.ledger, before(so_far.now, days=1))
    return said + [f"{one.title}: the wiki refused the edit: {one.reason}" for one in today]
