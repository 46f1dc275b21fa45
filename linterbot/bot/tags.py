"""Puts maintenance templates on pages, for the rules that have one, and removes them when nothing is left to fix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from linterbot.bot.context import BotContext
from linterbot.bot.round_result import RoundResult
from linterbot.bot.visible_findings import FOLLOWED_DAYS, open_and_lately_settled, pages_by_title
from linterbot.bot.writing.outbox import post
from linterbot.guards.base import Hold, Intent
from linterbot.ledger import action_queries
from linterbot.ledger.actions import ActionKind
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.ledger.timestamps import before
from linterbot.model import Page
from linterbot.view.templates import OWN_MARK
from linterbot.wiki_escape import Wikitext


@dataclass(frozen=True)
class PageTags:
    """The findings that decide which templates a page gets."""

    title: str
    untagged: Sequence[RecordedFinding]  # open findings that never had a template
    settled: Sequence[RecordedFinding]  # findings that had a template and are no longer open
    still_open: Sequence[RecordedFinding]  # all open findings


def update(context: BotContext, result: RoundResult) -> None:
    """Bring the templates on all pages up to date; one that a person removed is not put back for the same finding."""
    rules, since = context.settings.templates, before(context.now, days=FOLLOWED_DAYS)
    if not rules:
        return
    found = open_and_lately_settled(context, rules, since)
    wanted = [_tags_of(context, title, list(rows)) for title, rows in groupby(found, key=lambda one: one.title)]
    wanted = [one for one in wanted if one.untagged or one.settled]
    pages = pages_by_title(context, [one.title for one in wanted])
    for one in wanted:
        if one.title not in pages or pages[one.title].redirect:
            continue  # anything above a redirect breaks it
        if _write(context, pages[one.title], one, result):
            return


def _tags_of(context: BotContext, title: str, rows: list[RecordedFinding]) -> PageTags:
    tagged = action_queries.reported_on(context.ledger, title, ActionKind.TAG)
    still_open = [one for one in rows if one.state is State.OPEN and not one.fixable]
    settled = [one for one in rows if one.state is not State.OPEN and one.fingerprint in tagged]
    return PageTags(title, [one for one in still_open if one.fingerprint not in tagged], settled, still_open)


def _write(context: BotContext, page: Page, wanted: PageTags, result: RoundResult) -> bool:
    """Bring the templates of one page up to date; True if something holds the whole round."""
    names, text = context.settings.templates, page.text
    for name in sorted({names[one.rule] for one in wanted.settled} - {names[one.rule] for one in wanted.still_open}):
        text = text.replace(_tag(name), "", 1)
    for name in sorted({names[one.rule] for one in wanted.untagged}):
        text = text if _tag(name) in text else _tag(name) + text
    if text == page.text:
        return False
    fingerprints = frozenset(one.fingerprint for one in wanted.untagged)
    rules = frozenset(one.rule for one in (*wanted.untagged, *wanted.settled))
    intent = Intent(ActionKind.TAG, page.title, rules, page, text, fingerprints)
    summary = context.texts.say("tag-summary", rule=Wikitext(", ".join(sorted(rules))))
    posted = post(context, intent, summary, result)
    return isinstance(posted, Hold) and posted.stops_round


def _tag(name: str) -> str:
    return f"{{{{{name}}}}}{OWN_MARK}\n"
