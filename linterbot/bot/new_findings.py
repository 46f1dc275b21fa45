"""Finds out what was on a page before the latest edits, so that only what they brought in is reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import NOTHING_NEW, LintedPage, lint_pages
from linterbot.bot.record import SeenPage, record
from linterbot.ledger import findings, pages
from linterbot.ledger.findings import State
from linterbot.lint.added_lines import NEW_PAGE, Before, brought_in, digests
from linterbot.lint.reader_of import reader_of
from linterbot.model import Page
from linterbot.wiki.protocol import Change


@dataclass(frozen=True)
class Edits:
    """What recent changes say about one page."""

    parent: int  # the revision before the first change, 0 for a new page
    authors: frozenset[str]  # everybody who edited it


def edits_by_title(changes: Sequence[Change]) -> dict[str, Edits]:
    """Return what the changes say about each page, whatever order they are in."""
    first: dict[str, Change] = {}
    authors: dict[str, set[str]] = {}
    for change in changes:
        if change.kind == "log":
            continue
        authors.setdefault(change.title, set()).add(change.user)
        if change.title not in first or change.revision < first[change.title].revision:
            first[change.title] = change
    return {title: Edits(one.parent, frozenset(authors[title])) for title, one in first.items()}


def before(context: BotContext, batch: Sequence[Page], edits: Mapping[str, Edits]) -> dict[str, Before]:
    """Return, by title, what was on each page of a batch when it was last linted, or before the edits we know of.

    If the rules are still the same, the ledger remembers enough; otherwise the old texts are read, all in one request.
    If a page has no entry, nothing on it counts as just brought in.
    """
    out: dict[str, Before] = {}
    old: dict[int, str] = {}
    titles = [page.title for page in batch]
    reads, states = pages.get(context.ledger, titles), findings.states_on(context.ledger, titles)
    for page in batch:
        read = reads.get(page.title)
        if read is not None and read.linted_by == context.linted_by and read.lines:
            there = (one for one, state in states.get(page.title, {}).items() if state is not State.RESOLVED)
            out[page.title] = Before(read.lines, frozenset(there))
        elif read is not None:
            old[read.revision] = page.title
        elif (edit := edits.get(page.title)) is not None:
            if edit.parent:
                old[edit.parent] = page.title
            else:
                out[page.title] = NEW_PAGE
    return out | _as_they_were(context, old)


def _as_they_were(context: BotContext, old: Mapping[int, str]) -> dict[str, Before]:
    """Read and lint old revisions; return what was there, by the pages' current titles."""
    out: dict[str, Before] = {}
    for linted in lint_pages(context, context.wiki.texts(old) if old else []):
        title = old.get(linted.page.revision or 0)
        if title is not None and not linted.failed:
            known = frozenset(one.fingerprint for one in linted.lint_result.findings)
            out[title] = Before(digests(linted.page.text), known)
    return out


def lint_again(context: BotContext, pages: Sequence[Page]) -> list[LintedPage]:
    """Return pages linted out of turn; a second reader is asked about what people wrote on them meanwhile."""
    looks_at_new = reader_of(context.rules) is not None and context.settings.scope == "added"
    return lint_pages(context, pages, before(context, pages, {}) if looks_at_new else NOTHING_NEW)


def record_again(context: BotContext, linted: LintedPage) -> None:
    """Record what is on a page that was read out of turn, since people may have edited it meanwhile."""
    known = before(context, [linted.page], {})
    record(context, [SeenPage(linted, reportable(context, linted, known))])


def read_again(context: BotContext, titles: Collection[str]) -> None:
    """Read some pages out of turn and record what is on them, so that what is no longer there is resolved."""
    for linted in lint_again(context, context.wiki.pages(titles) if titles else []):
        record_again(context, linted)


def reportable(context: BotContext, linted: LintedPage, known: Mapping[str, Before]) -> frozenset[str]:
    """Return the fingerprints of the findings that are reported to people."""
    page, found = linted.page, linted.lint_result.findings
    if context.settings.quiet_on(linted.lint_result.kind):
        return frozenset()
    if context.settings.scope == "page":
        return frozenset(one.fingerprint for one in found)
    if page.title not in known:
        return frozenset()
    return brought_in(page.text, found, known[page.title])
