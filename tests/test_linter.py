"""Fingerprints, order and messages of findings; fixes that must prove themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linterbot.lint.fixing import fix_text, proven
from linterbot.lint.linter import LONGEST_PAGE, MOST_FINDINGS, LintResult, lint, lint_page, read_page
from linterbot.markup import read
from linterbot.markup.gather import MOST_PARTS
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES
from linterbot.model import NO_FACTS, Edit, Finding, Fix, Markup, Page, Safety, Severity, Span
from linterbot.rulebook.packs import load
from tests.conftest import lint_text

REPLY = "* ''A'': x.\n** To be fair, it was late, though.\n"


def prints(text: str) -> list[str]:
    return [one.fingerprint for one in lint_text(text).findings if one.name == "natter"]


def test_a_fingerprint_survives_edits_elsewhere() -> None:
    assert prints(REPLY) == prints(f"New words.\n\n== Film ==\n* another\n{REPLY}* more\n")


def test_equal_findings_have_different_fingerprints() -> None:
    first, second = prints(REPLY + REPLY)
    assert first == prints(REPLY)[0]
    assert first != second


def test_findings_are_in_the_order_of_the_page() -> None:
    starts = [one.span.start for one in lint_text(REPLY * 3).findings]
    assert starts == sorted(starts)


def test_a_message_takes_nothing_from_the_page_but_words() -> None:
    text = "* {found.__class__} this troper {policy}\n"
    (finding,) = [one for one in lint_text(text).findings if one.name == "this-troper"]
    assert finding.message == "“this troper” is about the person writing. Say it about the work, or leave it out."


def test_a_page_that_was_not_read_is_a_finding() -> None:
    page = Page("Long", "x" * (LONGEST_PAGE + 1))
    document = read_page(page, Markup.MEDIAWIKI, MEDIAWIKI_NAMES)
    (finding,) = lint_page(document, load("tropedia"), NO_FACTS).findings
    assert (finding.code, finding.severity) == ("LB001", Severity.ERROR)
    assert "the limit is 4,194,304" in finding.message


def finding(text: str, new: str) -> Finding:
    fix = Fix((Edit(Span(0, len(text)), new),), Safety.SAFE, "x")
    return Finding("EX199", "x", Severity.NOTICE, "", "", Span(0, 1), (), fix, "f")


def result(*findings: Finding) -> LintResult:
    return LintResult(findings, ())


def test_a_fix_that_leaves_its_finding_is_withheld() -> None:
    one = finding("abc", "abd")
    assert proven("abc", [one], [one], lambda _: result(one)) is None
    assert fix_text("abc", lambda _: result(one), lambda _: True).withheld == (one,)


def test_a_fix_that_brings_in_a_new_finding_is_withheld() -> None:
    one = finding("abc", "abd")
    other = Finding("EX198", "y", Severity.NOTICE, "", "", Span(0, 1), (), None, "g")
    assert proven("abc", [one], [one], lambda _: result(other)) is None


def test_a_fix_that_changes_nothing_is_withheld() -> None:
    one = finding("abc", "abc")
    assert proven("abc", [one], [one], lambda _: result()) is None


def test_fixes_follow_one_another() -> None:
    long = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles.\n"
    rules = load("tropedia")

    def relint(text: str) -> LintResult:
        return lint(read(Page("Trope Workshop:X", text, "Trope Workshop"), Markup.MEDIAWIKI), rules, NO_FACTS)

    fixed_text = fix_text(long * 4, relint, lambda one: one.fix is not None and one.fix.safety is Safety.SAFE)
    assert fixed_text.text == "{{Trope Workshop}}\n" + long
    assert len(fixed_text.fixed) == 4


REPLY = "* ''Ropewalk'': Mother Ansel eats candles for four days.\n** To be fair, she has nothing else, though.\n"


def test_one_fault_is_reported_once_by_the_strongest_rule() -> None:
    lint_result = lint(read(Page("X", REPLY), Markup.MEDIAWIKI), load("tropedia"), NO_FACTS)
    assert "natter" in [one.name for one in lint_result.findings]
    # A page that lacks the markup of its kind lacks its category too.
    assert [one.name for one in lint_result.hidden] == ["missing-category", "justifying-edit"]


def test_a_fault_in_the_lines_that_continue_a_reply_is_part_of_the_reply() -> None:
    text = f"{REPLY}**: This troper would know."
    lint_result = lint(read(Page("X", text), Markup.MEDIAWIKI), load("tropedia"), NO_FACTS)
    assert "this-troper" in [one.name for one in lint_result.hidden]


def relint(text: str) -> LintResult:
    return lint(read(Page("X", text), Markup.MEDIAWIKI), load("tropedia"), NO_FACTS)


def test_no_fix_hides_what_is_wrong_with_the_words() -> None:
    lone = [rule for rule in load("tropedia") if rule.name == "lone-sub-example"]
    (found,) = lint(read(Page("X", REPLY), Markup.MEDIAWIKI), lone, NO_FACTS).findings
    assert found.fix is not None, "by itself, the rule would join it"
    assert proven(REPLY, [found], relint(REPLY).all_findings, relint) is None
    by_name = {one.name: one for one in relint(REPLY).findings}
    assert by_name["lone-sub-example"].fix is None, "it leaves the repair to natter"
    assert by_name["natter"].fix is not None
    assert proven(REPLY, [by_name["natter"]], relint(REPLY).all_findings, relint) is not None


def test_what_is_gone_with_its_words_is_not_hidden() -> None:
    line = "* Candle Diet: Mother Ansel of ''Ropewalk'' and her whole order.\n"
    twice = f"{line}* Lost Key: The lodger leaves by the window, since the door is locked.\n{line}* Lost Key: Crabbe.\n"
    assert [one.name for one in relint(twice).findings].count("zero-context-example") == 3
    fixed = fix_text(twice, relint, lambda one: one.name == "duplicate-example")
    assert [one.name for one in relint(fixed.text).findings].count("zero-context-example") == 2


def test_what_asks_is_not_joined_to_the_example_above() -> None:
    page = "* ''Ropewalk'': Mother Ansel eats candles for four days.\n** Who lights them, in the dark of the cellar?\n"
    (found,) = [one for one in relint(page).findings if one.name == "lone-sub-example"]
    assert found.fix is None


def test_a_doubtful_finding_is_not_reported_or_reported_without_a_fix() -> None:
    rules = [rule for rule in load("tropedia") if rule.name == "natter"]
    document = read(Page("X", REPLY), Markup.MEDIAWIKI)
    (found,) = lint(document, rules, NO_FACTS).findings
    assert rules[0].threshold <= found.confidence < 1
    assert found.fix is not None
    assert lint(document, [replace(rules[0], threshold=0.999)], NO_FACTS).findings == ()
    (bare,) = lint(document, [replace(rules[0], suggest_from=0.999)], NO_FACTS).findings
    assert bare.fix is None


@pytest.mark.slow
def test_a_page_with_too_many_parts_is_not_read() -> None:
    for markup, line in ((Markup.MEDIAWIKI, "* a\n"), (Markup.TVTROPES, "[[/folder]]\n"), (Markup.RENDERED, "# a\n")):
        page = Page("Some Page", line * (MOST_PARTS + 1))
        (finding,) = lint_page(read_page(page, markup, MEDIAWIKI_NAMES), load("tropedia"), NO_FACTS).findings
        assert (finding.code, finding.message) == (
            "LB001",
            "The page was not read: it has more than 100,000 list items, headings and folders.",
        )
        page = Page("Some Page", "* a\n" * MOST_PARTS)
        assert not read_page(page, markup, MEDIAWIKI_NAMES).unread


def test_a_page_with_too_many_findings_gets_a_single_one() -> None:
    page = Page("Some Page", "This troper.\n" * (MOST_FINDINGS + 1))
    (finding,) = lint_page(read_page(page, Markup.MEDIAWIKI, MEDIAWIKI_NAMES), load("tropedia"), NO_FACTS).findings
    assert finding.message == "The page was not read: it has more than 10,000 findings."


def test_a_page_pasted_without_its_bullets_says_that_no_examples_were_seen() -> None:
    text = "Real Life\n\nA keeper off the Hebrides logged an uneventful week.\n\nActually, he did not.\n"
    lint_result = lint(read(Page("X", text), Markup.RENDERED), load("tropedia"), NO_FACTS)
    reasons = {one.reason for one in lint_result.skipped if one.name in ("natter", "zero-context-example")}
    assert reasons == {"no examples were seen, since the text has no bullets"}
