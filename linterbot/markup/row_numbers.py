"""Where the lines of a text begin, for people who count in rows and columns."""

from __future__ import annotations

from bisect import bisect_right

from linterbot.model import Position


class Rows:
    """The lines of a text, which end at line feeds."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        at = text.find("\n")
        while at != -1:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def position(self, offset: int) -> Position:
        """Return the row and column of `offset`."""
        row = bisect_right(self._starts, offset)
        return Position(row, offset - self._starts[row - 1] + 1)

    def around(self, offset: int, reach: int) -> tuple[str, int]:
        """Return the text within `reach` characters of an offset on its line, and where in it the offset is."""
        row = bisect_right(self._starts, offset)
        start = max(self._starts[row - 1], offset - reach)
        end = self._starts[row] if row < len(self._starts) else len(self._text)
        return self._text[start : min(end, offset + reach)].rstrip("\r\n"), offset - start
