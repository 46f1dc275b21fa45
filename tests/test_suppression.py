"""Comments on a page that silence a rule, and findings about comments that silence nothing."""

from __future__ import annotations

import pytest

from linterbot.model import Markup
from tests.conftest import WORK, lint_text, names

CRUFT = "* ''Moss'': Needless to say, the lodger never leaves his trombone alone."


def found(text: str, markup: Markup = Markup.MEDIAWIKI, pack: str = "tropedia") -> list[str]:
    return names(lint_text(f"{WORK}\n{text}" if markup is Markup.MEDIAWIKI else text, markup, pack))


@pytest.mark.parametrize(
    "text",
    [
        f"{CRUFT} <!-- linterbot: ignore word-cruft -->",
        f"<!-- linterbot: ignore word-cruft -->\n{CRUFT}",
        f"{CRUFT} <!-- linterbot: ignore WD502 -->",
        f"{CRUFT} <!--linterbot:ignore natter, word-cruft-->",
        f"<!-- linterbot: ignore-page word-cruft -->\n\n{CRUFT}\n{CRUFT}x",
    ],
)
def test_a_comment_silences_a_rule(text: str) -> None:
    assert "word-cruft" in found(CRUFT)
    assert "word-cruft" not in found(text)


def test_a_comment_line_of_tv_tropes_works_too() -> None:
    text = f"%% linterbot: ignore word-cruft\n{CRUFT}\n"
    assert "word-cruft" not in found(text, Markup.TVTROPES, "tvtropes")


@pytest.mark.parametrize(
    "text",
    [
        f"{CRUFT} linterbot: ignore word-cruft",
        f"{CRUFT} <nowiki><!-- linterbot: ignore natter --></nowiki>",
        f"<!-- linterbot: ignore word-cruft -->\n* The keeper lights the lamp again.\n{CRUFT}",
        f"{CRUFT} <!-- linterbot: ignore natter -->",
    ],
)
def test_nothing_else_silences_a_rule(text: str) -> None:
    assert "word-cruft" in found(text)


def test_a_comment_that_silences_nothing_is_reported() -> None:
    text = "* The keeper lights the lamp again. <!-- linterbot: ignore word-cruft, natter -->"
    lint_result = lint_text(f"{WORK}\n{text}")
    unused = [one for one in lint_result.findings if one.name == "unused-suppression"]
    assert [one.code for one in unused] == ["LB100", "LB100"]
    assert "“word-cruft”" in unused[0].message
    assert len({one.fingerprint for one in unused}) == 2


def test_comments_for_a_rule_that_is_not_checked_are_not_reported() -> None:
    text = "<!-- linterbot: ignore missing-licence -->\n* The keeper lights the lamp again.\n"
    assert "unused-suppression" not in found(text)


def test_a_page_full_of_comments_takes_no_longer_than_its_length_allows() -> None:
    line = f"{CRUFT} <!-- linterbot: ignore word-cruft -->\n"
    assert "word-cruft" not in found(line * 5_000)


@pytest.mark.parametrize(
    "comment",
    [
        "ignore word-cruft because the keeper really says so",
        "ignore word-cruft, because it is a joke",
        "ignore word-cruft the phrase is a running joke",
        "ignore word-cruft: a running joke",
        "ignore natter word-cruft",
        "ignore natter and word-cruft, see the talk page",
        "ignore nater, word-cruft",
        "IGNORE WD502 -- a joke",
    ],
)
def test_a_comment_may_give_its_reason_in_any_words(comment: str) -> None:
    assert "word-cruft" not in found(f"{CRUFT} <!-- linterbot: {comment} -->")


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("ignore wordcruft", "there is no rule “wordcruft”; did you mean “word-cruft”?"),
        ("ignore natter, word-craft", "there is no rule “word-craft”; did you mean “word-cruft”?"),
        ("ignore because it is a joke", "there is no rule “because”"),
        ("ignroe word-cruft", "“ignroe word-cruft” cannot be read; write <!-- linterbot: ignore RULE because … -->."),
        ("ignore", "“ignore” cannot be read"),
    ],
)
def test_a_comment_that_names_no_rule_says_so(comment: str, words: str) -> None:
    lint_result = lint_text(f"{WORK}\n{CRUFT} <!-- linterbot: {comment} -->")
    assert "word-cruft" in names(lint_result)
    (finding,) = (one for one in lint_result.findings if one.name == "unreadable-suppression")
    assert words in finding.message


def test_a_reason_is_no_list_of_rules() -> None:
    text = f"{CRUFT} <!-- linterbot: ignore word-cruft, since nobody minds, and it reads well -->"
    assert "unreadable-suppression" not in found(text)


def test_silencing_a_rule_does_not_wake_those_that_yield_to_it() -> None:
    text = "* ''Ropewalk'': Mother Ansel eats candles for four days.\n** To be fair, they were good candles."
    assert {"natter", "justifying-edit"} & set(found(text)) == {"natter"}
    silenced = found(f"{text} <!-- linterbot: ignore natter -->")
    assert not {"natter", "justifying-edit"} & set(silenced)
    assert "unused-suppression" not in silenced


def test_a_comment_silences_only_the_rule_that_it_names() -> None:
    page = (
        "{{work}} {{tropelist}} {{reflist}} [[Category:Theatre]]\n"
        "* Flooded Vault: Inspector Tellwright wades into the flooded vault alone.\n"
        "** To be fair, the water was only knee-deep, though.%s\n"
    )
    every = names(lint_text(page % ""))
    assert every == ["natter", "lone-sub-example"]
    for rule in every:
        silent = names(lint_text(page % f" <!-- linterbot: ignore {rule} -->"))
        assert silent == [one for one in every if one != rule]
