"""Reads what changed, judges it, records what was found, and only then repairs and reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from linterbot.checks.used_image import UsedImage
from linterbot.jobs import repair, report_page
from linterbot.jobs.apart import Lost
from linterbot.jobs.judge import Judged, judge, record
from linterbot.jobs.recheck import notice_reverts, settle_unknown
from linterbot.jobs.tools import Repair, Round, Tools
from linterbot.jobs.write import hold
from linterbot.ledger import cursor, findings, set_aside
from linterbot.wiki.gateway import Change, Changes, Site


def patrol(tools: Tools, dry_run: bool = False) -> Round:
    """Do one round.

    1. Settle the writes whose answer was lost.
    2. Ask for the changes since the cursor, less an overlap: rows may appear late and out of order.
    3. Read the newest revision of each changed page, notice reverts, judge, record.
    4. Move the cursor.
    5. Repair, tell talk pages, bring the report page up to date.

    A dry run records nothing and writes nothing. Raises WikiError where the wiki cannot be asked.
    """
    site = tools.wiki.site()
    now = tools.wiki.now()
    so_far = Round(now=now)
    if not dry_run:
        settle_unknown(tools, now)
    changes = tools.wiki.changes(_since(tools, now))
    titles = _to_read(tools, site, changes)
    so_far.changes = len(changes.changes)
    for at in range(0, len(titles), site.batch):
        _read_batch(tools, site, titles[at : at + site.batch], so_far, dry_run)
    if dry_run:
        return so_far
    cursor.advance(tools.ledger, changes.now)
    repair.repair_all(tools, site, so_far)
    report_page.tell_talk_pages(tools, site, so_far)
    report_page.update(tools, site, so_far)
    return so_far


def _since(tools: Tools, now: str) -> str:
    last = cursor.get(tools.ledger)
    settings = tools.settings
    back = timedelta(seconds=settings.overlap_seconds)
    if last is None:
        back += timedelta(days=settings.look_back_days)
    return (datetime.fromisoformat(last or now) - back).strftime("%Y-%m-%dT%H:%M:%SZ")


def _to_read(tools: Tools, site: Site, changes: Changes) -> list[str]:
    """Return the titles to read: those with a revision we have not judged, and those that a changed file concerns.

    The order of the rows does not matter. What the log tells of may be a deletion or a move: read again.
    """
    newest: dict[str, int] = {}
    logged: set[str] = set()
    for change in changes.changes:
        if not _concerns(tools, change):
            continue
        newest[change.title] = max(newest.get(change.title, 0), change.revision)
        if change.kind == "log":
            logged.add(change.title)
    read = findings.read_revision
    changed = [title for title, revision in newest.items() if title in logged or revision > read(tools.ledger, title)]
    again = set_aside.worth_another_try(tools.ledger)
    return list(dict.fromkeys([*changed, *_shown_with_files(tools, site, changes), *again]))


def _shown_with_files(tools: Tools, site: Site, changes: Changes) -> list[str]:
    """Return the pages flagged for the files they show, where any file page changed: the flag may be gone."""
    file_namespace = site.namespaces.get("file", "File")
    if not any(change.namespace == file_namespace for change in changes.changes):
        return []
    rules = {rule.name for rule in tools.rules if isinstance(rule.check, UsedImage)}
    return [one.title for one in findings.in_state(tools.ledger, findings.State.OPEN) if one.rule in rules]


def _concerns(tools: Tools, change: Change) -> bool:
    own = change.title == tools.settings.report_page or change.title.startswith(tools.settings.stop_page)
    return not own and (change.namespace or "main") in tools.settings.namespaces


def _read_batch(tools: Tools, site: Site, titles: list[str], so_far: Round, dry_run: bool) -> None:
    pages = tools.wiki.pages(titles)
    if not dry_run:
        so_far.reverted += notice_reverts(tools, [page.title for page in pages], so_far.now)
        _forget_missing(tools, titles, {page.title for page in pages}, so_far.now)
    so_far.pages += len(pages)
    for judged in judge(tools, site, pages):
        if dry_run:
            _plan(tools, site, judged, so_far)
        else:
            so_far.found += [(judged.page.title, one) for one in record(tools, judged, so_far.now)]


def _forget_missing(tools: Tools, titles: Iterable[str], there: set[str], now: str) -> None:
    for title in titles:
        if title not in there:
            findings.forget_page(tools.ledger, title, now)
            set_aside.forget(tools.ledger, title)


def _plan(tools: Tools, site: Site, judged: Judged, so_far: Round) -> None:
    """Gather what a round would do with a page, the guards' answers included."""
    title, text = judged.page.title, judged.page.text
    so_far.found += [(title, one) for one in judged.judgement.findings]
    mended = repair.plan(tools, site, judged)
    if isinstance(mended, Lost) or not mended.repaired:
        return
    if (reason := hold(tools, site, repair.intended(judged, mended), so_far)) is not None:
        so_far.held.append((title, reason))
        return
    so_far.repairs.append(Repair(title, text, mended.text, mended.repaired, None, None))
    so_far.posted += 1
