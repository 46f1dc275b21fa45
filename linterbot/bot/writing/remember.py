"""Rebuilds from the wiki's own history what a ledger does not know: what the bot wrote, and who said no to it.

A ledger may have been lost, left behind or brought back from a copy. Without this, the bot would repeat on its first
day what people undid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import LintedPage, lint_pages
from linterbot.bot.record import SeenPage, record
from linterbot.bot.round_result import RoundResult
from linterbot.bot.visible_findings import FOLLOWED_DAYS
from linterbot.bot.writing import settle
from linterbot.bot.writing.guard_inputs import talk_of
from linterbot.guards.base import ON_ARTICLES
from linterbot.ledger import actions, cursor, in_parts, key_values
from linterbot.ledger.actions import ActionKind, ActionState, Plan
from linterbot.ledger.timestamps import before
from linterbot.wiki.protocol import Contribution
from linterbot.wiki.titles import normal_title

_TOKEN = re.compile(r"\[linterbot (\w{1,40})\]$")
_MOST = 1_000  # edits that are looked at, the newest
_SOMETHING = "something"  # stands for findings that a message told of, which nobody can know any more


class _Edit(NamedTuple):
    """One of the bot's own edits, as its summary and its place tell."""

    kind: ActionKind
    title: str
    article: str  # the page that it is about, "" for the report page and for messages
    rules: frozenset[str]
    token: str
    contribution: Contribution


def remember(context: BotContext, result: RoundResult) -> None:
    """Rebuild what a new ledger, or an old copy of one, does not know; only reads, and leaves any other ledger alone.

    What is on the pages of unknown edits is recorded silently. A new ledger reads the changes from now on; a copy those
    since it was made.
    """
    restored = bool(key_values.get(context.ledger, key_values.RESTORED))
    if cursor.get(context.ledger) is not None and not restored:
        return
    began, edits = context.now, _edits(context)
    if edits:
        known = {action.token for action in actions.find(context.ledger)}
        new = [one for one in edits if one.token not in known]
        current = _record_silently(context, _articles(new if restored else edits))
        _keep(context, new, current)
        settle.notice_reverts(context, _articles(edits), result)
        for title, linted in current.items():
            there = frozenset(one.fingerprint for one in linted.lint_result.findings)
            settle.notice_faults_put_back(context, title, there, linted.page.user, result)
        result.remembered = len(new)
        if not restored:
            cursor.advance(context.ledger, began)  # what happens meanwhile is read by this round
    key_values.put(context.ledger, key_values.RESTORED, "")


def _articles(edits: Iterable[_Edit]) -> set[str]:
    return {one.article for one in edits if one.article}


def _edits(context: BotContext) -> list[_Edit]:
    """Return the bot's own edits that may still matter, oldest first."""
    days = max(context.settings.patience.revert_days, FOLLOWED_DAYS)
    ours = context.wiki.contributions(before(context.now, days=days))
    names = {rule.name: re.compile(rf"(?<![\w-]){rule.name}(?![\w-])") for rule in context.rules}
    out = []
    for one in ours[-_MOST:]:
        if (token := _TOKEN.search(one.comment)) is not None:
            rules = frozenset(name for name, pattern in names.items() if pattern.search(one.comment))
            kind, article = _kind(context, one)
            out.append(_Edit(kind, one.title, article, rules, token[1], one))
    return out


def _kind(context: BotContext, one: Contribution) -> tuple[ActionKind, str]:
    """Return what an edit was, and the page that it was about."""
    site, texts = context.site, context.texts.texts
    if one.title == normal_title(context.settings.report_page, site.namespaces)[0]:
        return ActionKind.REPORT, ""
    if one.title == normal_title(context.settings.complaints_page, site.namespaces)[0]:
        return ActionKind.COMPLAINT, ""
    digest_page = context.settings.digest_page
    if digest_page is not None and one.title == normal_title(digest_page, site.namespaces)[0]:
        return ActionKind.DIGEST, ""
    if one.title == normal_title(talk_of(context.settings), site.namespaces)[0]:
        return ActionKind.ANSWER, ""
    if article := site.article_of(one.title):
        person = site.namespace_of(article).lower() in site.names.users
        return (ActionKind.MESSAGE, "") if person else (ActionKind.TALK, article)
    for kind, name in ((ActionKind.TAG, "tag-summary"), (ActionKind.UNDO, "undo-summary")):
        if one.comment.startswith(texts[name].partition("{")[0]):
            return kind, one.title
    return ActionKind.FIX, one.title


def _record_silently(context: BotContext, titles: Iterable[str]) -> dict[str, LintedPage]:
    """Record what is on some pages now, so that people can have said something of it."""
    out: dict[str, LintedPage] = {}
    for part in in_parts(sorted(titles), context.site.batch):
        linted = lint_pages(context, context.wiki.pages(part))
        record(context, [SeenPage(one, frozenset()) for one in linted])
        out |= {one.page.title: one for one in linted}
    return out


def _keep(context: BotContext, edits: Sequence[_Edit], current: Mapping[str, LintedPage]) -> None:
    """Put edits into the ledger as writes that are done."""
    on_articles = [one.contribution for one in edits if one.kind in ON_ARTICLES]
    numbers = {number for one in on_articles for number in (one.parent, one.revision) if number}
    texts: dict[int | None, LintedPage] = {}
    for part in in_parts(sorted(numbers), context.site.batch):
        texts |= {one.page.revision: one for one in lint_pages(context, context.wiki.texts(part))}
    for edit in edits:
        one = edit.contribution
        was, became = _found(texts.get(one.parent), edit.rules), _found(texts.get(one.revision), edit.rules)
        about = {
            ActionKind.FIX: was - became,
            ActionKind.TAG: was,
            ActionKind.TALK: _found(current.get(edit.article), edit.rules),
            ActionKind.MESSAGE: frozenset([_SOMETHING]),
        }.get(edit.kind, frozenset())
        author = edit.title.partition(":")[2].partition("/")[0] if edit.kind is ActionKind.MESSAGE else ""
        rules, fingerprints = tuple(edit.rules), tuple(sorted(about))
        plan = Plan(edit.kind, edit.title, one.parent or None, "", rules, fingerprints, author=author)
        action = actions.plan(context.ledger, plan, edit.token, one.comment, one.timestamp)
        actions.settle(context.ledger, action, ActionState.DONE, one.revision, "found on the wiki")


def _found(linted: LintedPage | None, rules: frozenset[str]) -> frozenset[str]:
    """Return the fingerprints of the findings of some rules on a page."""
    found = linted.lint_result.findings if linted is not None else ()
    return frozenset(one.fingerprint for one in found if one.name in rules)
