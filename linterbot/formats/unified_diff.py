"""Shows the difference between two texts as `git diff` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from linterbot.formats.terminal_escape import terminal_escape

_AROUND = 2  # unchanged lines shown before and after a change
_Done = Literal["replace", "delete", "insert", "equal"]
_Change = tuple[_Done, int, int, int, int]  # what is done, and the lines from and to in the old and the new text


def unified(before: str, after: str, name: str) -> str:
    """Return the unified diff of two texts, safe to show on a terminal; empty if they are the same."""
    old, new = _lines(before), _lines(after)
    shown = terminal_escape(name)
    lines = [f"--- {shown}\t(now)", f"+++ {shown}\t(fixed)"]  # what follows a tab is no part of the name, for `patch`
    for group in _Lines(old, new).get_grouped_opcodes(_AROUND):
        first, last = group[0], group[-1]
        lines.append(f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@")
        lines += _hunk(group, old, new)
    return "".join(f"{line}\n" for line in lines) if len(lines) > 2 else ""


def _lines(text: str) -> list[str]:
    """Return the lines of a text, each with its end; the last one may have none."""
    whole = [f"{line}\n" for line in text.split("\n")]
    return [*whole[:-1], text.rpartition("\n")[2]] if not text.endswith("\n") and text else whole[:-1]


class _Lines(SequenceMatcher[str]):
    """Compares lines, and puts each change where git puts it."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__(None, old, new)
        self._old, self._new = old, new

    def get_opcodes(self) -> list[_Change]:
        """Return the changes, of which the groups are made."""
        return _slid(super().get_opcodes(), self._old, self._new)


def _slid(changes: Sequence[_Change], old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    """Move what was put in or taken out down as far as it goes, as git does: a new line then stands above its blank."""
    out = list(changes)
    for at in range(len(out) - 1):
        kind, old_from, old_to, new_from, new_to = out[at]
        lines, start, end = (new, new_from, new_to) if kind == "insert" else (old, old_from, old_to)
        if kind not in ("insert", "delete") or out[at + 1][0] != "equal" or not at:
            continue
        room = out[at + 1][2] - out[at + 1][1] - 1
        by = 0
        while by < room and lines[start + by] == lines[end + by]:
            by += 1
        out[at] = (kind, old_from + by, old_to + by, new_from + by, new_to + by)
        out[at - 1] = (*out[at - 1][:2], out[at - 1][2] + by, out[at - 1][3], out[at - 1][4] + by)
        _, old_from, old_to, new_from, new_to = out[at + 1]
        out[at + 1] = ("equal", old_from + by, old_to, new_from + by, new_to)
    return out


def _hunk(group: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for kind, old_from, old_to, new_from, new_to in group:
        if kind == "equal":
            yield from _marked(" ", old[old_from:old_to])
            continue
        yield from _marked("-", old[old_from:old_to])
        yield from _marked("+", new[new_from:new_to])


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield mark + terminal_escape(line.removesuffix("\n"))
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _range(start: int, end: int) -> str:
    """Return a range of lines as diffs write it: its first line, and how many if not one."""
    if end - start == 1:
        return str(start + 1)
    return f"{start + 1 if end > start else start},{end - start}"
