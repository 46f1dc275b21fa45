"""Makes page text safe to show: no control character, no bidirectional trick, no line longer than the terminal."""

from __future__ import annotations

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def terminal_escape(text: str) -> str:
    """Return the text with each control, format or surrogate character replaced by one that shows."""
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
    """Return how many terminal columns a text takes."""
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def window(line: str, start: int, end: int, columns: int) -> tuple[str, int, int]:
    """Return the part of a line around `start:end` that fits, and where that stretch stands in it."""
    if len(line) <= columns:
        return line, start, end
    left = max(0, min(start - columns // 6, len(line) - columns))
    right = left + columns
    shown = line[left:right]
    head, tail = ("…" if left else ""), ("…" if right < len(line) else "")
    shown = head + shown[len(head) : len(shown) - len(tail)] + tail
    return shown, max(start - left, len(head)), max(min(end - left, len(shown) - len(tail)), start - left + 1)
