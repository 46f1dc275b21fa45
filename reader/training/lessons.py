"""The labelled bullets, as the reader will see them, each with what the evidence alone says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from linterbot.evidence.second_opinions import passage
from linterbot.evidence.second_reading import Passage
from linterbot.rulebook import packs
from tools.weigh.__main__ import estimates, subjects
from tools.weigh.labels import Case
from training import busy_pages
from training.busy_pages import Labelled

LABELS = ("sub-example", "natter", "continuation")  # the classes of the network, in this order
_REAL = ("groomed", "busy")
_REAL_FAULT = 4.0  # what a fault on a real page counts: they are few, and what it is about
_INVENTED = {"invented pages": 0.6, "invented": 0.4}  # what bullets count that were written for the rules
_BUSY = "invented busy pages"
_BUSY_COUNTS = 0.7  # what bullets count that were written for the reader


class Lesson(NamedTuple):
    """One labelled bullet."""

    source: str
    family: str  # the pages of one trope or one work; they are held out together
    label: int  # its place in `LABELS`
    counts: float
    strata: tuple[str, ...]
    by_evidence: float  # likelihood of a fault by evidence that was learned without its family; 0 on no page
    passage: Passage

    @property
    def fault(self) -> bool:
        """Whether it is to be reported."""
        return self.label > 0

    @property
    def only_taught(self) -> bool:
        """Whether nothing is measured on it: it was written for the reader, or stands on a page of its own."""
        return self.source in ("invented", _BUSY)


def lessons() -> list[Lesson]:
    """Return every labelled nested bullet at hand."""
    rule = next(one for one in packs.load(packs.COMMON) if one.name == "natter")
    subject = next(one for one in subjects() if one.rule == "natter")
    known = {id(one.case): one.confidence for one in estimates(subject, rule.check)}
    measured = [_lesson(case, known.get(id(case), 0.0)) for case in subject.cases if case.example.parent is not None]
    return [*measured, *map(_busy_lesson, busy_pages.bullets())]


def _lesson(case: Case, by_evidence: float) -> Lesson:
    items, label = case.view.document.examples, LABELS.index(case.label)
    counts = _INVENTED.get(case.source, _REAL_FAULT if label else 1.0)
    seen = passage(case.view, case.example, items[case.example.parent or 0])
    return Lesson(case.source, case.family, label, counts, tuple(sorted(case.strata)), by_evidence, seen)


def _busy_lesson(one: Labelled) -> Lesson:
    return Lesson(_BUSY, one.page, LABELS.index(one.kind), _BUSY_COUNTS, (), 0.0, one.passage)


def keep(found: list[Lesson], path: Path) -> None:
    """Write lessons to a file, so that other processes need not read the pages again."""
    path.write_text("".join(f"{json.dumps(one)}\n" for one in found), encoding="utf-8")


def kept(path: Path) -> Iterator[Lesson]:
    """Yield the lessons in a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        *own, strata, by_evidence, seen = json.loads(line)
        yield Lesson(*own, tuple(strata), by_evidence, Passage(*seen))
