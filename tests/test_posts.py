"""What the bot writes on a wiki, and what it escapes there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linterbot.errors import RuleError
from linterbot.ledger.findings import RecordedFinding, State
from linterbot.markup.mediawiki import read
from linterbot.posts import texts
from linterbot.posts.edit_summary import fix_summary, signed
from linterbot.posts.finding_line import finding_lines, policy_link
from linterbot.posts.report_page import Report, report_page, same_report
from linterbot.posts.talk import message, talk_page, welcome
from linterbot.version import __version__
from linterbot.wiki_escape import wiki_escape


def report(found: Sequence[RecordedFinding], **more: Any) -> Report:
    """Return a report that shows all open findings."""
    return Report(found, len(found), len({one.title for one in found}), **more)


@given(st.text(max_size=300))
def test_escaped_words_hold_no_markup_at_all(text: str) -> None:
    shown = wiki_escape(text)
    document = read(shown)
    assert (document.templates, document.links, document.examples, document.sections, document.opaque) == ((),) * 5
    for sign in ("~", "[", "{", "<", "'", "\n", "http:", "|"):
        assert sign not in shown


def test_policies_become_links_of_the_wiki_or_addresses() -> None:
    assert policy_link("https://x.test/wiki/Project:Style_Guide", "natter") == "[[Project:Style Guide|natter]]"
    assert policy_link("https://x.test/p.php/Main/X", "natter") == "[https://x.test/p.php/Main/X natter]"
    assert policy_link("https://x.test/wiki/A|B]]{{x}}", "natter") == "natter"


def test_a_summary_holds_each_rule_once_and_the_token() -> None:
    rule = ("natter", "Put {{x}} on top", "https://x.test/wiki/P")
    assert fix_summary([rule, rule]) == "[[P|natter]]: put x on top"


def test_a_long_summary_ends_between_two_rules() -> None:
    summary = fix_summary((f"rule-{n}", "done", "https://x.test/wiki/Policy") for n in range(40))
    whole = signed(summary, "1a2b3c4d", "4f0c", "User:LinterBot/False positives", TEXTS)
    assert len(whole) < 500
    assert summary.endswith("; …")
    assert whole.endswith(f"([[User:LinterBot/False positives|wrong?]]; run 1a2b3c4d, {__version__}) [linterbot 4f0c]")
    assert summary.count("[[") == summary.count("]]")


TEXTS = texts.load("tropedia", (), {"bot": "LinterBot", "stop": "User:LinterBot/Stop"})
ONE = RecordedFinding(
    id=12,
    title="A",
    fingerprint="f",
    code="EX101",
    rule="natter",
    severity="warning",
    message="m",
    policy="https://x.test/wiki/P",
    words="w",
    row=1,
    fixable=False,
    suggestion="",
    confidence=1.0,
    author="",
    section="",
    parent=0,
    revision=0,
    last_revision=1,
    state=State.OPEN,
    since="t",
    opened_at="t",
)


def test_the_report_stays_below_what_a_wiki_takes() -> None:
    one = replace(ONE, section="s" * 200, message="m" * 500, words="'" * 500, suggestion="x" * 900)
    many = [replace(one, title=f"{'P' * 250}{page:04}", row=row) for page in range(300) for row in range(40)]
    page = report_page("", report(many), TEXTS)
    assert len(page.encode()) < 2 * 1024 * 1024
    assert "and 30 more on this page" in page
    assert "200 more pages are not shown" in page


def test_a_report_with_nothing_to_say_is_empty_and_keeps_what_people_wrote() -> None:
    page = report_page("Hello.", report([]), TEXTS)
    assert page.startswith("Hello.\n\n<!-- linterbot:begin")
    assert page.endswith("-->\n<!-- linterbot:end -->")
    assert report_page(page, report([]), TEXTS) == page


def test_the_report_begins_with_what_matters_most_and_can_be_acted_on() -> None:
    found = [
        replace(ONE, title="Notice", severity="notice"),
        replace(ONE, title="Error", severity="error"),
        replace(ONE, title="Warning"),
        replace(ONE, title="With a fix", suggestion="Join it"),
    ]
    resolved = [replace(ONE, title="Done", severity="error", state=State.RESOLVED)]
    page = report_page(
        "", report(found, resolved=resolved, older=70, now="2026-01-01T10:20:30Z", troubles=["natter is paused"]), TEXTS
    )
    titles = re.findall(r"== \[\[:(.*?)\]\] ==", page)
    assert titles == ["Error", "With a fix", "Warning", "Notice", "Done"]
    assert "not listed: 70." in page
    assert "''Last run: 2026-01-01 10:20 UTC.''" in page
    assert "* natter is paused" in page
    assert page.count(f"<!-- linterbot:no {ONE.key} -->☐\u00a0fixed ☐\u00a0not a fault ☐\u00a0leave it") == 4
    assert "no. 12" not in page


def test_a_report_is_written_again_for_new_content_or_a_new_day_but_not_for_a_new_hour() -> None:
    pages = [
        report_page("", report([ONE], now=f"2026-01-0{day}T{hour}:00:00Z"), TEXTS)
        for day, hour in ((1, 10), (1, 11), (2, 10))
    ]
    assert same_report(pages[0], pages[1])
    assert not same_report(pages[0], pages[2])
    assert not same_report(pages[0], report_page("", report([ONE, ONE], now="2026-01-01T10:00:00Z"), TEXTS))


def test_a_talk_page_has_one_section_that_is_kept_up_to_date() -> None:
    first = talk_page("== Before ==\nHello. ~~~~", [ONE], TEXTS)
    answered = f"{first}\n:Thank you. --Quill"
    second = talk_page(answered, [replace(ONE, state=State.RESOLVED), replace(ONE, message="new")], TEXTS)
    assert second.startswith("== Before ==\nHello. ~~~~\n\n== A few things to look at ==")
    assert second.endswith(":Thank you. --Quill")
    assert second.count("A few things to look at") == 1
    assert ("<s>" in second, "new" in second) == (True, True)
    assert second.count("~~~~") == 2


def test_a_newcomer_is_welcomed_without_a_list_of_faults() -> None:
    post = welcome("", "New</nowiki>~~~~Comer", TEXTS)
    assert "natter" not in post
    assert post.count("~~~~") == 1
    assert "New&#60;&#47;nowiki&#62;" in post


def test_a_message_lists_everything_at_once_and_notifies_nobody_else() -> None:
    post = message("== Old ==", [ONE, replace(ONE, title="User:Somebody")], TEXTS)
    assert post.startswith("== Old ==\n\n== About your recent edits ==")
    assert ("On [[:A]]:" in post, "On User:Somebody:" in post) == (True, True)
    assert post.count("~~~~") == 1


def test_a_message_lists_no_more_than_somebody_reads() -> None:
    post = message("", [replace(ONE, row=row) for row in range(12)], TEXTS)
    assert post.count("\n* ") == 8
    assert "There are 4 more like these" in post


@pytest.mark.parametrize(
    ("says", "first"),
    [
        ("It is wrong. Mend it.", "It is wrong."),
        ("“Well. To be fair” is an excuse. Mend it.", "“Well. To be fair” is an excuse."),
        ("It ends with “…” here", "It ends with “…” here"),
        ("As in Mr. smith's case, it is wrong. “Mend” it.", "As in Mr. smith's case, it is wrong."),
    ],
)
def test_a_line_says_in_one_sentence_what_is_wrong(says: str, first: str) -> None:
    (line,) = finding_lines([replace(ONE, message=says, words="")], TEXTS)
    assert f"{wiki_escape(first)} ([[P|natter]])" in line


def test_a_line_quotes_words_as_a_reader_sees_them() -> None:
    (line,) = finding_lines([replace(ONE, words="''[[Lamps (play)|Lamps]]'': A lamp.", section="Film")], TEXTS)
    assert line == "* [[:A#Film|Film]]: “Lamps&#58; A lamp.” m ([[P|natter]])"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("welcom: hi", 'texts.yaml:1: unknown text "welcom"; did you mean "welcome"?'),
        ("welcome: hi {usr}", 'texts.yaml:1: unknown place "{usr}"; did you mean "user"?'),
        ("welcome: [a]", 'texts.yaml:1: "welcome" must be a text'),
    ],
)
def test_texts_can_be_replaced_and_mistakes_are_reported(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "texts.yaml").write_text("welcome: Hello {user}, says {bot}.")
    assert texts.load("tropedia", [tmp_path], {"bot": "B"}).say("welcome", user="A") == "Hello A, says B."
    (tmp_path / "texts.yaml").write_text(text)
    with pytest.raises(RuleError) as caught:
        texts.load("tropedia", [tmp_path], {})
    assert words in str(caught.value)
