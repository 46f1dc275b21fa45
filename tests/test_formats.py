"""What is shown on a terminal, and what is escaped there."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linterbot.formats import hyperlink
from linterbot.formats.line_diff import line_diff
from linterbot.formats.terminal_escape import terminal_escape, width, window
from linterbot.formats.unified_diff import unified
from linterbot.model import Edit, Fix, Safety, Span


@given(st.text(max_size=200))
def test_visible_text_has_no_hidden_character(text: str) -> None:
    shown = terminal_escape(text)
    assert len(shown) == len(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.text(alphabet="abc…", max_size=300), st.data(), st.integers(20, 120))
def test_a_window_shows_the_start_of_what_is_underlined(line: str, data: st.DataObject, columns: int) -> None:
    start = data.draw(st.integers(0, max(0, len(line) - 1)))
    end = data.draw(st.integers(start, len(line)))
    shown, left, right = window(line, start, end, columns)
    assert len(shown) <= max(columns, 0) or len(line) <= columns
    assert 0 <= left <= right <= max(len(shown), left + 1)
    if line and left < len(shown) - 1 and left > 0:
        assert shown[left] in (line[start], "…")


@given(st.text(alphabet="ab漢🐉e\u0301\u0308\ufe0f❤…\x07", max_size=300), st.data(), st.integers(6, 60))
def test_a_window_fits_whatever_its_characters_take(line: str, data: st.DataObject, columns: int) -> None:
    start = data.draw(st.integers(0, max(0, len(line) - 1)))
    end = data.draw(st.integers(start, len(line)))
    shown, left, right = window(line, start, end, columns)
    assert width(shown) <= columns
    assert 0 <= left <= right <= max(len(shown), left + 1)
    assert not line or shown[left] == line[start]


def test_a_window_parts_no_letter_from_its_accents() -> None:
    shown, left, right = window("e\u0301" * 100, 100, 102, 20)
    assert shown == "…" + "e\u0301" * 18 + "…"
    assert shown[left:right] == "e\u0301"


def test_wide_characters_take_two_columns_and_marks_and_control_characters_none() -> None:
    assert width("ab漢e\u0301") == 5
    assert width("a\x07漢\x00") == 3
    assert width("❤\ufe0f") == 2


def test_a_diff_shows_only_the_lines_that_a_fix_changes() -> None:
    text = "one\ntwo\nthree\n"
    touched = line_diff(text, Fix((Edit(Span(4, 7), "2"),), Safety.SAFE, ""))
    assert (touched.row, touched.before, touched.after) == (2, ("two",), ("2",))


def patched(before: str, diff: str) -> str:
    """Return a text with a unified diff applied, as `patch` does it."""
    old, new, at = before.splitlines(keepends=True), list[str](), 0
    lines = diff.split("\n")[2:-1]
    for number, line in enumerate(lines):
        end = "" if lines[number + 1 : number + 2] == ["\\ No newline at end of file"] else "\n"
        if line.startswith("@@"):
            start, _, count = line.split()[1].removeprefix("-").partition(",")
            first = int(start) - (count != "0")
            new += old[at:first]
            at = first
        elif line[0] == "+":
            new.append(line[1:] + end)
        elif line[0] in "- ":
            assert old[at] == line[1:] + end
            new += [old[at]] if line[0] == " " else []
            at += 1
    return "".join(new + old[at:])


TEXTS = st.lists(st.sampled_from("abc "), max_size=12).map("\n".join)


@given(TEXTS, TEXTS, st.sampled_from(["", "\n"]), st.sampled_from(["", "\n"]))
def test_a_unified_diff_says_exactly_what_changes(before: str, after: str, end: str, other_end: str) -> None:
    one, other = before + end, after + other_end
    diff = unified(one, other, "Page")
    assert patched(one, diff) == other if diff else one == other


def test_what_is_put_in_above_a_line_is_shown_above_that_line() -> None:
    diff = unified("a\n\nb\nc\n", "a\n\nnew\n\nb\nc\n", "Page").splitlines()
    assert diff == ["--- Page\t(now)", "+++ Page\t(fixed)", "@@ -1,4 +1,6 @@", " a", " ", "+new", "+", " b", " c"]


def test_a_diff_ends_where_the_text_ends() -> None:
    diff = unified("a\nb\n", "a\nb\nc\n", "Page").splitlines()
    assert diff[2:] == ["@@ -1,2 +1,3 @@", " a", " b", "+c"]


@pytest.mark.parametrize(
    ("environ", "shown"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "4602"}, False),
        ({"WT_SESSION": "x"}, True),
    ],
)
def test_links_are_shown_only_by_terminals_that_can(environ: dict[str, str], shown: bool) -> None:
    assert hyperlink.supported(environ) is shown


def test_only_a_plain_address_becomes_a_link() -> None:
    assert (
        hyperlink.hyperlink("natter", "https://wiki.example/A")
        == "\x1b]8;;https://wiki.example/A\x1b\\natter\x1b]8;;\x1b\\"
    )
    assert hyperlink.hyperlink("natter", "https://wiki.example/\x1b[2J") == "natter"
    assert hyperlink.hyperlink("natter", "") == "natter"
