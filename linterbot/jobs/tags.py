"""Puts a maintenance template on a page where the wiki names one for a rule, and takes it away when all is settled."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from linterbot.guards.base import Hold, Intent
from linterbot.jobs.outbox import post
from linterbot.jobs.shown import FOLLOWED_DAYS, SETTLED, by_title, shown
from linterbot.jobs.tools import Round, Tools
from linterbot.ledger import deeds
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import Recorded, State
from linterbot.ledger.stamps import before
from linterbot.model import Page
from linterbot.report.wikitext import marked
from linterbot.wiki.gateway import Site

_MARK = "<!-- linterbot -->"  # tells the bot's own template from one that a person put there


@dataclass(frozen=True)
class Wanted:
    """What a page's templates follow: findings that wait for one, those that are settled, and all that still stand."""

    title: str
    waits: list[Recorded]
    settled: list[Recorded]
    still: list[Recorded]


def update(tools: Tools, site: Site, so_far: Round) -> None:
    """Bring the templates on all pages up to date; one that a person took away is not put back for the same finding."""
    rules, since = tools.settings.templates, before(so_far.now, days=FOLLOWED_DAYS)
    if not rules:
        return
    found = shown(tools, State.OPEN, rules)
    found += [one for state in SETTLED for one in shown(tools, state, rules, since)]
    found.sort(key=lambda one: one.title)
    wanted = [_wanted(tools, title, list(rows)) for title, rows in groupby(found, key=lambda one: one.title)]
    wanted = [one for one in wanted if one.waits or one.settled]
    pages = by_title(tools, [one.title for one in wanted])
    for one in wanted:
        if one.title not in pages or pages[one.title].redirect:
            continue  # what stands above a redirect breaks it
        if _of_page(tools, site, pages[one.title], one, so_far):
            return


def _wanted(tools: Tools, title: str, rows: list[Recorded]) -> Wanted:
    told = deeds.told(tools.ledger, title, ActionKind.TAG)
    still = [one for one in rows if one.state is State.OPEN]
    settled = [one for one in rows if one.state is not State.OPEN and one.fingerprint in told]
    return Wanted(title, [one for one in still if one.fingerprint not in told], settled, still)


def _of_page(tools: Tools, site: Site, page: Page, wanted: Wanted, so_far: Round) -> bool:
    """Bring the templates of one page up to date; True where something holds the whole round."""
    names, text = tools.settings.templates, page.text
    for name in sorted({names[one.rule] for one in wanted.settled} - {names[one.rule] for one in wanted.still}):
        text = text.replace(_tag(name), "", 1)
    for name in sorted({names[one.rule] for one in wanted.waits}):
        text = text if _tag(name) in text else _tag(name) + text
    if text == page.text:
        return False
    prints = frozenset(one.fingerprint for one in wanted.waits)
    rules = frozenset(one.rule for one in (*wanted.waits, *wanted.settled))
    intent = Intent(ActionKind.TAG, page.title, rules, page, text, prints)
    said = f"maintenance: {', '.join(sorted(rules))}"
    posted = post(tools, site, intent, lambda token: marked(said, token), so_far)
    return isinstance(posted, Hold) and posted.everything


def _tag(name: str) -> str:
    return f"{{{{{name}}}}}{_MARK}\n"
