"""Keeps the report page up to date, in place, and tells talk pages where the wiki asks for it."""

from __future__ import annotations

from itertools import groupby

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.tools import Round, Tools
from linterbot.jobs.write import post
from linterbot.ledger import actions, findings
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import Recorded, State
from linterbot.model import Mode
from linterbot.report.wikitext import report_page, talk_section
from linterbot.wiki.gateway import Saved, Site

_RESOLVED_SHOWN = 50  # resolved findings that stay on the report, crossed out, before older ones leave it


def update(tools: Tools, site: Site, so_far: Round) -> None:
    """Write the report page if it should say something else than it does."""
    shown = _shown(tools, State.OPEN)
    resolved = _shown(tools, State.RESOLVED)
    title = tools.settings.report_page
    pages = tools.wiki.pages([title])
    page = pages[0] if pages else None
    current = page.text if page else ""
    text = report_page(current, shown, resolved)
    if text.rstrip() == current.rstrip() or (page is None and not shown):
        return
    intent = Intent(ActionKind.REPORT, title, frozenset(), page)
    said = f"{len(shown)} open findings"
    posted = post(tools, site, intent, text, lambda token: f"{said} [linterbot {token}]", (), so_far)
    so_far.report_saved = not isinstance(posted, Hold) and isinstance(posted[1], Saved)


def tell_talk_pages(tools: Tools, site: Site, so_far: Round) -> None:
    """Add one section to the talk page of each page with findings it was not told of."""
    wanted = [one for one in _shown(tools, State.OPEN) if one.rule in tools.settings.talk]
    for title, rows in groupby(wanted, key=lambda one: one.title):
        told = actions.told(tools.ledger, _talk_title(site, title))
        fresh = [one for one in rows if one.fingerprint not in told]
        if fresh:
            _tell(tools, site, title, fresh, so_far)


def _tell(tools: Tools, site: Site, title: str, fresh: list[Recorded], so_far: Round) -> None:
    talk = _talk_title(site, title)
    pages = tools.wiki.pages([talk])
    page = pages[0] if pages else None
    section = talk_section(fresh)
    text = f"{page.text.rstrip()}\n\n{section}" if page else section
    intent = Intent(ActionKind.TALK, talk, frozenset(one.rule for one in fresh), page)
    prints = [one.fingerprint for one in fresh]
    said = f"/* A few things to look at */ {', '.join(sorted(intent.rules))}"
    posted = post(tools, site, intent, text, lambda token: f"{said} [linterbot {token}]", prints, so_far)
    if not isinstance(posted, Hold) and isinstance(posted[1], Saved):
        so_far.talks.append(talk)


def _shown(tools: Tools, state: State) -> list[Recorded]:
    limit = _RESOLVED_SHOWN if state is State.RESOLVED else 100_000
    found = findings.in_state(tools.ledger, state, limit)
    return [one for one in found if tools.settings.mode_of(one.rule) is not Mode.SHADOW]


def _talk_title(site: Site, title: str) -> str:
    namespace = site.namespace_of(title)
    return f"{namespace} talk:{title.partition(':')[2]}" if namespace else f"Talk:{title}"
