"""Reads what changed, judges it, records what was found, and only then repairs and reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from linterbot.checks.used_image import UsedImage
from linterbot.jobs import messages, recheck, repair, report_page, scope, tags, talk_pages
from linterbot.jobs.apart import Lost
from linterbot.jobs.clock import Clock
from linterbot.jobs.judge import Judged, judge
from linterbot.jobs.outbox import hold, send_waiting
from linterbot.jobs.record import Seen, record
from linterbot.jobs.scope import Edits
from linterbot.jobs.tools import Repair, Round, Tools
from linterbot.jobs.world import begin
from linterbot.ledger import cursor, findings, leases, notes, pages, set_aside
from linterbot.ledger.findings import State
from linterbot.ledger.stamps import stamp
from linterbot.lint.added_lines import Before
from linterbot.model import Page
from linterbot.wiki.gateway import Change, Changes, Site
from linterbot.wiki.titles import normal_title


def patrol(tools: Tools, dry_run: bool = False) -> Round:
    """Do one round.

    1. Settle the writes whose answer was lost, and send what an interrupted round left behind.
    2. Ask for the changes since the cursor, less an overlap: rows may appear late and out of order.
    3. Read the newest revision of each changed page, notice reverts, judge, record.
    4. Move the cursor.
    5. Repair, tell talk pages and people, bring the report page up to date.

    A dry run records nothing and writes nothing. Raises WikiError where the wiki cannot be asked, WikiBusy where
    another linterbot is at it.
    """
    site = tools.wiki.site()
    so_far = Round(Clock(tools.wiki.now()))
    if dry_run:
        _read(tools, site, so_far, dry_run=True)
        return so_far
    with leases.held(tools.ledger) as so_far.holder:
        begin(tools)
        recheck.settle_unclear(tools, so_far)
        send_waiting(tools, site, so_far)
        until = _read(tools, site, so_far, dry_run=False)
        cursor.advance(tools.ledger, until)
        repair.repair_all(tools, site, so_far)
        tags.update(tools, site, so_far)
        talk_pages.tell(tools, site, so_far)
        messages.send(tools, site, so_far)
        report_page.update(tools, site, so_far)
        notes.put(tools.ledger, notes.LAST_RUN, so_far.now)
    return so_far


def _read(tools: Tools, site: Site, so_far: Round, dry_run: bool) -> str:
    """Read and judge what changed; return the time up to which everything is recorded then."""
    changes = tools.wiki.changes(_since(tools, so_far.now))
    edits = scope.edits_by_title([one for one in changes.changes if _concerns(tools, site, one)])
    titles = _to_read(tools, site, changes)
    so_far.changes = len(changes.changes)
    for at in range(0, len(titles), site.batch):
        _read_batch(tools, site, titles[at : at + site.batch], edits, so_far, dry_run)
    return changes.now


def _since(tools: Tools, now: str) -> str:
    last = cursor.get(tools.ledger)
    settings = tools.settings
    back = timedelta(seconds=settings.overlap_seconds)
    if last is None:
        back += timedelta(days=settings.look_back_days)
    return stamp(datetime.fromisoformat(last or now) - back)


def _to_read(tools: Tools, site: Site, changes: Changes) -> list[str]:
    """Return the titles to read: those with a revision we have not judged, and those that a changed file concerns.

    The order of the rows does not matter. What the log tells of may be a deletion or a move: read again.
    """
    newest: dict[str, int] = {}
    logged: set[str] = set()
    for change in changes.changes:
        if not _concerns(tools, site, change):
            continue
        newest[change.title] = max(newest.get(change.title, 0), change.revision)
        if change.kind == "log":
            logged.add(change.title)
    read = pages.get(tools.ledger, newest)
    changed = [
        title
        for title, number in newest.items()
        if title in logged or title not in read or number > read[title].revision
    ]
    again = set_aside.worth_another_try(tools.ledger)
    return list(dict.fromkeys([*changed, *_shown_with_files(tools, site, changes), *again]))


def _shown_with_files(tools: Tools, site: Site, changes: Changes) -> list[str]:
    """Return the pages flagged for the files they show, where any file page changed: the flag may be gone."""
    file_namespace = site.namespaces.get("file", "File")
    if not any(change.namespace == file_namespace for change in changes.changes):
        return []
    rules = {rule.name for rule in tools.rules if isinstance(rule.check, UsedImage)}
    return [one.title for one in findings.in_state(tools.ledger, State.OPEN) if one.rule in rules]


def _concerns(tools: Tools, site: Site, change: Change) -> bool:
    report, stop = (
        normal_title(title, site.namespaces)[0] for title in (tools.settings.report_page, tools.settings.stop_page)
    )
    own = change.title == report or change.title.startswith(stop)
    return not own and (change.namespace or "main") in tools.settings.namespaces


def _read_batch(
    tools: Tools, site: Site, titles: list[str], edits: Mapping[str, Edits], so_far: Round, dry_run: bool
) -> None:
    batch = tools.wiki.pages(titles)
    if not dry_run:
        _follow_moves(tools, batch)
        recheck.notice_reverts(tools, [page.title for page in batch], so_far)
        _forget_missing(tools, titles, {page.title for page in batch}, so_far.now)
    so_far.pages += len(batch)
    known = {} if tools.settings.scope == "page" else scope.before(tools, site, batch, edits)
    judged = judge(tools, site, batch)
    if not dry_run:
        _record(tools, judged, known, edits, so_far)
        return
    for one in judged:
        _plan(tools, site, one, known, so_far)


def _record(
    tools: Tools,
    judged: Sequence[Judged],
    known: Mapping[str, Before],
    edits: Mapping[str, Edits],
    so_far: Round,
) -> None:
    states = findings.states_on(tools.ledger, [one.page.title for one in judged])
    seen = []
    for one in judged:
        page, found = one.page, one.judgement.findings
        resolved = {it for it, state in states.get(page.title, {}).items() if state is State.RESOLVED}
        if back := resolved.intersection(finding.fingerprint for finding in found):
            recheck.notice_faults_put_back(tools, page.title, frozenset(back), page.user, so_far)
        speaks = scope.spoken_of(tools, page, found, known)
        before = states.get(page.title, {})
        quiet = (it.fingerprint for it in found if it.fingerprint not in speaks)
        so_far.silent += sum(before.get(fingerprint, State.BACKLOG) is State.BACKLOG for fingerprint in quiet)
        seen.append(Seen(one, speaks, _author(tools, edits.get(page.title))))
    for title, opened in record(tools, seen, so_far.now).items():
        so_far.found += [(title, it) for it in opened]


def _author(tools: Tools, edit: Edits | None) -> str:
    """Return the one person who edited a page, "" where there were several or nobody knows."""
    people = (edit.authors if edit else frozenset()) - {tools.settings.user}
    return next(iter(people)) if len(people) == 1 else ""


def _follow_moves(tools: Tools, batch: Sequence[Page]) -> None:
    before = pages.titles_of(tools.ledger, [page.page_id for page in batch if page.page_id])
    for page in batch:
        old = before.get(page.page_id or 0, page.title)
        if old != page.title:
            pages.moved(tools.ledger, old, page.title)


def _forget_missing(tools: Tools, titles: Iterable[str], there: set[str], now: str) -> None:
    gone = [title for title in titles if title not in there]
    for title in gone:
        findings.forget_page(tools.ledger, title, now)
    set_aside.forget(tools.ledger, gone)


def _plan(tools: Tools, site: Site, judged: Judged, known: Mapping[str, Before], so_far: Round) -> None:
    """Gather what a round would do with a page, the guards' answers included."""
    page, found = judged.page, judged.judgement.findings
    speaks = scope.spoken_of(tools, page, found, known)
    so_far.found += [(page.title, one) for one in found if one.fingerprint in speaks]
    so_far.silent += sum(one.fingerprint not in speaks for one in found)
    mended = repair.plan(tools, site, judged, speaks, so_far.now)
    if isinstance(mended, Lost) or not mended.repaired:
        return
    if (reason := hold(tools, site, repair.intended(tools, page, mended), so_far, dry_run=True)) is not None:
        so_far.held.append((page.title, reason))
        return
    so_far.repairs.append(Repair(page.title, page.text, mended.text, mended.repaired, None, None))
    so_far.posted += 1
