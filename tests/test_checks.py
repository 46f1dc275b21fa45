"""What the checks find and, above all, what they leave alone, in addition to the examples in the rule files."""

from __future__ import annotations

import pytest

from linterbot.model import Facts, FilePage, Markup, Safety
from tests.conftest import WORK, lint_text, names

LONG = "''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days."


def test_a_reply_with_an_example_of_its_own_is_not_natter() -> None:
    text = "* ''A'':\n** Averted by Old Tam in ''The Salt Road'', who sells her out for a coat.\n** Maybe the cat.\n"
    assert "natter" not in names(lint_text(text))


def test_cue_words_in_the_middle_are_not_natter() -> None:
    text = "* ''A'': x.\n** The keeper actually likes the storm.\n** Nobody, however, believes Captain Moss.\n"
    assert "natter" not in names(lint_text(text))


def test_an_example_at_the_top_level_is_never_natter() -> None:
    assert "natter" not in names(lint_text("* To be fair, this is an example.\n"))


def test_joining_a_lone_bullet_needs_a_person() -> None:
    (finding,) = lint_text("* ''A'': x.\n** In chapter two, Moss sneezes.\n").findings[-1:]
    assert finding.name == "lone-sub-example"
    assert finding.fix is not None
    assert finding.fix.safety is Safety.UNSAFE


def test_a_lone_bullet_with_children_gets_no_fix() -> None:
    found = lint_text("* ''A'': x.\n** One:\n*** Moss.\n*** Tarn.\n")
    assert [one.fix for one in found.findings if one.name == "lone-sub-example"] == [None]


def test_short_examples_may_repeat() -> None:
    assert "duplicate-example" not in names(lint_text("* Lost Key: Averted.\n* Lost Key: Averted.\n"))


def test_nearly_the_same_words_about_one_work_are_reported() -> None:
    text = f"* {LONG}\n* {LONG[:-10]}almost five days.\n"
    assert "duplicate-example" in names(lint_text(text))


def test_a_copy_is_found_among_many_that_share_their_long_words() -> None:
    short = [" ".join(f"{letter}{number}" for letter in "abcdefghijkl") for number in range(7)]
    text = "".join(f"* In the beginning everybody said {words}.\n" for words in [*short, short[-1]])
    assert "duplicate-example" in names(lint_text(text))


def test_the_same_words_under_two_tropes_of_a_work_are_a_copy() -> None:
    assert "duplicate-example" in names(lint_text(f"* Lost Key: {LONG}\n* Candle Diet: {LONG}\n"))


def test_one_scene_under_two_tropes_in_different_words_is_no_copy() -> None:
    other = "For four days Mother Ansel eats nothing but what she finds in the candle box, since she cannot get out."
    assert "duplicate-example" not in names(lint_text(f"* Lost Key: {LONG}\n* Candle Diet: {other}\n"))


def test_a_line_quoted_under_two_tropes_is_no_copy() -> None:
    quoted = '"Whoever has the key has the tower, and whoever has the tower has the bell, and that is me."'
    text = f"* Famous Last Words: {quoted}\n* Smug Sexton: Crabbe boasts of it to Ansel: {quoted}\n"
    assert "duplicate-example" not in names(lint_text(text))


def test_the_same_wording_about_other_people_is_no_copy() -> None:
    text = (
        "* Tellwright and Odile, along with their whole crew, are basically the harbour's version of police officers.\n"
        "* Quill and her sister Oda, along with their whole crew, are basically the harbour's version of wizards.\n"
    )
    assert "duplicate-example" not in names(lint_text(text))


@pytest.mark.parametrize(
    "text",
    [
        f"* {LONG}\n* {LONG}\n** with a bullet of its own\n** and another\n",
        f"== Film ==\n* {LONG}\n== Music ==\n* {LONG}\n",
        f"* A:\n** {LONG}\n* B:\n** {LONG}\n",
        f"* {LONG}\n*  {LONG}\n",
    ],
)
def test_only_a_verbatim_copy_in_the_same_list_can_be_removed(text: str) -> None:
    found = [one for one in lint_text(text).findings if one.name == "duplicate-example"]
    assert [one.fix for one in found] == [None]


def test_the_last_line_can_be_removed_without_a_line_feed() -> None:
    (found,) = [one for one in lint_text(f"* {LONG}\r\n* {LONG}").findings if one.name == "duplicate-example"]
    assert found.fix is not None
    assert found.fix.edits[0].span.end == len(f"* {LONG}\r\n* {LONG}")
    assert found.fix.edits[0].span.start == len(f"* {LONG}")


def test_letters_and_sections_of_a_work_are_no_unknown_folders() -> None:
    text = "".join(
        f"[[folder:{name}]]\n* x\n[[/folder]]\n" for name in ("A-D", "E to L", "M–Z", "# to A", "Season One")
    )
    assert "unknown-folder" not in names(lint_text(text, Markup.TVTROPES, "tvtropes"))


def test_a_blank_line_alone_is_no_lost_heading() -> None:
    text = "[[folder:Literature]]\n* ''Literature/A'' x\n\n* ''Literature/B'' y\n[[/folder]]\n"
    assert "examples-outside-folder" not in names(lint_text(text, Markup.TVTROPES, "tvtropes"))


def test_one_stray_link_is_no_lost_heading() -> None:
    text = "[[folder:Literature]]\n* ''Literature/A'' x\n\n* ''Film/B'' y\n* ''Literature/C'' z\n[[/folder]]\n"
    assert "examples-outside-folder" not in names(lint_text(text, Markup.TVTROPES, "tvtropes"))


def test_other_media_comes_before_real_life() -> None:
    text = "== Real Life ==\n* a\n== Other Media ==\n* b\n"
    assert "misplaced-folder" in names(lint_text(text))
    assert "misplaced-folder" not in names(lint_text("== Other Media ==\n* b\n== Real Life ==\n* a\n"))


@pytest.mark.parametrize("name", ["fairuse", "Fair use", "FairUse", "fair_use", "Template:Fairuse"])
def test_a_licence_is_recognised_however_it_is_spelt(name: str) -> None:
    found = lint_text(f"{{{{{name}}}}} Source: a book", title="File:X.png", namespace="File")
    assert names(found) == []


def test_a_licence_may_be_reached_by_a_redirect() -> None:
    facts = Facts(files={}, template_redirects={"FU": "Fairuse"})
    assert names(lint_text("{{FU}} Source: a book", title="File:X.png", namespace="File", facts=facts)) == []
    assert "missing-licence" in names(lint_text("{{FU}} Source: a book", title="File:X.png", namespace="File"))


def test_a_licence_in_a_comment_does_not_count() -> None:
    found = lint_text("<!-- {{Fairuse}} --> Source: a book", title="File:X.png", namespace="File")
    assert "missing-licence" in names(found)


def test_images_are_checked_by_their_file_pages() -> None:
    facts = Facts(files={"A.png": FilePage("A.png", True, frozenset({"Fairuse"})), "B.png": FilePage("B.png", True)})
    found = lint_text(f"{WORK} [[File:a.png]] [[Image:b.png|thumb]]", facts=facts)
    assert [one.message for one in found.findings] == ["The image “B.png” has no licence on its file page."]


def test_without_a_wiki_images_are_not_checked() -> None:
    found = lint_text(f"{WORK} [[File:a.png]]")
    assert names(found) == []
    assert [one.name for one in found.skipped] == ["unlicensed-image", "missing-file"]


def test_rendered_text_skips_rules_that_need_markup() -> None:
    found = lint_text("• one\n", Markup.RENDERED)
    assert "missing-preload-markup" in {one.name for one in found.skipped}


def test_rules_for_other_namespaces_are_silent() -> None:
    assert names(lint_text("words", title="User:X", namespace="User")) == []


CAST = "''Lanternfall''"


def test_two_lists_of_the_same_people_are_copies() -> None:
    text = (
        f"* {CAST}: Pretty much everybody is armed, above all Captain Odile, Sister Oda, Ansel Quill and Prior Gosse.\n"
        f"* {CAST} gives us people like Prior Gosse, Ansel Quill, Tobias Tarn, Sister Oda, Captain Odile, and so on.\n"
    )
    (found,) = [one for one in lint_text(text).findings if one.name == "duplicate-example"]
    assert "with the same names" in found.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("== Film ==\n", "== Music ==\n"),
        ("", "''Lanternfall II'' is about "),
        ("", "Lady Orsolya, Wilhelmina Grote, Tobias Tarn and "),
    ],
)
def test_other_people_another_work_or_another_medium_make_another_entry(one: str, other: str) -> None:
    people = "Captain Odile, Sister Oda, Ansel Quill and Prior Gosse"
    first = f"{one}* {CAST}: Pretty much everybody is armed, above all {people}.\n"
    if other.startswith("=="):
        second = f"{other}* {CAST}: It brings together {people}, each with a song.\n"
    elif other.startswith("''"):
        second = f"* {other}{people}, none of whom is armed any more.\n"
    else:
        second = f"* {CAST}: It brings together {other}Sister Oda.\n"
    assert "duplicate-example" not in names(lint_text(first + second))


def test_a_page_with_a_nul_in_it_still_shows_its_copies() -> None:
    one = "* In ''Lanternfall'', the keeper lights the lamp at dusk, and the whole harbour{} sees it from the pier.\n"
    text = "{{trope}}\n{{examples}}\n" + one.format("\0") + one.format(" below")
    assert "duplicate-example" in names(lint_text(text))
