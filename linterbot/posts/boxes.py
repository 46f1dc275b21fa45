"""The boxes after a finding, by which people answer it on the wiki without a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from linterbot.posts.texts import Texts

_BOX = "☐"
_BOXES = re.compile(r"<!-- linterbot:no ([\da-f. ]{1,400}) -->([^\n]*)")
# What people put in the place of the empty box.
_TICK = r"(?:[xX☑☒✓✔✗]|\[[xX]\]|\{\{(?:[Dd]one|[Tt]ick|[Yy]es)\}\})"


class Box(StrEnum):
    """What somebody can say by a tick."""

    FIXED = "fixed"  # it is no longer there: read the page again
    REJECTED = "rejected"  # it is no fault
    IGNORED = "ignored"  # it may stay


class Tick(NamedTuple):
    """One ticked box."""

    key: str  # of the finding
    box: Box


def boxes(texts: Texts) -> str:
    """Return the empty boxes that come after the line of a finding."""
    return " ".join(f"{_BOX}\u00a0{texts.say(f'box-{box}')}" for box in Box)


def ticks(text: str, texts: Texts) -> frozenset[Tick]:
    """Return the ticked boxes in a text; where several are ticked on one line, none counts.

    Only what comes after the keys of a line is read, since everything before is about somebody's words.
    """
    return frozenset(_ticks(text, texts))


def _ticks(text: str, texts: Texts) -> Iterator[Tick]:
    labels = {box: re.compile(rf"{_TICK}\s*{re.escape(texts.say(f'box-{box}'))}") for box in Box}
    for keys, words in _BOXES.findall(text):
        ticked = [box for box, label in labels.items() if label.search(words)]
        if len(ticked) == 1:
            yield from (Tick(key, ticked[0]) for key in keys.split())
