"""Scans an export with a whole fleet: cuts it into parts, and puts together what the machines make of them."""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from linterbot.errors import TargetError
from linterbot.ledger import Ledger, scans
from linterbot.ledger.scans import Part
from linterbot.lint.linter import licence_categories
from linterbot.rulebook.rules_digest import digest
from linterbot.scan import instructions, part_linter
from linterbot.scan.first_pass import learn
from linterbot.scan.instructions import Chosen, Instructions
from linterbot.scan.part_linter import PartResult
from linterbot.scan.scan import ScanOrder, ScanPart, must_exist, skipped_rules
from linterbot.scan.state import Place, identity
from linterbot.wiki.export.cuts import Cut, cut
from linterbot.worker_pool import WorkerPool

_AHEAD = 64  # parts that may wait in the ledger to be done and collected
_LOOK = 0.2  # seconds between two looks for a result
_STILL = 60.0  # seconds between two signs that somebody waits
_REMEDY = "see the log of the workers; the same command goes on"


def in_parts(
    ledger: Ledger, order: ScanOrder, chosen: Chosen, waiting: Callable[[float], None], pause: Callable[[float], None]
) -> Iterator[ScanPart]:
    """Yield the findings of an export part by part, from its beginning on; what others have done already comes at once.

    Once the last part has been taken, the scan is forgotten. `waiting` is told for how many seconds nothing came.
    Raises TargetError if the file cannot be read any further, or if no machine could do some part.
    """
    this = _begun(ledger, order, chosen)
    place = Place()
    for part in _Collector(ledger, order, this, waiting, pause).parts():
        place = part.place
        yield part
    yield ScanPart((), place, skipped=tuple(skipped_rules(order, this.how.facts)))
    scans.forget(ledger, this.digest)


class _Scan(NamedTuple):
    """A scan that has begun."""

    digest: str
    how: Instructions


def _begun(ledger: Ledger, order: ScanOrder, chosen: Chosen) -> _Scan:
    """Return the scan that was begun, or begin it: which reads the whole export once."""
    name = _name(order)
    data = scans.instructions(ledger, name)
    if data is None:
        data = instructions.packed(_instructions(order, chosen))
        scans.begin(ledger, name, data)
    scans.still_wanted(ledger, name)
    scans.try_again(ledger, name)
    return _Scan(name, instructions.unpacked(data))


def _instructions(order: ScanOrder, chosen: Chosen) -> Instructions:
    with WorkerPool(lambda: None, order.workers, order.seconds) as pool:
        site, names, facts = learn(order.path, licence_categories(order.rules), pool)
    must_exist(order.asked, site)
    unable = frozenset(one.name for one in skipped_rules(order, facts))
    rules, known = digest(order.rules), order.known
    return Instructions(chosen, rules, unable, order.namespaces, site, names, facts, order.format, order.columns, known)


def _name(order: ScanOrder) -> str:
    """Return what identifies a scan: the same export, read in the same way."""
    what = identity(order.path, order.pack, order.namespaces, digest(order.rules))
    what |= {"format": order.format, "columns": order.columns, "shared files": order.shared_files}
    what |= {"known": {page: sorted(known) for page, known in order.known.items()}}
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


class _Cuts:
    """The parts of an export, up to where it can be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.error: TargetError | None = None  # what kept it from being read to its end

    def __iter__(self) -> Iterator[Cut]:
        try:
            yield from cut(self._path)
        except TargetError as error:
            self.error = error


class _Collector:
    """Hands in the parts of an export, some way ahead of where it takes their results, in order."""

    def __init__(
        self,
        ledger: Ledger,
        order: ScanOrder,
        this: _Scan,
        waiting: Callable[[float], None],
        pause: Callable[[float], None],
    ) -> None:
        self._ledger, self._order, self._this = ledger, order, this
        self._waiting, self._pause = waiting, pause
        self._place = Place()
        self._wanted = time.monotonic()

    def parts(self) -> Iterator[ScanPart]:
        """Yield what the parts came to; raises TargetError."""
        there = scans.parts(self._ledger, self._this.digest)
        ahead: deque[tuple[Part, int]] = deque()
        cuts = _Cuts(self._order.path)
        for number, one in enumerate(cuts):
            part = Part(self._this.digest, number)
            if number not in there:
                scans.add(self._ledger, part, one.data)
            ahead.append((part, one.packed))
            if len(ahead) >= _AHEAD:
                yield from self._taken(*ahead.popleft())
        while ahead:
            yield from self._taken(*ahead.popleft())
        if cuts.error is not None:
            raise cuts.error

    def _taken(self, part: Part, packed: int) -> Iterator[ScanPart]:
        result = self._result(part)
        place = self._place
        self._place = Place(place.pages + result.pages, place.unpacked + result.characters, packed)
        blocks = tuple(tuple(block) for block in result.blocks)
        yield ScanPart(blocks, self._place, pages=result.with_findings)
        if result.unreadable:
            cause = f"cannot be read beyond its page {self._place.pages:,} ({result.unreadable})"
            raise TargetError(str(self._order.path), cause, "download it again; everything before this was read")

    def _result(self, part: Part) -> PartResult:
        began = time.monotonic()
        while True:
            outcome = scans.outcome(self._ledger, part)
            if outcome.result is not None:
                return part_linter.read(outcome.result)
            if outcome.trouble:
                cause = f"part {part.number + 1} of the scan could not be done ({outcome.trouble})"
                raise TargetError(str(self._order.path), cause, _REMEDY)
            if time.monotonic() - self._wanted > _STILL:
                self._wanted = time.monotonic()
                scans.still_wanted(self._ledger, self._this.digest)
            self._waiting(time.monotonic() - began)
            self._pause(_LOOK)
