"""Lines of a page for people: those around what is wrong, and those that a fix changes, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from hashlib import sha256
from itertools import zip_longest
from typing import NamedTuple

from linterbot.model import Span

_AROUND = 2  # lines before and after
_LONGEST = 1_200  # characters of a line
_BEFORE = 300  # characters of a long line before the marked words
_MOST_LINES = 60  # of one kind; a fix that changes more is shown in part
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS = 600  # of two lines that are compared word by word


class Kind(StrEnum):
    """What a line is there for."""

    SAME = "same"  # to show where it is
    HIT = "hit"  # what is wrong is in it
    REMOVED = "removed"  # as it was before the fix
    ADDED = "added"  # as it would be


class Part(NamedTuple):
    """A piece of a line."""

    text: str
    marked: bool = False


class Line(NamedTuple):
    """One line of a page."""

    kind: Kind
    row: int  # from 1; of an added line, in the new text
    parts: tuple[Part, ...]


class Changed(NamedTuple):
    """What a fix changes."""

    lines: list[Line]
    digest: str  # of all that it changes; where on the page that is does not matter
    whole: bool  # whether the lines show all of it


class _Pair(NamedTuple):
    """A line before and after a fix."""

    old: tuple[Part, ...]
    new: tuple[Part, ...]
    whole: bool  # whether all that differs is shown


def around(text: str, span: Span, related: Iterable[Span] = ()) -> list[Line]:
    """Return the lines of a span and of what belongs to it with those words marked, and some lines around them."""
    marks: dict[int, list[Span]] = {}
    for one in (span, *related):
        for row, part in _rows(text, one):
            marks.setdefault(row, []).append(part)
    rows = text.split("\n")
    first, last = text.count("\n", 0, span.start), text.count("\n", 0, span.end)
    wanted = set(range(max(0, first - _AROUND), min(len(rows), last + 1 + _AROUND))) | marks.keys()
    shown = sorted(wanted)[:_MOST_LINES]
    return [Line(Kind.HIT if row in marks else Kind.SAME, row + 1, _parts(rows[row], marks.get(row))) for row in shown]


def beginning(text: str) -> list[Line]:
    """Return the first lines of a page."""
    rows = text.split("\n")[: 2 * _AROUND]
    return [Line(Kind.SAME, number, _parts(row, None)) for number, row in enumerate(rows, 1)]


def changes(before: str, after: str) -> Changed:
    """Return the lines that differ between two texts, with the words that differ marked, and some lines around them."""
    old, new = before.split("\n"), after.split("\n")
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    end = len(new) - tail
    gone, come = old[head : len(old) - tail], new[head:end]
    middle, whole = _middle(gone[:_MOST_LINES], come[:_MOST_LINES], head)
    lead = [Line(Kind.SAME, row + 1, _parts(old[row], None)) for row in range(max(0, head - _AROUND), head)]
    trail = [Line(Kind.SAME, row + 1, _parts(new[row], None)) for row in range(end, min(len(new), end + _AROUND))]
    said = "\n".join(["-", *gone, "+", *come])
    digest = sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Changed([*lead, *middle, *trail], digest, whole and max(len(gone), len(come)) <= _MOST_LINES)


def with_others(change: Sequence[Line], text: str, spans: Iterable[Span]) -> list[Line]:
    """Return the lines of a change with those that it belongs to, such as the other copy of what is repeated."""
    shown = {one.row for one in change if one.kind is not Kind.ADDED}
    rows = text.split("\n")
    others: dict[int, list[Span]] = {}
    for span in spans:
        for row, part in _rows(text, span):
            if row + 1 not in shown:
                others.setdefault(row, []).append(part)
    lines = [Line(Kind.HIT, row + 1, _parts(rows[row], others[row])) for row in sorted(others)[:_MOST_LINES]]
    first = change[0].row if change else 0
    return [*(one for one in lines if one.row < first), *change, *(one for one in lines if one.row >= first)]


def _middle(old: Sequence[str], new: Sequence[str], head: int) -> tuple[list[Line], bool]:
    """Return the lines of two texts that begin and end differently, and whether all that differs is shown."""
    out: list[Line] = []
    whole = True
    for what, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            out += [Line(Kind.SAME, head + row + 1, _parts(old[row], None)) for row in range(i, i_end)]
            continue
        pairs = [_compared(a, b) for a, b in zip_longest(old[i:i_end], new[j:j_end], fillvalue="")]
        whole = whole and all(one.whole for one in pairs)
        out += [Line(Kind.REMOVED, head + i + number + 1, pairs[number].old) for number in range(i_end - i)]
        out += [Line(Kind.ADDED, head + j + number + 1, pairs[number].new) for number in range(j_end - j)]
    return out, whole


def _compared(before: str, after: str) -> _Pair:
    """Return two lines in pieces, of which those that differ are marked; of long lines, what is around them."""
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    lead, trail = before[:start], before[len(before) - end :]
    whole = max(len(old), len(new)) <= _LONGEST
    left, right = _pieces(old[:_LONGEST], new[:_LONGEST])
    first = Part(f"…{lead[-_BEFORE:]}" if len(lead) > _BEFORE else lead)
    last = Part(f"{trail[:_BEFORE]}…" if len(trail) > _BEFORE else trail)
    cut = () if whole else (Part("…"),)
    removed, added = (tuple(one for one in (first, *side, *cut, last) if one.text) for side in (left, right))
    return _Pair(removed, added, whole)


def _pieces(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Return two stretches that differ, word by word."""
    words, others = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(words), len(others)) > _MOST_WORDS:
        return [Part(old, marked=True)], [Part(new, marked=True)]
    left: list[Part] = []
    right: list[Part] = []
    for what, i, i_end, j, j_end in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        differs = what != "equal"
        left += [Part("".join(words[i:i_end]), differs)] if i < i_end else []
        right += [Part("".join(others[j:j_end]), differs)] if j < j_end else []
    return left, right


def _rows(text: str, span: Span) -> Iterator[tuple[int, Span]]:
    """Yield each row that a span is on, from 0, with the part of it on that row."""
    row, start = text.count("\n", 0, span.start), text.rfind("\n", 0, span.start) + 1
    while start <= span.end:
        end = text.find("\n", start)
        end = len(text) if end == -1 else end
        part = Span(max(span.start, start) - start, min(span.end, end) - start)
        if part.end > part.start or span.start == span.end:
            yield row, part
        row, start = row + 1, end + 1
        if start > len(text):
            return


def _parts(line: str, marks: Sequence[Span] | None) -> tuple[Part, ...]:
    """Return a line in pieces, with some stretches marked; of a long one, what is around the first of them."""
    if not marks:
        return (Part(_cut(line)),)
    marks = sorted(marks)
    begin = max(0, marks[0].start - _BEFORE) if len(line) > _LONGEST else 0
    end = min(len(line), begin + _LONGEST)
    at = begin
    out = [Part("…")] if begin else []
    for mark in marks:
        start, stop = min(max(mark.start, at), end), min(mark.end, end)
        if stop > start:
            out += [Part(line[at:start])] if start > at else []
            out.append(Part(line[start:stop], marked=True))
            at = stop
    out += [Part(line[at:end])] if at < end else []
    return (*out, Part("…")) if end < len(line) else tuple(out)


def _cut(line: str) -> str:
    return f"{line[:_LONGEST]}…" if len(line) > _LONGEST else line


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many lines, or characters, two texts have in common at their beginning."""
    number = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        number += 1
    return number
