"""How much a person may do at the desk on the web."""

from __future__ import annotations

from enum import IntEnum


class Right(IntEnum):
    """What somebody may do; each includes those before it."""

    NONE = 0  # nothing: they have to sign in
    LOOK = 1  # read everything
    DECIDE = 2  # give verdicts
    PAUSE = 3  # give many at once, pause and resume, and take back what others decided
