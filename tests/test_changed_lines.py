"""The lines that people see before they decide: all of a change, or the word that it is not all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linterbot.desk import changed_lines
from linterbot.desk.changed_lines import Kind, Line
from linterbot.model import Span

LINES = st.lists(st.sampled_from(["", "a", "b b", "* one two", "* one three", "== x =="]), max_size=12)


def texts(lines: list[Line], *kinds: Kind) -> list[str]:
    return ["".join(part.text for part in one.parts) for one in lines if one.kind in kinds]


@given(LINES, LINES)
def test_before_and_after_can_be_read_from_a_change(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    change = changed_lines.changes(before, after)
    assert change.whole
    for text, kind in ((before, Kind.REMOVED), (after, Kind.ADDED)):
        shown = "\n".join(texts(change.lines, Kind.SAME, kind))
        assert f"\n{shown}\n" in f"\n{text}\n"
    if before != after:
        assert texts(change.lines, Kind.REMOVED, Kind.ADDED)


@given(LINES, LINES, LINES)
def test_another_change_has_another_digest(old: list[str], new: list[str], other: list[str]) -> None:
    before, one, two = ("\n".join(lines) for lines in (old, new, other))
    if one != two:
        same = changed_lines.changes(before, one).digest == changed_lines.changes(before, two).digest
        assert not same or before in (one, two)


def test_where_a_change_is_does_not_matter() -> None:
    text = "a\nb\nc\nd\ne"
    moved = f"new\nlines\n{text}"
    first = changed_lines.changes(text, text.replace("c\n", ""))
    assert first.digest == changed_lines.changes(moved, moved.replace("c\n", "")).digest


def test_a_change_in_a_long_line_is_shown_where_it_is() -> None:
    line = " ".join(f"word{number}" for number in range(3_000))
    change = changed_lines.changes(line, line.replace("word2500 ", "other "))
    assert change.whole
    (removed,), (added,) = (texts(change.lines, kind) for kind in (Kind.REMOVED, Kind.ADDED))
    assert "word2500" in removed
    assert "other" in added
    assert len(removed) < 1_000
    marked = [part.text for one in change.lines for part in one.parts if part.marked]
    assert "".join(marked).strip() in ("word2500other", "word2500 other")


def test_what_is_too_large_to_be_shown_says_so_and_stays_small() -> None:
    blank = "{{folder|x}}" + "\n" * 100 + "words of somebody\n{{/folder}}"
    huge = "x" * 1_900_000
    for before, after in [
        (blank, ""),
        (huge, huge[:-1] + "y"),
        (huge, "y" * 1_900_000),
        ("a\n" * 50_000, "b\n" * 50_000),
    ]:
        change = changed_lines.changes(before, after)
        assert change.whole == (before == huge and after.endswith("xy"))
        assert sum(len(part.text) for one in change.lines for part in one.parts) < 200_000


def test_the_other_copy_stands_beside_a_change() -> None:
    text = "* a\n* b\n* c\n* d\n* e\n* f\n* g\n* a"
    change = changed_lines.changes(text, text.removesuffix("\n* a"))
    lines = changed_lines.with_others(change.lines, text, [Span(0, 3)])
    assert (lines[0].kind, lines[0].row) == (Kind.HIT, 1)
    assert texts(lines, Kind.HIT, Kind.REMOVED) == ["* a", "* a"]
