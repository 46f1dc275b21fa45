"""What a part of a scan is called in the queue."""

from __future__ import annotations

import re

from linterbot.ledger.scans import Part

_NAME = re.compile(r"scan ([0-9a-f]{64}) (\d{1,12})")  # no wiki has a space in its name


def name_of(part: Part) -> str:
    """Return the name of a part."""
    return f"scan {part.digest} {part.number}"


def part_of(name: str) -> Part | None:
    """Return the part that has a name, None if it is a wiki's."""
    found = _NAME.fullmatch(name)
    return Part(found[1], int(found[2])) if found else None
