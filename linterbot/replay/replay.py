"""Replays the whole history of a wiki, in many processes, and counts what people did about each rule's findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from linterbot.errors import TargetError
from linterbot.ledger.replays import Weak
from linterbot.ledger.timestamps import before
from linterbot.lint.page_linter import PageLinter
from linterbot.replay.fates import Fate, Story, fates
from linterbot.wiki.export.reader import ExportedPage, ExportedSite, read_export
from linterbot.worker_pool import Failed, WorkerPool

_AT_ONCE = 2_000_000  # characters of revisions that a process gets at once
_READ = 50_000_000  # characters of one page's revisions; what is older is left out


class Task(NamedTuple):
    """A page to replay."""

    page: ExportedPage
    namespace: str
    since: str


class Told(NamedTuple):
    """What came of one batch of pages."""

    pages: int
    stories: list[Story]
    failed: list[str]  # the titles of pages that could not be read


def replay(export: Path, pool: WorkerPool[PageLinter], since: str, namespaces: frozenset[str]) -> Iterator[Told]:
    """Yield the stories of a full-history export, batch by batch; raises TargetError if it breaks off."""
    under_way: list[list[Task]] = []

    def batches() -> Iterator[list[Task]]:
        for batch in _batches(export, since, namespaces):
            under_way.append(batch)
            yield batch

    for results in pool.stream(_fates, batches()):
        batch = under_way.pop(0)
        failed = [task.page.title for task, one in zip(batch, results, strict=True) if isinstance(one, Failed)]
        yield Told(len(batch), [story for one in results if not isinstance(one, Failed) for story in one], failed)


def since(export: Path, years: int) -> str:
    """Return the time so many years before the last edit in an export; raises TargetError if there is none."""
    last = max((one.timestamp for page in _pages(export) for one in page.revisions), default="")
    if not last:
        raise TargetError(str(export), "there are no revisions in this file", "name a full-history export")
    return before(last, days=365.25 * years)


def counts(stories: Iterable[Story]) -> dict[str, Weak]:
    """Return what people did, by rule."""
    number: Counter[tuple[str, Fate]] = Counter((one.rule, one.fate) for one in stories)
    rules = sorted({rule for rule, _ in number})
    order = (Fate.CONFIRMED, Fate.AGREED, Fate.TOLERATED)
    return {rule: Weak(*(number[rule, fate] for fate in order)) for rule in rules}


def _batches(export: Path, since: str, namespaces: frozenset[str]) -> Iterator[list[Task]]:
    site, batch, size = ExportedSite(), list[Task](), 0
    for part in read_export(export):
        if isinstance(part, ExportedSite):
            site = part
            continue
        namespace = site.namespace_of(part)
        if namespace not in namespaces or not any(one.timestamp >= since for one in part.revisions):
            continue
        page = _within_bounds(part)
        batch.append(Task(page, namespace, since))
        size += sum(len(one.text) for one in page.revisions)
        if size >= _AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _pages(export: Path) -> Iterator[ExportedPage]:
    return (part for part in read_export(export) if isinstance(part, ExportedPage))


def _within_bounds(page: ExportedPage) -> ExportedPage:
    """Return a page with its newest revisions, as many as may be read."""
    sizes = accumulate(len(one.text) for one in reversed(page.revisions))
    number = sum(size <= _READ for size in sizes)
    return page if number == len(page.revisions) else replace(page, revisions=page.revisions[-max(1, number) :])


def _fates(linter: PageLinter, task: Task) -> list[Story]:
    return fates(linter, task.page, task.namespace, task.since)
