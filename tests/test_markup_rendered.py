"""Reading rendered text."""

from __future__ import annotations

from linterbot.markup import guess
from linterbot.markup.rendered import read
from linterbot.model import Markup

BULLETED = """• A notice that stands above every page.
  • With a second line.


An article about lamps.

It goes on for a while.

Examples of lamps include:

Film

  • Harbour Lights: one.
    • nested

 "A line of dialogue."

  • Another.


  • After a gap.

Real Life

  • A keeper.
"""

MARKDOWN = """Words about lamps.

## Examples:

    open/close all folders

    Anime & Manga

-   _Kumo_:
    -   One.

        **A:** said something.

    -   Two.

    Films — Live-Action

-   Another
"""


def test_sections_are_recognised_by_their_layout() -> None:
    assert [one.title for one in read(BULLETED).sections] == ["Film", "Real Life"]
    document = read(MARKDOWN)
    assert [(one.kind, one.title) for one in document.sections] == [
        ("heading", "Examples:"),
        ("folder", "Anime & Manga"),
        ("folder", "Films — Live-Action"),
    ]
    assert document.folder_control is not None


def test_the_notice_is_no_list_of_examples() -> None:
    lines = [one.line.of(BULLETED) for one in read(BULLETED).examples]
    assert lines == ["Harbour Lights: one.", "nested", "Another.", "After a gap.", "A keeper."]


def test_a_page_that_is_only_a_list_has_no_notice() -> None:
    assert len(read("-   one\n-   two\n\n-   three\n").examples) == 3


def test_depth_comes_from_indentation() -> None:
    document = read(MARKDOWN)
    assert [(one.depth, one.parent) for one in document.examples] == [(1, None), (2, 0), (2, 0), (1, None)]
    assert [span.of(MARKDOWN).strip() for span in document.examples[1].continuations] == ["**A:** said something."]


def test_no_break_spaces_indent_too() -> None:
    nbsp = "\xa0 \xa0 "
    document = read(f"Words.\n\n{nbsp}Comic Books\xa0\n\n-   one\n")
    assert [one.title for one in document.sections] == ["Comic Books"]


def test_the_markup_of_a_text_is_guessed() -> None:
    assert guess(BULLETED) is Markup.RENDERED
    assert guess(MARKDOWN) is Markup.RENDERED
    assert guess("[[folder:Film]]\n* ''Film/X''") is Markup.TVTROPES
    assert guess("{{trope}}\n== Film ==\n* ''[[X]]''") is Markup.MEDIAWIKI
    assert guess("* nothing to go by") is None


def test_below_the_button_a_folder_needs_no_list_right_under_its_name() -> None:
    text = (
        "Words about keys, and more of them.\n\n    open/close all folders \n\n    Theatre \nOnly plays, please.\n\n"
        "  • one: A key is lost at night.\n\n    Real Life \n  • two: A key is lost by day.\n"
    )
    document = read(text)
    assert [section.title for section in document.folders] == ["Theatre", "Real Life"]
    assert [document.sections[one.section or 0].title for one in document.examples] == ["Theatre", "Real Life"]


def test_what_is_left_of_an_edit_link_is_no_part_of_a_title() -> None:
    for end in ("[]", "[edit]", " [edit | edit source]", ""):
        document = read(f"Words.\n\nAnime and Manga{end}\n\n  • one: A key is lost at night.\n\nEnd of the list.\n")
        assert [section.title for section in document.sections] == ["Anime and Manga"]


def test_an_advertisement_is_no_item() -> None:
    document = read("Film\n\n  • one\n    • Advertisement:\n    • two\n  • Advertisement\n  • three\n")
    assert [(one.depth, one.line.of(document.text)) for one in document.examples] == [
        (1, "one"),
        (2, "two"),
        (1, "three"),
    ]


def test_a_bold_line_above_a_list_is_a_title() -> None:
    document = read("Words.\n\n**Real Life**\n\n  • one: A key is lost at night.\n")
    assert [section.title for section in document.sections] == ["Real Life"]
