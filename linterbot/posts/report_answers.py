"""The boxes on the report page, by which people answer it without a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from linterbot.posts.report_region import region_of
from linterbot.posts.texts import Texts

_BOX = "☐"
_BOXES = re.compile(r"<!-- linterbot:no ([\d ]{1,200}) -->([^\n]*)")
# What people put in the place of the empty box.
_TICK = r"(?:[xX☑☒✓✔✗]|\[[xX]\]|\{\{(?:[Dd]one|[Tt]ick|[Yy]es)\}\})"
_DIGITS = 12  # of a number; no ledger has more findings


class Box(StrEnum):
    """What somebody can say by a tick."""

    FIXED = "fixed"  # it is no longer there: read the page again
    REJECTED = "rejected"  # it is no fault
    IGNORED = "ignored"  # it may stay


class Tick(NamedTuple):
    """One ticked box."""

    number: int  # of the finding
    box: Box


def boxes(texts: Texts) -> str:
    """Return the empty boxes that come after a line of the report."""
    return " ".join(f"{_BOX}\u00a0{texts.say(f'box-{box}')}" for box in Box)


def ticks(page: str, texts: Texts) -> frozenset[Tick]:
    """Return the ticked boxes of a report page; where several are ticked on one line, none counts.

    Only what comes after the numbers of a line is read, since everything before is about somebody's words.
    """
    return frozenset(_ticks(page, texts))


def _ticks(page: str, texts: Texts) -> Iterator[Tick]:
    labels = {box: re.compile(rf"{_TICK}\s*{re.escape(texts.say(f'box-{box}'))}") for box in Box}
    for numbers, words in _BOXES.findall(region_of(page)):
        ticked = [box for box, label in labels.items() if label.search(words)]
        if len(ticked) == 1:
            yield from (Tick(int(number), ticked[0]) for number in numbers.split() if len(number) <= _DIGITS)
