"""Offsets as JavaScript counts them: in UTF-16, where a character beyond U+FFFF counts twice."""

from __future__ import annotations

import re
from bisect import bisect_left

_COUNTS_TWICE = re.compile("[\U00010000-\U0010ffff]")


class Utf16:
    """Turns offsets into one text, in code points, into those of JavaScript."""

    def __init__(self, text: str) -> None:
        self._twice = [found.start() for found in _COUNTS_TWICE.finditer(text)]

    def __call__(self, offset: int) -> int:
        """Return an offset as JavaScript counts it."""
        return offset + bisect_left(self._twice, offset)
