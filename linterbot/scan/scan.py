"""Lints every page of an export in several processes, in the order of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from linterbot.errors import TargetError
from linterbot.lint.linter import licence_categories
from linterbot.model import Facts, Page, Skipped
from linterbot.rulebook.rule import Rule
from linterbot.scan.export_linter import Blocks, ExportLinter
from linterbot.scan.first_pass import learn
from linterbot.scan.page_batches import PageBatch, PageBatches
from linterbot.scan.state import Place
from linterbot.wiki.export.reader import ExportedSite
from linterbot.worker_pool import SECONDS, Failed, WorkerPool
from linterbot.yaml_text import near


@dataclass(frozen=True)
class ScanOrder:
    """What to scan, and how."""

    path: Path
    pack: str
    rules: tuple[Rule, ...]
    namespaces: frozenset[str]  # those to scan; none means all
    format: str  # the output format
    workers: int  # how many processes
    seconds: float = SECONDS  # the longest that one page may take
    asked: frozenset[str] = frozenset()  # the namespaces that a person named, which must exist
    columns: int = 0  # the width of a line, for formats that need it
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)  # the fingerprints not to report, by page
    shared_files: bool = False  # whether the wiki shows files from a store that the export does not list


@dataclass(frozen=True)
class ScanPart:
    """The results of some consecutive pages."""

    blocks: tuple[tuple[str, ...], ...]  # the lines to write, finding by finding
    place: Place  # how far the scan has come with them
    failed: tuple[tuple[Page, str], ...] = ()  # pages that could not be linted, and why
    pages: int = 0  # how many of the pages have findings
    skipped: tuple[Skipped, ...] = ()  # at the end, the rules that could not be applied to any page

    @property
    def findings(self) -> int:
        """The number of findings."""
        return len(self.blocks)

    @property
    def lines(self) -> Iterator[str]:
        """All lines to write."""
        return (line for block in self.blocks for line in block)


def namespaces_of(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the namespaces that these rules look at, which always include the main one."""
    return frozenset({""}).union(*(rule.namespaces or () for rule in rules))


def scan(order: ScanOrder, start: Place, set_aside: Callable[[Page], str]) -> Iterator[ScanPart]:
    """Yield the findings of an export part by part, from a place on.

    Facts about files, template redirects and licence categories come from the export itself, which is read twice.
    `set_aside` returns why a page is not to be tried again, "" if it is. Raises TargetError if the file cannot be read
    any further; everything before that has been yielded by then.
    """
    with WorkerPool(lambda: None, order.workers, order.seconds) as pool:
        site, names, facts = learn(order.path, licence_categories(order.rules), pool)
    must_exist(order.asked, site)
    skipped = tuple(skipped_rules(order, facts))
    unable = {one.name for one in skipped}
    rules = tuple(rule for rule in order.rules if rule.name not in unable)
    linter = ExportLinter(rules, names, facts, order.pack, site.name, order.format, order.columns, order.known)
    batches = PageBatches(order.path, order.namespaces, start, set_aside)
    with WorkerPool(lambda: linter, order.workers, order.seconds) as pages_pool:
        for results in pages_pool.stream(ExportLinter.lint, batches):
            yield part_of(linter, results, batches.under_way.popleft())
    if batches.error is not None:
        raise batches.error
    yield ScanPart((), batches.place, skipped=skipped)


def skipped_rules(order: ScanOrder, facts: Facts) -> Iterator[Skipped]:
    """Yield the rules that the export cannot answer."""
    for rule in order.rules:
        if rule.check.needs_file_pages and not facts.files:
            yield Skipped(rule.name, "the export has no file pages")
        elif rule.check.needs_files and order.shared_files:
            yield Skipped(rule.name, "the wiki shows shared files, which the export does not list")


def must_exist(asked: frozenset[str], site: ExportedSite) -> None:
    """Raise TargetError for a namespace that an export does not have."""
    known = set(site.namespaces.values())
    for name in sorted(asked - known if known else ()):
        hint = near(name, {one or "main" for one in known})
        raise TargetError("--namespace", f'the export has no namespace "{name}"', hint)


def part_of(linter: ExportLinter, results: list[Blocks | Failed], batch: PageBatch) -> ScanPart:
    """Return the results of a batch of pages."""
    blocks: list[tuple[str, ...]] = []
    failed: list[tuple[Page, str]] = []
    pages = 0
    coming = iter(results)
    for page, known in batch.pages:
        result = Failed(known) if known else next(coming)
        if isinstance(result, Failed):
            failed.append((page, result.reason))
            result = linter.unread(page, result.reason)
        blocks += result
        pages += bool(result)
    return ScanPart(tuple(blocks), batch.place, tuple(failed), pages)
