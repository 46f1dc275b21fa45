"""What reports show, and what they make harmless."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from linterbot.ledger.findings import Recorded, State
from linterbot.markup.mediawiki import read
from linterbot.model import Edit, Fix, Safety, Span
from linterbot.report.change import change
from linterbot.report.visible import visible, width, window
from linterbot.report.wikitext import edit_summary, harmless, policy_link, report_page


@given(st.text(max_size=300))
def test_harmless_words_hold_no_markup_at_all(text: str) -> None:
    shown = harmless(text)
    document = read(shown)
    assert (document.templates, document.links, document.examples, document.sections, document.opaque) == ((),) * 5
    for sign in ("~", "[", "{", "<", "'", "\n", "http:", "|"):
        assert sign not in shown


@given(st.text(max_size=200))
def test_visible_text_has_no_hidden_character(text: str) -> None:
    shown = visible(text)
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


def test_wide_characters_take_two_columns() -> None:
    assert width("ab漢e\u0301") == 5


def test_a_change_shows_only_the_lines_it_touches() -> None:
    text = "one\ntwo\nthree\n"
    touched = change(text, Fix((Edit(Span(4, 7), "2"),), Safety.SAFE, ""))
    assert (touched.row, touched.before, touched.after) == (2, ("two",), ("2",))


def test_policies_become_links_of_the_wiki_or_addresses() -> None:
    assert policy_link("https://x.test/wiki/Project:Style_Guide", "natter") == "[[Project:Style Guide|natter]]"
    assert policy_link("https://x.test/p.php/Main/X", "natter") == "[https://x.test/p.php/Main/X natter]"
    assert policy_link("https://x.test/wiki/A|B]]{{x}}", "natter") == "natter"


def test_a_summary_holds_each_rule_once_and_the_token() -> None:
    rule = ("natter", "Put {{x}} on top", "https://x.test/wiki/P")
    said = edit_summary([rule, rule], "abcd")
    assert said == "[[P|natter]]: put x on top [linterbot abcd]"


def test_a_long_summary_ends_between_two_rules() -> None:
    said = edit_summary([(f"rule-{n}", "done", "https://x.test/wiki/Policy") for n in range(40)], "abcd")
    assert len(said) < 450
    assert said.endswith("; … [linterbot abcd]")
    assert said.count("[[") == said.count("]]")


def test_the_report_stays_below_what_a_wiki_takes() -> None:
    one = Recorded(
        "",
        "f",
        "EX101",
        "natter",
        "warning",
        "m" * 500,
        "https://x.test/wiki/P",
        "'" * 500,
        1,
        False,
        "x" * 900,
        1,
        State.OPEN,
        "t",
    )
    many = [replace(one, title=f"Page {page:04}", row=row) for page in range(300) for row in range(40)]
    page = report_page("", many, [])
    assert len(page.encode()) < 2 * 1024 * 1024
    assert "and 25 more on this page" in page
    assert "200 more pages are not shown" in page


def test_an_empty_report_keeps_the_page_as_people_wrote_it() -> None:
    page = report_page("Hello.", [], [])
    assert page.startswith("Hello.\n\n<!-- linterbot:begin")
    assert report_page(page, [], []) == page
