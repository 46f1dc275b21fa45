"""Tells the talk page of an article what was found there: one section, kept up to date."""

from __future__ import annotations

from itertools import groupby

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.outbox import post
from linterbot.jobs.report_page import shown
from linterbot.jobs.tools import Round, Tools
from linterbot.ledger import deeds
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import Recorded, State
from linterbot.report.talk import has_section, talk_page
from linterbot.report.wikitext import marked
from linterbot.wiki.gateway import Saved, Site

_TOLD = (State.OPEN, State.RESOLVED, State.REJECTED, State.IGNORED)


def tell(tools: Tools, site: Site, so_far: Round) -> None:
    """Write to the talk pages of all articles with findings they were not told of, or were told of and are resolved."""
    wanted = [one for state in _TOLD for one in shown(tools, state)]
    wanted = sorted((one for one in wanted if one.rule in tools.settings.talk), key=lambda one: (one.title, one.row))
    for title, rows in groupby(wanted, key=lambda one: one.title):
        talk = talk_title(site, title)
        told = deeds.told(tools.ledger, talk, ActionKind.TALK)
        findings = [one for one in rows if one.state is State.OPEN or one.fingerprint in told]
        if any(one.state is State.OPEN and one.fingerprint not in told for one in findings):
            _write(tools, site, talk, findings, so_far)
        elif any(one.state is not State.OPEN for one in findings):
            _write(tools, site, talk, findings, so_far, only_there=True)


def talk_title(site: Site, title: str) -> str:
    """Return the title of a page's talk page."""
    namespace = site.namespace_of(title)
    return f"{namespace} talk:{title.partition(':')[2]}" if namespace else f"Talk:{title}"


def _write(
    tools: Tools, site: Site, talk: str, findings: list[Recorded], so_far: Round, only_there: bool = False
) -> None:
    """Write the section; `only_there` brings one up to date and makes none where people have put it away."""
    pages = tools.wiki.pages([talk])
    page = pages[0] if pages else None
    current = page.text if page else ""
    if only_there and not has_section(current):
        return
    if not has_section(current):
        findings = [one for one in findings if one.state is State.OPEN]
    text = talk_page(current, findings, tools.texts)
    if text.rstrip() == current.rstrip():
        return
    prints = frozenset(one.fingerprint for one in findings)
    intent = Intent(ActionKind.TALK, talk, frozenset(one.rule for one in findings), page, text, prints)
    said = f"/* {tools.texts.say('talk-heading')} */ {', '.join(sorted(intent.rules))}"
    posted = post(tools, site, intent, lambda token: marked(said, token), so_far, minor=only_there)
    if not isinstance(posted, Hold) and isinstance(posted.outcome, Saved):
        so_far.talks.append(talk)
