"""Does one round: reads what changed, lints it, records the findings, and only then fixes and reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from linterbot.bot import (
    article_talk,
    author_messages,
    complaints,
    fix,
    idle,
    new_findings,
    own_talk,
    report_page,
    tags,
    upload_grace,
    what_changed,
    writes,
)
from linterbot.bot.context import BotContext
from linterbot.bot.idle import Look
from linterbot.bot.lint_pages import LintedPage, lint_pages
from linterbot.bot.new_findings import Edits
from linterbot.bot.record import SeenPage, record
from linterbot.bot.rehearsal import rehearsing
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import circuit_breaker, settle
from linterbot.bot.writing.catch_up import catch_up
from linterbot.bot.writing.outbox import send_waiting
from linterbot.ledger import cursor, findings, key_values, pages, revisits, set_aside, states, weeks
from linterbot.ledger.findings import State
from linterbot.lint.added_lines import Before
from linterbot.lint.reader_of import reader_of
from linterbot.model import Page
from linterbot.wiki.protocol import Changes

# What writes to the wiki, in this order.
_WRITE = (
    fix.fix_pages,
    tags.update,
    article_talk.update,
    author_messages.send,
    complaints.update,
    report_page.update,
    own_talk.update,
)


def patrol(context: BotContext, dry_run: bool = False) -> RoundResult:
    """Do one round.

    If nothing waits and nothing changed, that is all. Otherwise, while no other linterbot may write to the wiki:

    0. If the ledger is new, learn from the wiki what the bot did there before.
    1. Settle the writes whose answer was lost, and send what an interrupted round left behind.
    2. Ask for the changes since the cursor, and some before it: rows may appear late and out of order.
    3. Read the newest revision of each changed page, notice reverts, lint, record.
    4. Move the cursor.
    5. Fix pages, bring maintenance templates and talk pages up to date, write to people, update the report page.

    A dry run does the same on a copy of the ledger, and only seems to write. Raises WikiError if the wiki cannot be
    read, WikiBusy if another linterbot is working on it.
    """
    context = context.new_round()
    result = RoundResult(context.run)
    if dry_run:
        with rehearsing(context) as rehearsal:
            _work(rehearsal, result)
            result.planned = writes.of_round(rehearsal, result)
        return result
    look = Look(context, result)
    if not look.is_idle:
        with context.holding_the_wiki() as context:
            if look.known.rest:  # should this round be cut off, the next one is not to take it for done
                key_values.put(context.ledger, key_values.AT_REST, "")
            _work(context, result, look)
    return result


def _work(context: BotContext, result: RoundResult, look: Look | None = None) -> None:
    catch_up(context, result)
    send_waiting(context, result)
    changes = look.changes if look else None
    changes = changes or what_changed.since(context, cursor.get(context.ledger))
    mark = idle.mark(context, look.known) if look else ""
    _read(context, result, changes)
    if reader_of(context.rules) is not None:
        result.stopped += circuit_breaker.trip_second_reader(context.ledger, context.texts, context.now)
    cursor.advance(context.ledger, changes.now)
    for step in _WRITE:
        step(context, result)
    _note_how_it_went(context, result, mark)


def _note_how_it_went(context: BotContext, result: RoundResult, mark: str) -> None:
    noted = key_values.get_all(context.ledger)
    if not weeks.are_counted(noted.get(key_values.WEEKS_COUNTED, ""), context.now):
        weeks.fold(context.ledger, context.now)
    trouble = noted.get(key_values.FAILED_BY) or noted.get(key_values.STOPPED_BY)
    stops = [hold.reason for _, hold in result.held if hold.stops_bot]
    now = {key_values.STOPPED_BY: stops[0] if stops else "", key_values.FAILED_BY: "", key_values.LAST_RUN: context.now}
    now[key_values.AT_REST] = mark if idle.left_nothing(result) else ""
    if trouble and not stops:
        now[key_values.WELL_AGAIN] = f"{context.now} {trouble}"
    key_values.put_all(context.ledger, {name: value for name, value in now.items() if noted.get(name, "") != value})


def _read(context: BotContext, result: RoundResult, changes: Changes) -> None:
    """Read and lint what changed, and what else is due."""
    result.report_touched = what_changed.touched(context, context.settings.report_page, changes)
    result.complaints_touched = what_changed.touched(context, context.settings.complaints_page, changes)
    edits = new_findings.edits_by_title(what_changed.concerning(context, changes))
    again = [*set_aside.worth_another_try(context.ledger), *revisits.due(context.ledger, context.now)]
    titles = list(dict.fromkeys([*what_changed.titles(context, changes), *again]))
    what_changed.count(context, changes, result)
    for at in range(0, len(titles), context.site.batch):
        _take_in(context, titles[at : at + context.site.batch], edits, result)


def _take_in(context: BotContext, titles: list[str], edits: Mapping[str, Edits], result: RoundResult) -> None:
    """Read and lint some pages, and record what happened to them since the last time."""
    batch = context.wiki.pages(titles)
    _follow_moves(context, batch)
    settle.notice_reverts(context, [page.title for page in batch], result)
    _forget_missing(context, set(titles) - {page.title for page in batch})
    known, linted = _linted(context, batch, edits, result)
    recorded = findings.states_on(context.ledger, [page.title for page in batch])
    parents = _parents(context, batch, edits)
    seen = []
    for one in linted:
        title, found = one.page.title, {finding.fingerprint for finding in one.lint_result.findings}
        before = recorded.get(title, {})
        if back := {it for it, state in before.items() if state is State.RESOLVED} & found:
            settle.notice_faults_put_back(context, title, frozenset(back), one.page.user, result)
        reported = new_findings.reportable(context, one, known)
        result.silent += sum(before.get(it, State.BACKLOG) is State.BACKLOG for it in found - reported)
        seen.append(SeenPage(one, reported, _author(context, edits.get(title)), parents.get(title, 0)))
    revisits.forget(context.ledger, titles)
    revisits.plan(context.ledger, upload_grace.ends(context, linted))
    for title, opened in record(context, seen).items():
        result.found += [(title, it) for it in opened]


def _linted(
    context: BotContext, batch: Sequence[Page], edits: Mapping[str, Edits], result: RoundResult
) -> tuple[Mapping[str, Before], list[LintedPage]]:
    result.pages += len(batch)
    known = {} if context.settings.scope == "page" else new_findings.before(context, batch, edits)
    return known, lint_pages(context, batch, known)


def _parents(context: BotContext, batch: Sequence[Page], edits: Mapping[str, Edits]) -> dict[str, int]:
    """Return, by title, the revision of each page that was read last, or the one before the edits we know of."""
    read = pages.revisions(context.ledger, [page.title for page in batch])
    return {title: one.parent for title, one in edits.items()} | read


def _author(context: BotContext, edit: Edits | None) -> str:
    """Return the only person who edited a page, "" if there were several or it is unknown."""
    people = (edit.authors if edit else frozenset()) - {context.settings.user}
    return next(iter(people)) if len(people) == 1 else ""


def _follow_moves(context: BotContext, batch: Sequence[Page]) -> None:
    before = pages.titles_of(context.ledger, [page.page_id for page in batch if page.page_id])
    for page in batch:
        old = before.get(page.page_id or 0, page.title)
        if old != page.title:
            pages.moved(context.ledger, old, page.title, context.now)


def _forget_missing(context: BotContext, gone: Iterable[str]) -> None:
    for title in gone:
        states.forget_page(context.ledger, title, context.now)
    set_aside.forget(context.ledger, gone)
