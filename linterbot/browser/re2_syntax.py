"""Rewrites a pattern of RE2 as one of Python's `re` that means the same, and refuses what RE2 refuses.

The syntax is the one in RE2's own documentation (google/re2, doc/syntax.txt). Classes of Unicode (`\\p{...}`), quoting
(`\\Q...\\E`) and swapped greediness (`(?U)`) have no counterpart in `re`, and are refused here alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_REPEATS = 1000  # RE2's own limit
_PIECE = re.compile(
    r"\\x\{(?P<point>[0-9A-Fa-f]{1,6})\}|\\(?P<escaped>[\s\S])|(?P<group>\(\?(?:P?<\w*>|[\w-]*[:)])?)"
    r"|(?P<named>\[:\^?\w+:\])|(?P<repeat>\{\d+(?:,\d*)?\})|(?P<mark>[\s\S])"
)
_FLAGS = re.compile(r"\(\?(?P<flags>[ims]*(?:-[ims]+)?)(?P<end>[:)])")
_NAMED = re.compile(r"\(\?P<[A-Za-z_]\w*>")
_LINES = re.compile(r"\(\?[is]*m")  # from here on, $ is the end of a line
_INSIDE = {  # what a class holds for each of these, which are about ASCII in RE2
    "d": "0-9",
    "D": r"\x00-/:-\U0010ffff",
    "w": "0-9A-Za-z_",
    "W": r"\x00-/:-@\[-\^`{-\U0010ffff",
    "s": r"\t\n\f\r ",
    "S": r"\x00-\x08\x0b\x0e-\x1f!-\U0010ffff",
}
_OUTSIDE = {"b": r"(?a:\b)", "B": r"(?a:\B)", "A": r"\A", "z": r"\Z"}
_SAME = frozenset("afnrtvx")  # and every mark that is neither a letter nor a digit


def rewritten(pattern: str) -> str:
    """Return a pattern for `re`; raises re.error if RE2 would refuse it, or if it has no counterpart."""
    return "".join(_Rewriting(pattern).pieces())


class _Rewriting:
    """One pattern on its way."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._end = "$" if _LINES.search(pattern) else r"\Z"
        self._class = False  # whether we are in one
        self._before = ""  # the piece before this one
        self._flags: list[list[str]] = [[]]  # for each open group, those that hold from within it to its end

    def pieces(self) -> Iterator[str]:
        """Yield the new pattern piece by piece."""
        for found in _PIECE.finditer(self._pattern):
            if found["point"]:
                yield rf"\U{int(found['point'], 16):08x}"
            elif found["escaped"]:
                yield _escaped(found["escaped"], self._class, self._pattern)
            elif self._class:
                yield self._in_class(found[0], found["named"])
            else:
                yield self._outside(found)
            opens = self._before == "[" and found[0] == "^"
            self._before = "[^" if opens else found[0]
        yield ")" * len(self._flags[0])

    def _outside(self, found: re.Match[str]) -> str:
        piece = found[0]
        if found["group"]:
            return self._group(piece)
        if found["repeat"] and any(int(number) > MOST_REPEATS for number in re.findall(r"\d+", piece)):
            raise re.error(f"invalid repetition size: {piece}", self._pattern)
        if piece in ("*", "+") and (self._before in ("*", "+", "?") or self._before.endswith("}")):
            raise re.error(f"bad repetition operator: {self._before[-1]}{piece}", self._pattern)
        self._class = piece == "["
        return self._mark(piece)

    def _mark(self, piece: str) -> str:
        match piece:
            case "(":
                self._flags.append([])
            case ")":
                return ")" * (1 + len(self._flags.pop() if len(self._flags) > 1 else ()))
            case "|":
                return ")" * len(self._flags[-1]) + "|" + "".join(self._flags[-1])
            case "$":
                return self._end
            case "{":
                return r"\{"
        return piece

    def _in_class(self, piece: str, named: str | None) -> str:
        if named:
            raise re.error(f"invalid character class range: {piece}", self._pattern)
        self._class = piece != "]" or self._before in ("[", "[^")
        return rf"\{piece}" if piece in ("[", "&", "|", "~") else piece

    def _group(self, piece: str) -> str:
        if _NAMED.fullmatch(piece):
            self._flags.append([])
            return piece
        found = _FLAGS.fullmatch(piece)
        if found is None or (found["end"] == ")" and not found["flags"]):
            raise re.error(f"invalid perl operator: {piece}", self._pattern)
        opening = f"(?{found['flags']}:"
        if found["end"] == ":":
            self._flags.append([])
        else:
            self._flags[-1].append(opening)
        return opening


def _escaped(letter: str, in_class: bool, pattern: str) -> str:
    if letter in _INSIDE:
        return _INSIDE[letter] if in_class else f"[{_INSIDE[letter]}]"
    if letter in _OUTSIDE and not in_class:
        return _OUTSIDE[letter]
    if letter in _SAME or (letter.isascii() and not letter.isalnum()):
        return f"\\{letter}"
    raise re.error(f"invalid escape sequence: \\{letter}", pattern)
