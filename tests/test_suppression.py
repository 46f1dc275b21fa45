"""Comments on a page that keep a rule quiet, and what is said of those that keep it quiet for nothing."""

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
def test_a_comment_keeps_a_rule_quiet(text: str) -> None:
    assert "word-cruft" in found(CRUFT)
    assert "word-cruft" not in found(text)


def test_a_comment_line_of_tv_tropes_works_as_well() -> None:
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
def test_nothing_else_does(text: str) -> None:
    assert "word-cruft" in found(text)


def test_a_comment_that_keeps_nothing_quiet_is_told() -> None:
    text = "* The keeper lights the lamp again. <!-- linterbot: ignore word-cruft, natter -->"
    lint_result = lint_text(f"{WORK}\n{text}")
    told = [one for one in lint_result.findings if one.name == "unused-suppression"]
    assert [one.code for one in told] == ["LB100", "LB100"]
    assert "“word-cruft”" in told[0].message
    assert len({one.fingerprint for one in told}) == 2


def test_a_rule_that_was_not_asked_says_nothing_of_its_comments() -> None:
    text = "<!-- linterbot: ignore missing-licence -->\n* The keeper lights the lamp again.\n"
    assert "unused-suppression" not in found(text)


def test_a_page_full_of_comments_takes_no_longer_than_its_length_allows() -> None:
    line = f"{CRUFT} <!-- linterbot: ignore word-cruft -->\n"
    assert "word-cruft" not in found(line * 5_000)
