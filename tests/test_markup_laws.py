"""Laws that hold for any text: it can be read, and its spans are exact and in order."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from linterbot.lint.fixing import apply_edits, fix_text
from linterbot.lint.linter import LintResult, lint
from linterbot.markup import guess, read
from linterbot.markup.spans import lines, merged, unbroken
from linterbot.model import NO_FACTS, Edit, Finding, Markup, Page, Safety, Span
from linterbot.rulebook import packs

PIECES = "* |** |*: |:|#|== |==|\n|\n\n|{{|}}|{{{|[[|]]|'' | ''|<!--|-->|<nowiki>|</nowiki>|{|\n{\\||\n\\|}|[=|=]|%%"
PIECES += "|[[folder:A]]|[[/folder]]|\n-   |\n    -   |\n  • |{{folder\\|B}}|{{/folder}}|Film|Real Life"
PIECES += "|Actually|\t|\r\n|é|\U0001f409"
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(
        alphabet=st.characters(codec=None, exclude_categories=()), max_size=40
    ),  # including halves of surrogate pairs
    st.lists(st.sampled_from([piece.replace("\\", "|") for piece in PIECES.split("|")]), max_size=60).map("".join),
)
MARKUPS = st.sampled_from(Markup)


@given(TEXTS, MARKUPS)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_and_its_spans_are_exact(text: str, markup: Markup) -> None:
    guess(text)
    document = read(Page("T", text), markup)
    end = 0
    for example in document.examples:
        assert end <= example.marker.start < example.marker.end <= example.line.start <= example.line.end
        assert example.line.end <= example.span.end <= len(text)
        assert example.span.start == example.marker.start
        end = example.span.end
        if example.parent is not None:
            parent = document.examples[example.parent]
            assert example.number in parent.children
            assert parent.depth < example.depth
    for section in document.sections:
        assert 0 <= section.span.start <= section.opener.start <= section.opener.end <= len(text)
        assert section.span.start <= section.span.end <= len(text)
    for span in [*document.opaque, *(one.span for one in document.templates), *(one.span for one in document.links)]:
        assert 0 <= span.start < span.end <= len(text)
    for offset in range(len(text) + 1):
        place = document.position(offset)
        assert place.row == text.count("\n", 0, offset) + 1
        assert place.column == offset - text.rfind("\n", 0, offset)


@given(st.text(alphabet="ab\n\r", max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 9)), max_size=5))
def test_lines_tile_the_text(text: str, hidden: list[tuple[int, int]]) -> None:
    spans = merged(Span(start, min(start + size, len(text))) for start, size in hidden if start < len(text))
    whole = unbroken(text, spans)
    assert len(whole) == len(text)
    found = list(lines(whole))
    assert found[0].start == 0
    assert found[-1].end == len(text)
    for one, following in pairwise(found):
        assert text[one.end : following.start] in ("\n", "\r\n")
        assert not any(span.start <= following.start - 1 < span.end for span in spans)


@given(TEXTS, MARKUPS, st.sampled_from(packs.names()))
@settings(max_examples=200, deadline=None)
def test_fixes_prove_themselves_and_are_made_once(text: str, markup: Markup, pack: str) -> None:
    rules = packs.load(pack)

    def relint(one: str) -> LintResult:
        return lint(read(Page("T", one), markup), rules, NO_FACTS)

    def wanted(one: Finding) -> bool:
        return one.fix is not None and one.fix.safety is not Safety.DISPLAY

    before = relint(text).all_findings
    fixed_text = fix_text(text, relint, wanted)
    assert len(relint(fixed_text.text).all_findings) <= len(before) - len(fixed_text.fixed)
    again = fix_text(fixed_text.text, relint, wanted)
    assert again.text == fixed_text.text
    assert (fixed_text.text == text) == (not fixed_text.fixed)


@given(st.text(max_size=40), st.data())
def test_edits_leave_everything_else_alone(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    after = apply_edits(text, [Edit(Span(start, end), "NEW")])
    assert after == f"{text[:start]}NEW{text[end:]}"
