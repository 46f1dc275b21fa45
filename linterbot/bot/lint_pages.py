"""Lints a batch of pages, asking the wiki only once for all the facts that the rules want.

The pages are linted in other processes; a page that crashes or hangs one of them is set aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from linterbot.bot.context import BotContext
from linterbot.evidence.second_reading import NOTHING_KNOWN, Known, remembered
from linterbot.ledger import opinions, set_aside
from linterbot.lint.added_lines import Before, digests
from linterbot.lint.fixing import FixResult
from linterbot.lint.linter import LintResult, WantedFacts, licence_categories, unread
from linterbot.lint.page_linter import FixTask, LintTask, PageLinter
from linterbot.lint.reader_of import reader_of
from linterbot.model import NO_FACTS, Facts, Page
from linterbot.wiki.facts import fetch
from linterbot.worker_pool import Failed

NOTHING_FOUND = LintResult((), ())
NOTHING_NEW: Mapping[str, Before] = {}


@dataclass(frozen=True)
class LintedPage:
    """One page with what the rules say about it."""

    page: Page
    lint_result: LintResult
    facts: Facts = NO_FACTS  # what the rules knew beyond the page
    failed: str = ""  # why it could not be linted, "" if it was


def lint_pages(
    context: BotContext, pages: Sequence[Page], before: Mapping[str, Before] = NOTHING_NEW
) -> list[LintedPage]:
    """Return the linted pages, in the same order; several may be revisions of one page.

    A page that was set aside stays so until its text or linterbot changes. `before` says, by title, what was on pages
    earlier: unless all that is on a page is reported, a second reader is asked only about what is new since then.
    """
    aside = set_aside.reasons(context.ledger, pages)
    to_try = [page for page in pages if page.title not in aside]
    wanted = context.pool.each(PageLinter.wanted_facts, to_try)
    known = [one for one in wanted if isinstance(one, WantedFacts)]
    facts = fetch(context.wiki, known, licence_categories(context.rules))
    readable = [page for page, one in zip(to_try, wanted, strict=True) if isinstance(one, WantedFacts)]
    results = iter(_lint(context, readable, facts, before))
    in_order = iter(one if isinstance(one, Failed) else next(results) for one in wanted)
    return [
        _linted(page, Failed(aside[page.title]) if page.title in aside else next(in_order), facts) for page in pages
    ]


def _lint(
    context: BotContext, pages: Sequence[Page], facts: Facts, before: Mapping[str, Before]
) -> list[LintResult | Failed]:
    """Lint pages; what a second reader says of them is remembered by whoever holds the wiki."""
    reader = reader_of(context.rules)
    if reader is None:
        return context.pool.each(PageLinter.lint, [LintTask(page, facts) for page in pages])
    known = {page.title: NOTHING_KNOWN for page in pages}
    known |= opinions.of_pages(context.ledger, reader.identity, known)
    tasks = [LintTask(page, facts, known[page.title]) for page in pages]
    if context.settings.scope == "added":
        tasks = [_since(before.get(task.page.title), task) for task in tasks]
    results = context.pool.each(PageLinter.lint, tasks)
    said = {
        page.title: remembered(known[page.title].opinions, one.opinions)
        for page, one in zip(pages, results, strict=True)
        if isinstance(one, LintResult)
    }
    changed = {title: one for title, one in said.items() if one.keys() != known[title].opinions.keys()}
    if changed and context.process:
        opinions.put(context.ledger, reader.identity, changed)
    return results


def _since(before: Before | None, task: LintTask) -> LintTask:
    """Return a task that tells what is new since a page was as it was; nothing is if that is not known."""
    if before is None:
        return task._replace(lines=digests(task.page.text))
    return task._replace(lines=before.lines, there=before.known)


def as_failed(page: Page, failed: Failed) -> LintedPage:
    """Return a page as one that could not be linted."""
    return LintedPage(page, unread(failed.reason), failed=failed.reason)


def fix_page(
    context: BotContext, linted: LintedPage, wanted: frozenset[str], approved: bool = False
) -> FixResult | Failed:
    """Return a page with the wanted findings fixed, by their fingerprints; if they are `approved`, not only safely."""
    task = FixTask(linted.page, linted.facts, wanted, approved, Known(linted.lint_result.opinions))
    (result,) = context.pool.each(PageLinter.fix, [task])
    return result


def _linted(page: Page, result: LintResult | Failed, facts: Facts) -> LintedPage:
    linted = as_failed(page, result) if isinstance(result, Failed) else LintedPage(page, result)
    return replace(linted, facts=facts)
