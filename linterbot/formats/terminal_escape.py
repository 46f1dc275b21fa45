"""Makes page text safe to show: no control character, no bidirectional trick, no line longer than the terminal."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

_REACH = 4  # characters that may share one column: a letter with the marks that combine with it
_NARROWEST = 3  # columns: one for the text, and one for an ellipsis on either side
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def terminal_escape(text: str) -> str:
    """Return the text with each control, format or surrogate character replaced by a visible one."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\t":
        return " "
    if ord(char) < 0x20:
        return chr(0x2400 + ord(char))
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in _HIDDEN else char


def width(text: str) -> int:
    """Return how many terminal columns a text takes; control characters take none."""
    if text.isascii() and text.isprintable():
        return len(text)
    from wcwidth import wcswidth  # here, because it is slow to load and most text is ASCII

    columns = wcswidth(text)
    return columns if columns >= 0 else sum(taken for _, taken in _cells(text))


def window(line: str, start: int, end: int, columns: int) -> tuple[str, int, int]:
    """Return the part of a line around `start:end` that fits into `columns`, and where that stretch is in it."""
    columns = max(columns, _NARROWEST)
    first = max(0, start - _REACH * columns)
    offsets, edges = _grid(line[first : start + _REACH * columns], first)
    if first == 0 and offsets[-1] == len(line) and edges[-1] <= columns:
        return line, start, end
    at = bisect_right(offsets, start) - 1
    left = max(0, min(edges[at] - max(1, columns // 6), edges[-1] - columns))
    head = "…" if first or left else ""
    begin = min(at, bisect_left(edges, left + len(head)))
    limit = edges[begin] + columns - len(head)
    tail = "…" if offsets[bisect_right(edges, limit) - 1] < len(line) else ""
    stop = bisect_right(edges, limit - len(tail)) - 1
    shown = head + line[offsets[begin] : offsets[stop]] + tail
    shift = len(head) - offsets[begin]
    return shown, start + shift, max(min(end + shift, len(shown) - len(tail)), start + shift + 1)


def _grid(text: str, first: int) -> tuple[Sequence[int], Sequence[int]]:
    """Return where each piece of a text begins, and in which column; the last of either is its end."""
    if text.isascii() and text.isprintable():
        return range(first, first + len(text) + 1), range(len(text) + 1)
    cells = list(_cells(text))
    return (
        list(accumulate((len(cell) for cell, _ in cells), initial=first)),
        list(accumulate((taken for _, taken in cells), initial=0)),
    )


def _cells(text: str) -> Iterator[tuple[str, int]]:
    """Yield what a terminal shows as one piece, a character with the marks on it, and how many columns it takes."""
    from wcwidth import wcswidth, wcwidth  # here, as above

    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or wcwidth(text[end]) != 0:
            yield text[start:end], max(0, wcswidth(text[start:end]))
            start = end
