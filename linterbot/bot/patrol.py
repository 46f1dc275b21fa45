"""Does one round: reads what changed, lints it, records the findings, and only then fixes and reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from linterbot.bot import (
    article_talk,
    author_messages,
    complaints,
    fix,
    new_findings,
    own_talk,
    report_page,
    tags,
    upload_grace,
    writes,
)
from linterbot.bot.context import BotContext
from linterbot.bot.lint_pages import LintedPage, lint_pages
from linterbot.bot.new_findings import Edits
from linterbot.bot.record import SeenPage, record
from linterbot.bot.rehearsal import rehearsing
from linterbot.bot.round_result import RoundResult
from linterbot.bot.writing import settle
from linterbot.bot.writing.catch_up import catch_up
from linterbot.bot.writing.outbox import send_waiting
from linterbot.checks.used_image import UsedImage
from linterbot.ledger import cursor, findings, key_values, pages, revisits, set_aside, states, weeks
from linterbot.ledger.findings import State
from linterbot.ledger.selection import Selection
from linterbot.ledger.timestamps import timestamp
from linterbot.lint.added_lines import Before
from linterbot.model import Page
from linterbot.wiki.protocol import Change, Changes
from linterbot.wiki.titles import normal_title

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
    with context.holding_the_wiki() as context:
        _work(context, result)
    return result


def _work(context: BotContext, result: RoundResult) -> None:
    catch_up(context, result)
    send_waiting(context, result)
    until = _read(context, result)
    cursor.advance(context.ledger, until)
    for step in _WRITE:
        step(context, result)
    _note_how_it_went(context, result)


def _note_how_it_went(context: BotContext, result: RoundResult) -> None:
    noted = key_values.get_all(context.ledger)
    if not weeks.are_counted(noted.get(key_values.WEEKS_COUNTED, ""), context.now):
        weeks.fold(context.ledger, context.now)
    trouble = noted.get(key_values.FAILED_BY) or noted.get(key_values.STOPPED_BY)
    stops = [hold.reason for _, hold in result.held if hold.stops_bot]
    now = {key_values.STOPPED_BY: stops[0] if stops else "", key_values.FAILED_BY: "", key_values.LAST_RUN: context.now}
    if trouble and not stops:
        now[key_values.WELL_AGAIN] = f"{context.now} {trouble}"
    key_values.put_all(context.ledger, {name: value for name, value in now.items() if noted.get(name, "") != value})


def _read(context: BotContext, result: RoundResult) -> str:
    """Read and lint what changed; return the time up to which everything is then recorded."""
    changes = context.wiki.changes(_since(context))
    context.clock.learn(changes.asked_at)
    result.report_touched = _touched(context, context.settings.report_page, changes)
    result.complaints_touched = _touched(context, context.settings.complaints_page, changes)
    edits = new_findings.edits_by_title([one for one in changes.changes if _concerns(context, one)])
    titles = _to_read(context, changes)
    result.changes = len(changes.changes)
    for at in range(0, len(titles), context.site.batch):
        _take_in(context, titles[at : at + context.site.batch], edits, result)
    return changes.now


def _since(context: BotContext) -> str:
    last = cursor.get(context.ledger)
    back = timedelta(seconds=context.settings.overlap_seconds)
    if last is None:
        back += timedelta(days=context.settings.look_back_days)
    return timestamp(datetime.fromisoformat(last or context.now) - back)


def _to_read(context: BotContext, changes: Changes) -> list[str]:
    """Return the titles to read: those with a revision we have not linted, and those that a changed file affects.

    The order of the rows does not matter. A row of the log may be a deletion or a move, so its page is always read.
    """
    newest: dict[str, int] = {}
    logged: set[str] = set()
    for change in changes.changes:
        if not _concerns(context, change):
            continue
        newest[change.title] = max(newest.get(change.title, 0), change.revision)
        if change.kind == "log":
            logged.add(change.title)
    read = pages.revisions(context.ledger, newest)
    changed = [
        title for title, number in newest.items() if title in logged or title not in read or number > read[title]
    ]
    again = [*set_aside.worth_another_try(context.ledger), *revisits.due(context.ledger, context.now)]
    return list(dict.fromkeys([*changed, *_flagged_for_files(context, changes), *again]))


def _flagged_for_files(context: BotContext, changes: Changes) -> list[str]:
    """Return the pages with findings about the files they show, if any file page changed: they may be resolved."""
    file_namespace = context.site.namespaces.get("file", "File")
    if not any(change.namespace == file_namespace for change in changes.changes):
        return []
    rules = [rule.name for rule in context.rules if isinstance(rule.check, UsedImage)]
    return findings.titles(context.ledger, Selection([State.OPEN], rules=rules))


def _touched(context: BotContext, page: str, changes: Changes) -> bool:
    """Whether people edited one of the bot's own pages."""
    title = normal_title(page, context.site.namespaces)[0]
    return any(one.title == title and one.user != context.settings.user for one in changes.changes)


def _concerns(context: BotContext, change: Change) -> bool:
    settings, namespaces = context.settings, context.site.namespaces
    written = (settings.report_page, settings.complaints_page, settings.digest_page)
    single = {normal_title(title, namespaces)[0] for title in written if title is not None}
    own = change.title in single or change.title.startswith(normal_title(settings.stop_page, namespaces)[0])
    return not own and (change.namespace or "main") in settings.namespaces


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
    return known, lint_pages(context, batch)


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
