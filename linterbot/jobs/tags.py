"""Puts a maintenance template on a page where the wiki names one for a rule, and takes it away when all is mended."""

from __future__ import annotations

from itertools import groupby

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.outbox import post
from linterbot.jobs.report_page import shown
from linterbot.jobs.tools import Round, Tools
from linterbot.ledger import deeds
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import Recorded, State
from linterbot.report.wikitext import marked
from linterbot.wiki.gateway import Site

_MARK = "<!-- linterbot -->"  # tells the bot's own template from one that a person put there


def update(tools: Tools, site: Site, so_far: Round) -> None:
    """Bring the templates on all pages up to date; one that a person took away is not put back for the same finding."""
    if not tools.settings.templates:
        return
    found = [*shown(tools, State.OPEN), *shown(tools, State.RESOLVED)]
    found = sorted((one for one in found if one.rule in tools.settings.templates), key=lambda one: one.title)
    for title, rows in groupby(found, key=lambda one: one.title):
        if _of_page(tools, site, title, list(rows), so_far):
            return


def _of_page(tools: Tools, site: Site, title: str, rows: list[Recorded], so_far: Round) -> bool:
    """Bring the templates of one page up to date; True where something holds the whole round."""
    told = deeds.told(tools.ledger, title, ActionKind.TAG)
    waits = [one for one in rows if one.state is State.OPEN and one.fingerprint not in told]
    mended = [one for one in rows if one.state is State.RESOLVED and one.fingerprint in told]
    if not (waits or mended):
        return False
    pages = tools.wiki.pages([title])
    if not pages:
        return False
    still = {tools.settings.templates[one.rule] for one in rows if one.state is State.OPEN}
    text = pages[0].text
    for name in sorted({tools.settings.templates[one.rule] for one in mended} - still):
        text = text.replace(_tag(name), "", 1)
    for name in sorted({tools.settings.templates[one.rule] for one in waits}):
        text = text if _tag(name) in text else _tag(name) + text
    if text == pages[0].text:
        return False
    prints = frozenset(one.fingerprint for one in waits)
    rules = frozenset(one.rule for one in (*waits, *mended))
    intent = Intent(ActionKind.TAG, title, rules, pages[0], text, prints)
    said = f"maintenance: {', '.join(sorted(rules))}"
    posted = post(tools, site, intent, lambda token: marked(said, token), so_far)
    return isinstance(posted, Hold) and posted.everything


def _tag(name: str) -> str:
    return f"{{{{{name}}}}}{_MARK}\n"
