"""The checks on whole pages and files: kinds of pages, logs, categories, and the time that uploaders get."""

from __future__ import annotations

import pytest

from linterbot.model import NO_FACTS, Facts, FilePage, Finding, Made
from tests.conftest import WORK, lint_text, names


def findings_of(
    rule: str, text: str, title: str = "Some Page", namespace: str = "", facts: Facts = NO_FACTS
) -> list[Finding]:
    lint_result = lint_text(text, title=title, namespace=namespace, facts=facts)
    return [one for one in lint_result.findings if one.name == rule]


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("{{work}}\nA play.", "A", "a work page (it has {{work}}), but lacks {{tropelist}}, {{reflist}}"),
        ("A play.\n[[Category:Theatre]]", "A", "a work page (it is in the category “Theatre”)"),
        ("A play.\n== Tropes used in A ==\n* B: c.", "A", "a work page (it has the section “Tropes used in A”)"),
        ("She writes.\n[[Category:Authors]]", "A", "a creator's page (it is in the category “Authors”)"),
        ("On ropes.", "Useful Notes/Ropes", "a page of useful notes (its title begins with “Useful Notes/”)"),
        ("* It was booed.", "A/YMMV", "a work subpage (its title ends in “/YMMV”)"),
        ("== Film ==\n* a\n== Music ==\n* b", "A", "a trope page (its examples are under “Film” and “Music”)"),
        ("Words.", "A", "a page of unknown type"),
    ],
)
def test_a_page_without_its_preload_is_reported_with_its_kind_and_why(text: str, title: str, words: str) -> None:
    (finding,) = findings_of("missing-preload-markup", text, title)
    assert words in finding.message


def test_a_redirect_to_a_template_is_as_good() -> None:
    facts = Facts(template_redirects={"Wk": "Work", "Tropes here": "Tropelist", "Notes": "Reflist"})
    assert not findings_of("missing-preload-markup", "{{wk}} {{tropes here}} {{notes}}", facts=facts)


def test_a_second_category_is_enough_and_a_link_to_one_is_not() -> None:
    text = "{{trope}} [[Category:Trope]]\n== Examples ==\n"
    assert findings_of("missing-category", f"{text}[[:Category:Houses]]")
    assert not findings_of("missing-category", f"{text}[[Category:Houses]]")


def test_a_misspelt_licence_is_named_where_the_wikis_own_are_known() -> None:
    facts = Facts(licences=frozenset({"Fairuse", "House rule"}), template_redirects={})
    (finding,) = findings_of("missing-licence", "{{Hause rule}}", "File:A.png", "File", facts)
    assert "no licence template: {{Hause rule}} is none, {{House rule}} would be." in finding.message
    assert findings_of("missing-licence", "{{GFDL-1.2}}", "File:A.png", "File", facts)
    assert not findings_of("missing-licence", "{{GFDL-1.2}}", "File:A.png", "File")


def test_replies_do_not_count_as_examples() -> None:
    reply = "* ''A'': Somebody does something in it that takes a while to tell.\n** Not really.\n** Well, nearly.\n"
    (finding,) = findings_of("too-few-examples", "{{trope}}\n" + reply * 2)
    assert "needs at least 3 examples and has 2" in finding.message
    assert not findings_of("too-few-examples", "{{trope}}\n" + reply * 3)


def test_each_wiki_asks_for_its_own_number_of_examples() -> None:
    text = "{{trope}}\n" + "* ''A'': Somebody does something.\n" * 4
    names = [one.name for one in lint_text(text, pack="allthetropes").findings]
    assert "too-few-examples" in names
    assert "too-few-examples" not in [one.name for one in lint_text(text).findings]


def test_the_log_shows_where_a_trope_page_was_created() -> None:
    text = "{{trope}}\nA key is lost."
    made = Facts(created={"Lost Key": Made("2026-01-30T10:00:00Z", 1.5)})
    (finding,) = findings_of("bypassed-workshop", text, "Lost Key", facts=made)
    assert "on 2026-01-30" in finding.message
    assert not findings_of("bypassed-workshop", text, "Lost Key", facts=Facts(created={}))
    skipped = [one for one in lint_text(text, title="Lost Key").skipped if one.name == "bypassed-workshop"]
    assert [one.reason for one in skipped] == ["needs the page's log, which only the wiki has"]


def test_somebody_who_has_just_uploaded_a_file_gets_time_for_its_page() -> None:
    def facts(days: float | None) -> Facts:
        return Facts(files={"Lamp.png": FilePage("Lamp.png", True, days_here=days)}, template_redirects={})

    for rule in ("missing-licence", "missing-attribution"):
        assert not findings_of(rule, "A lamp.", "File:Lamp.png", "File", facts(0.5))
        assert findings_of(rule, "A lamp.", "File:Lamp.png", "File", facts(5))
        assert findings_of(rule, "A lamp.", "File:Lamp.png", "File", facts(None))
        assert findings_of(rule, "A lamp.", "File:Lamp.png", "File")


def test_a_licence_may_stand_in_another_templates_argument_but_not_in_a_comment_or_prose() -> None:
    for text in ("{{Information|permission={{Fairuse}}}}", "{{Box|{{Frame|{{PD}}}}}}"):
        assert not findings_of("missing-licence", text, "File:A.png", "File")
    for text in ("<!-- {{PD}} -->", "<nowiki>{{PD}}</nowiki>", "Fair use.", "{{Information|permission=PD}}"):
        assert findings_of("missing-licence", text, "File:A.png", "File")


def test_what_the_wiki_itself_calls_a_licence_is_one() -> None:
    assert not findings_of(
        "missing-licence", "{{House rule}}", "File:A.png", "File", Facts(licences=frozenset({"House rule"}))
    )


def test_a_file_from_the_shared_store_is_not_missing() -> None:
    files = {"A.png": FilePage("A.png", False, stored=True), "B.png": FilePage("B.png", False, stored=False)}
    facts = Facts(files=files, template_redirects={})
    (finding,) = findings_of("missing-file", f"{WORK}\n[[File:A.png]] [[File:B.png]]", facts=facts)
    assert "“B.png”" in finding.message


def test_redirects_and_disambiguations_are_exempt() -> None:
    pages = ("missing-preload-markup", "missing-category", "too-few-examples", "workshop-leftover", "footer-not-last")
    for text in ("#REDIRECT [[A]]", "{{disambig}}\n* [[A (play)]]\n* [[A (song)]]"):
        for rule in pages:
            assert not findings_of(rule, text), (rule, text)


def test_a_folder_whose_end_is_far_away_is_not_called_empty() -> None:
    folder = f"{WORK}\n{{{{folder|Literature}}}}\n%s\n{{{{/folder}}}}"
    far_away = "\n" * 2_100 + "* ''Ropewalk'': Mother Ansel has candles."
    assert "empty-folder" not in names(lint_text(folder % far_away))
    assert "empty-folder" in names(lint_text(folder % ""))
