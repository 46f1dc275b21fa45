"""What an edit brought in or touched, and what it left alone."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from linterbot.lint.added_lines import NEW_PAGE, Before, brought_in, digests
from linterbot.model import Finding, Severity, Span

LINES = st.lists(st.text(alphabet="ab* ", max_size=4), min_size=1, max_size=12)


def finding(text: str, words: str, fingerprint: str, *related: str) -> Finding:
    def span(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    spans = tuple(map(span, related))
    return Finding("EX101", "natter", Severity.WARNING, "m.", "p", span(words), spans, None, fingerprint)


def everywhere(text: str) -> list[Finding]:
    """Return a finding on each line with words, whose fingerprint is the row."""
    found, at = [], 0
    for row, line in enumerate(text.split("\n"), 1):
        if line:
            span = Span(at, at + len(line))
            found.append(Finding("EX101", "natter", Severity.WARNING, "m.", "p", span, (), None, str(row)))
        at += len(line) + 1
    return found


def test_everything_on_a_new_page_is_new() -> None:
    text = "one\ntwo"
    assert brought_in(text, everywhere(text), NEW_PAGE) == {"1", "2"}


def test_a_finding_is_touched_by_a_change_of_its_line_or_of_one_that_belongs_to_it() -> None:
    old, new = "one\ntwo\nthree", "one\ntwo!\nthree"
    known = Before(digests(old), frozenset("abc"))
    found = [finding(new, "one", "a"), finding(new, "two", "b"), finding(new, "three", "c", "two!")]
    assert brought_in(new, found, known) == {"b", "c"}


def test_a_finding_over_several_lines_is_touched_by_any_of_them() -> None:
    old, new = "one\ntwo\nthree\nfour", "one\ntwo\nnew\nthree\nfour"
    found = [finding(new, "two\nnew\nthree", "a"), finding(new, "one\ntwo", "b")]
    assert brought_in(new, found, Before(digests(old), frozenset("ab"))) == {"a"}


def test_a_finding_that_was_not_there_is_brought_in_wherever_it_stands() -> None:
    text = "one\ntwo"
    assert brought_in(text, [finding(text, "one", "a")], Before(digests(f"{text}\nthree"), frozenset())) == {"a"}


@given(LINES, st.randoms())
def test_lines_that_were_only_moved_bring_in_nothing(lines: list[str], chance: Random) -> None:
    old = "\n".join(lines)
    chance.shuffle(lines)
    new = "\n".join(lines)
    found = everywhere(new)
    assert brought_in(new, found, Before(digests(old), frozenset(one.fingerprint for one in found))) == frozenset()


@given(LINES, LINES, LINES)
def test_exactly_the_new_lines_are_touched(head: list[str], added: list[str], tail: list[str]) -> None:
    added = [f"new {line}" for line in added]
    old, new = "\n".join([*head, *tail]), "\n".join([*head, *added, *tail])
    found = everywhere(new)
    rows = {str(row) for row in range(len(head) + 1, len(head) + len(added) + 1)}
    assert brought_in(new, found, Before(digests(old), frozenset(one.fingerprint for one in found))) == rows
