"""Lints every page of an export, in many processes, in the order of the file."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from linterbot.errors import TargetError
from linterbot.jobs.apart import SECONDS, Apart, Lost
from linterbot.jobs.scan_facts import learn
from linterbot.jobs.scan_state import Place
from linterbot.lint.linter import Judgement, Wanted, licence_categories, lint_page, read_page, unread, wants
from linterbot.markup.document import Document
from linterbot.markup.names import Names
from linterbot.model import Facts, FilePage, Markup, Page
from linterbot.report import render
from linterbot.report.subject import Subject
from linterbot.rule import Rule
from linterbot.wiki.export import ExportedPage, ExportedSite, parts
from linterbot.wiki.unpack import Unpacked
from linterbot.yaml_text import near

_BATCH = 256 * 1024  # characters of text that travel to a process at once
_MOST = 100  # pages of one batch
_GARBAGE = 200_000  # objects between two looks for garbage: a document is thousands of objects and no cycle


@dataclass(frozen=True)
class Order:
    """What is to be scanned, by which rules, and how findings are written; no namespaces means all.

    `asked` are the namespaces that a person named, which must exist.
    """

    path: Path
    pack: str
    rules: tuple[Rule, ...]
    namespaces: frozenset[str]
    form: str
    workers: int
    seconds: float = SECONDS
    asked: frozenset[str] = frozenset()
    columns: int = 0


@dataclass(frozen=True)
class Piece:
    """What came of some pages in a row: the lines to write, and how far the export is done with them.

    `pages` is on how many of them something was found.
    """

    lines: tuple[str, ...]
    findings: int
    place: Place
    lost: tuple[tuple[Page, str], ...] = ()
    pages: int = 0


@dataclass(frozen=True)
class _Told:
    """The lines on one page, and how many findings they tell."""

    lines: tuple[str, ...]
    findings: int


@dataclass(frozen=True)
class _Setting:
    """All that a process needs to know before it is given pages."""

    rules: tuple[Rule, ...]
    names: Names
    facts: Facts
    pack: str
    wiki: str
    form: str
    columns: int


def namespaces_of(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the namespaces that these rules look at; the main one is always among them."""
    return frozenset({""}).union(*(rule.namespaces or () for rule in rules))


def scan(order: Order, start: Place, set_aside: Callable[[Page], str]) -> Iterator[Piece]:
    """Yield the findings of an export piece by piece, from a place on.

    Facts about files, template redirects and licence categories come from the export itself, which is read twice.
    `set_aside` says of a page why it is not to be tried again, "" where it is. Raises TargetError where the file
    cannot be read on; all before it has been yielded then.
    """
    with Apart(order.workers, order.seconds) as apart:
        site, names, facts = learn(order.path, licence_categories(order.rules), apart)
    _must_exist(order.asked, site)
    setting = _Setting(order.rules, names, facts, order.pack, site.name, order.form, order.columns)
    reader = _Reader(order, start, set_aside)
    with Apart(order.workers, order.seconds, partial(_prepare, setting)) as apart:
        for results in apart.stream(_told, reader.batches()):
            yield _piece(setting, results, reader.under_way.popleft())
    if reader.error is not None:
        raise reader.error
    yield Piece((), 0, reader.place)


def _must_exist(asked: frozenset[str], site: ExportedSite) -> None:
    known = set(site.namespaces.values())
    for name in sorted(asked - known if known else ()):
        hint = near(name, {one or "main" for one in known})
        raise TargetError("--namespace", f'the export has no namespace "{name}"', hint)


@dataclass(frozen=True)
class _Batch:
    """Some pages in a row, each with why it is not to be tried ("" where it is), and the place after them."""

    pages: tuple[tuple[Page, str], ...]
    place: Place


class _Reader:
    """Cuts an export into batches of the pages that were asked for, and remembers what is under way."""

    def __init__(self, order: Order, start: Place, set_aside: Callable[[Page], str]) -> None:
        self._order, self._start, self._set_aside = order, start, set_aside
        self.place = start
        self.under_way: deque[_Batch] = deque()
        self.error: TargetError | None = None

    def batches(self) -> Iterator[list[Page]]:
        """Yield the pages of each batch that are to be tried."""
        waiting: list[Page] = []
        size = 0
        file = Unpacked(self._order.path)
        try:
            for place, page in self._pages(file):
                self.place = place
                if page is not None:
                    waiting.append(page)
                    size += len(page.text)
                if size >= _BATCH or len(waiting) >= _MOST:
                    yield self._batch(waiting)
                    waiting, size = [], 0
        except TargetError as error:
            self.error = error
        finally:
            file.close()
        if waiting:
            yield self._batch(waiting)

    def _batch(self, pages: list[Page]) -> list[Page]:
        judged = tuple((page, self._set_aside(page)) for page in pages)
        self.under_way.append(_Batch(judged, self.place))
        return [page for page, reason in judged if not reason]

    def _pages(self, file: Unpacked) -> Iterator[tuple[Place, Page | None]]:
        """Yield each page of the export with the place after it; None for those that were not asked for."""
        site = ExportedSite()
        done = 0
        for part in parts(file, newest_only=True):
            if isinstance(part, ExportedSite):
                site = part
                continue
            done += 1
            if done > self._start.pages:
                yield Place(done, file.unpacked, file.packed), self._wanted(site, part)

    def _wanted(self, site: ExportedSite, page: ExportedPage) -> Page | None:
        namespace = site.namespace_of(page)
        if not page.revisions or (self._order.namespaces and namespace not in self._order.namespaces):
            return None
        newest = page.revisions[-1]
        return Page(page.title, newest.text, namespace, newest.id, newest.timestamp, redirect=bool(page.redirect))


def _piece(setting: _Setting, results: list[_Told | Lost], batch: _Batch) -> Piece:
    lines: list[str] = []
    findings = pages = 0
    lost: list[tuple[Page, str]] = []
    coming = iter(results)
    for page, known in batch.pages:
        result = Lost(known) if known else next(coming)
        if isinstance(result, Lost):
            lost.append((page, result.reason))
            document = Document("", Markup.MEDIAWIKI, page.title, page.namespace)
            result = _rendered(setting, page, document, unread(result.reason))
        lines += result.lines
        findings += result.findings
        pages += result.findings > 0
    return Piece(tuple(lines), findings, batch.place, tuple(lost), pages)


_here: _Setting | None = None  # what this process was told before its first page


def _prepare(setting: _Setting) -> None:
    global _here
    _here = setting
    gc.freeze()
    gc.set_threshold(_GARBAGE)


def _told(page: Page) -> _Told:
    """Lint one page in the process that was prepared for it."""
    setting = _here
    assert setting is not None
    document = read_page(page, Markup.MEDIAWIKI, setting.names)
    facts = _facts(setting.facts, wants(document, setting.rules))
    return _rendered(setting, page, document, lint_page(document, setting.rules, facts))


def _facts(known: Facts, wanted: Wanted) -> Facts:
    """Return the facts for one page: what the export does not hold does not exist."""
    files = known.files or {}
    return replace(known, files={title: files.get(title) or FilePage(title, False) for title in wanted.files})


def _rendered(setting: _Setting, page: Page, document: Document, judgement: Judgement) -> _Told:
    subject = Subject(document, judgement, setting.pack, wiki=setting.wiki, revision=page.revision)
    return _Told(tuple(render(setting.form, subject, setting.columns)), len(judgement.findings))
