"""Lints parts of scans on one machine of a fleet."""

from __future__ import annotations

import json
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from linterbot.errors import LedgerError, LinterbotError, TargetError
from linterbot.ledger import Ledger, scans
from linterbot.ledger.scans import Part
from linterbot.model import Page
from linterbot.scan import instructions
from linterbot.scan.export_linter import ExportLinter
from linterbot.scan.instructions import Instructions
from linterbot.scan.page_batches import page_to_lint
from linterbot.wiki.export.batches import in_batches
from linterbot.wiki.export.cuts import NotReadable, pages_of
from linterbot.worker_pool import Failed, WorkerPool

_MOST = 20  # pages in one batch
_LEFT_TO_OTHERS = 300.0  # seconds for which a scan is left alone that cannot be done here
_SIGN = 10.0  # seconds between two signs that a part is being done
_NICE = 10  # a scan has time: it lets rounds go first


class PartResult(NamedTuple):
    """What one part came to."""

    blocks: list[list[str]]  # the lines to write, finding by finding
    pages: int  # how many there were
    with_findings: int  # how many of them have findings
    characters: int  # of text
    unreadable: str = ""  # why what comes after these pages cannot be read, "" if it can


def written(result: PartResult) -> bytes:
    """Return a result as it is sent."""
    return zlib.compress(json.dumps(result).encode(), 1)


def read(data: bytes) -> PartResult:
    """Return a result that was sent."""
    return PartResult(*json.loads(zlib.decompress(data)))


class Linted(NamedTuple):
    """A part that was linted."""

    part: Part
    pages: int


class _Bench(NamedTuple):
    """What is ready for one scan."""

    instructions: Instructions
    pool: WorkerPool[ExportLinter]


class PartLinter:
    """Lints parts in a process of their own, which is kept while there is something to do; any thread may use it."""

    def __init__(self, ledger: Ledger, config_path: Path) -> None:
        self._ledger, self._config_path = ledger, config_path
        self._lock = threading.Lock()
        self._benches: dict[str, _Bench] = {}
        self._users: Counter[str] = Counter()
        self._refused: dict[str, float] = {}  # when each scan was refused that cannot be done here

    def lint_one(self) -> Linted | None:
        """Lint a part that is to be done, and say which it was; None if there is none. Raises LinterbotError."""
        now = time.monotonic()
        self._refused = {digest: at for digest, at in self._refused.items() if now - at < _LEFT_TO_OTHERS}
        taken = scans.take(self._ledger, self._refused)
        if taken is None:
            with self._lock:
                self._clear()
            return None
        part, pages = taken
        try:
            with self._bench(part.digest) as bench, _signs_of_life(self._ledger, part):
                result = _linted(bench, pages)
                scans.done(self._ledger, part, written(result))
        except LinterbotError as error:
            if isinstance(error, TargetError):  # the next part of this scan would fare no better here
                self._refused[part.digest] = now
            scans.failed(self._ledger, part, str(error))
            raise
        return Linted(part, result.pages)

    @contextmanager
    def _bench(self, digest: str) -> Iterator[_Bench]:
        with self._lock:
            if digest not in self._benches:
                self._benches[digest] = self._new_bench(digest)
            bench = self._benches[digest]
            self._users[digest] += 1
        try:
            yield bench
        finally:
            with self._lock:
                self._users[digest] -= 1
                self._clear()

    def _new_bench(self, digest: str) -> _Bench:
        data = scans.instructions(self._ledger, digest)
        if data is None:
            raise TargetError("scan", "it was given up", "ask for it again")
        how = instructions.unpacked(data)
        linter = how.linter(self._config_path)
        return _Bench(how, WorkerPool(lambda: linter, nice=_NICE))

    def _clear(self) -> None:
        """End the processes of scans that have nothing more to do."""
        with suppress(LedgerError):  # the database is away: the next time will do
            self._end_all_but(scans.due(self._ledger))

    def _end_all_but(self, busy: set[str]) -> None:
        for digest in [one for one in self._benches if not self._users[one] and one not in busy]:
            self._benches.pop(digest).pool.end()


@contextmanager
def _signs_of_life(ledger: Ledger, part: Part) -> Iterator[None]:
    """Let nobody else begin with a part while the context lasts."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(_SIGN):
            with suppress(LedgerError):  # the database is away: the next sign, or the result, will show
                scans.still_at_it(ledger, part)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _linted(bench: _Bench, data: bytes) -> PartResult:
    blocks: list[list[str]] = []
    with_findings = 0
    source = _Pages(bench.instructions, data)
    for results in bench.pool.stream(ExportLinter.lint, source.batches()):
        for page, result in zip(source.under_way.pop(0), results, strict=True):
            lines = bench.pool.setting.unread(page, result.reason) if isinstance(result, Failed) else result
            blocks += map(list, lines)
            with_findings += bool(lines)
    return PartResult(blocks, source.pages, with_findings, source.characters, source.unreadable)


class _Pages:
    """The pages of a part that are to be linted, in batches."""

    def __init__(self, how: Instructions, data: bytes) -> None:
        self._how, self._data = how, data
        self.pages = self.characters = 0
        self.unreadable = ""
        self.under_way: list[list[Page]] = []

    def batches(self) -> Iterator[list[Page]]:
        """Yield them batch by batch."""
        for batch in in_batches(self._wanted(), lambda page: len(page.text), _MOST):
            self.under_way.append(batch)
            yield batch

    def _wanted(self) -> Iterable[Page]:
        try:
            for one in pages_of(self._data):
                self.pages += 1
                self.characters += sum(len(each.text) for each in one.revisions)
                if (page := page_to_lint(self._how.site, one, self._how.namespaces)) is not None:
                    yield page
        except NotReadable as error:
            self.unreadable = str(error)
