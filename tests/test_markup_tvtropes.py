"""Reading TV Tropes markup."""

from __future__ import annotations

from linterbot.markup.document import LinkKind
from linterbot.markup.tvtropes import read

PAGE = """->''"A quotation."''
-->-- '''Somebody''', ''Film/HarbourLights''

Words about NobodyAskedTheCook.

[[foldercontrol]]

[[folder:{{Anime}} & Manga]]
* ''Anime/KumoNoRakugaki'': one.
** nested
+ plus is a bullet
->an indented line belongs to it
%% * a comment is none
* literal [=* no
bullet=] end
[[/folder]]

!!Other
[[AC:Label]]
*** deep
"""


def test_folders_headings_and_labels() -> None:
    document = read(PAGE)
    assert [(one.kind, one.title, one.closed) for one in document.sections] == [
        ("folder", "{{Anime}} & Manga", True),
        ("heading", "Other", True),
        ("heading", "Label", True),
    ]
    assert document.folder_control is not None
    assert document.folder_control.of(PAGE) == "[[foldercontrol]]"


def test_bullets() -> None:
    document = read(PAGE)
    bullets = [(one.line.of(PAGE).strip(), one.depth, one.parent) for one in document.examples]
    assert bullets == [
        ("''Anime/KumoNoRakugaki'': one.", 1, None),
        ("nested", 2, 0),
        ("plus is a bullet", 1, None),
        ("literal [=* no\nbullet=] end", 1, None),
        ("deep", 3, None),
    ]
    assert [span.of(PAGE) for span in document.examples[2].continuations] == ["->an indented line belongs to it"]


def test_links() -> None:
    text = "[[Film/HarbourLights the play]] TheCook ''Film/{{Salt}}'' {{Word}} [[quoteright:350:https://x.test/a.png]]"
    document = read(text)
    links = [(one.kind, one.target, one.label.of(text)) for one in document.links]
    assert links == [
        (LinkKind.PAGE, "Film/HarbourLights", "the play"),
        (LinkKind.PAGE, "TheCook", "TheCook"),
        (LinkKind.PAGE, "Film/Salt", "Film/{{Salt}}"),
        (LinkKind.PAGE, "Word", "{{Word}}"),
        (LinkKind.IMAGE, "https://x.test/a.png", ""),
    ]


def test_stray_closers_are_kept() -> None:
    document = read("[[/folder]]\n* a\n")
    assert len(document.strays) == 1


def test_folders_unclosed_nested_and_on_one_line() -> None:
    text = "[[folder:A]]\n* a\n[[folder:{{B}}]]\n* b\n[[/folder]]\n[[/folder]]\n[[/folder]]\n[[folder:C]]\n* c"
    document = read(text)
    assert [(one.title, one.closed) for one in document.folders] == [("A", True), ("{{B}}", True), ("C", False)]
    assert [span.of(text) for span in document.strays] == ["[[/folder]]"]


def test_notes_spoilers_breaks_and_comments_stay_inside_their_example() -> None:
    text = (
        "* one [[note]]a remark * with a star[[/note]]\n"
        "* two [[spoiler:dies]] \\\\\nand comes back\n"
        "%% * hidden\n"
        "*** deep [[labelnote:why?]]because[[/labelnote]]\n"
        "**** deeper\n"
    )
    document = read(text)
    assert [one.line.of(text).strip()[:5] for one in document.examples] == ["one [", "two [", "deep ", "deepe"]
    assert [one.depth for one in document.examples] == [1, 1, 3, 4]
    assert [one.parent for one in document.examples] == [None, None, 1, 2]
    assert [span.of(text) for span in document.examples[1].continuations] == ["and comes back"]


def test_a_comment_hides_the_rest_of_its_line_and_nothing_else() -> None:
    text = "[[folder:Theatre]] %% sorted by author\n* one %% * hidden [[/folder]]\n%%% two\n[[/folder]] %% done\n"
    document = read(text)
    assert [(one.title, one.closed) for one in document.folders] == [("Theatre", True)]
    assert [one.span.of(text) for one in document.examples] == ["* one %% * hidden [[/folder]]"]
    assert [span.of(text)[:2] for span in document.opaque] == ["%%"] * 4
    assert document.strays == ()


def test_literal_text_and_comments_do_not_begin_inside_each_other() -> None:
    text = "* [=100%%=] sure\n* %% [= not literal\n* two =]\n"
    assert [span.of(text) for span in read(text).opaque] == ["[=100%%=]", "%% [= not literal"]


def test_folder_marks_may_share_a_line_with_anything() -> None:
    text = "[[folder:A]]Words.\n* a[[/folder]]\n[[folder:B]][[/folder]][[folder:C]]\n* c\n[[/folder]] and more\n"
    document = read(text)
    assert [(one.title, one.closed) for one in document.folders] == [("A", True), ("B", True), ("C", True)]
    assert [one.span.of(text) for one in document.examples] == ["* a", "* c"]
    assert [document.sections[one.section or 0].title for one in document.examples] == ["A", "C"]


def test_a_list_in_a_note_is_part_of_its_example() -> None:
    text = "* a[[note]]\n* b\n** c\n[[/note]]\n* d [[labelnote:why?]]\n* e\n[[/labelnote]]\n* f [[note]]\n* g\n"
    document = read(text)
    assert [one.line.of(text).strip()[0] for one in document.examples] == ["a", "d", "f", "g"]


def test_index_blocks_are_told_apart() -> None:
    text = "* a\n[[index]]\n* b\n[[/index]]\n[[index]]\n* c\n"
    assert [span.of(text) for span in read(text).indexes] == ["[[index]]\n* b\n[[/index]]"]


def test_an_unclosed_folder_holds_nothing_of_the_next_one() -> None:
    text = "[[folder:A]]\n* a\n[[folder:B]]\n* b\n[[/folder]]\n[[folder:C]]\n* c\n[[/folder]]\n"
    first, second, third = read(text).folders
    assert (first.closed, second.closed, third.closed) == (False, True, True)
    assert first.span.end == second.span.start
