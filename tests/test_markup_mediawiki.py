"""Reading MediaWiki wikitext."""

from __future__ import annotations

from linterbot.markup.document import Document, LinkKind
from linterbot.markup.mediawiki import read
from linterbot.markup.namespace_names import Names
from linterbot.model import Position
from tests.conftest import DATA, shared


def tree(document: Document) -> list[tuple[str, int, int | None]]:
    return [(one.line.of(document.text).strip(), one.depth, one.parent) for one in document.examples]


def test_bullets_become_a_tree() -> None:
    document = read("* one\n** one a\n*** deep\n** one b\n* two\n")
    assert tree(document) == [("one", 1, None), ("one a", 2, 0), ("deep", 3, 1), ("one b", 2, 0), ("two", 1, None)]
    assert document.examples[0].children == (1, 3)


def test_spans_are_exact() -> None:
    text = "Intro\n* ''One'': x\n*: goes on\n* two"
    document = read(text)
    first, second = document.examples
    assert first.marker.of(text) == "*"
    assert first.line.of(text) == " ''One'': x"
    assert first.span.of(text) == "* ''One'': x\n*: goes on"
    assert [span.of(text) for span in first.continuations] == ["*: goes on"]
    assert second.span.of(text) == "* two"


def test_colon_markers_continue_the_example() -> None:
    document = read("* one\n:*: more\n: and more\n\n: an indented paragraph\n")
    assert len(document.examples) == 1
    assert len(document.examples[0].continuations) == 2


def test_an_item_needs_no_blank_after_its_marker() -> None:
    assert tree(read("*one\n**two\n")) == [("one", 1, None), ("two", 2, 0)]


def test_mixtures_of_markers() -> None:
    text = "* one\n*: goes on\n** two\n:** goes nowhere\n:*: goes on\n**: goes on\n*# three\n;* four\n; term\n*; five\n"
    document = read(text)
    assert tree(document) == [
        ("one", 1, None),
        ("two", 2, 0),
        ("goes nowhere", 2, 0),
        ("three", 2, 0),
        ("four", 1, None),
        ("five", 1, None),
    ]
    assert [len(one.continuations) for one in document.examples] == [1, 0, 2, 0, 0, 0]


def test_a_line_of_comments_does_not_split_a_list() -> None:
    text = "* one\n<!-- a\nb -->  \n*: goes on\n\n*: alone\n<!-- c -->* two\n"
    document = read(text)
    assert [one.span.of(text) for one in document.examples] == ["* one\n<!-- a\nb -->  \n*: goes on", "* two"]


def test_lists_in_references_and_links_over_lines() -> None:
    assert tree(read("* one<ref>\n* no\n</ref> end\n* two\n")) == [
        ("one<ref>\n* no\n</ref> end", 1, None),
        ("two", 1, None),
    ]
    assert tree(read("* one<ref>\n* two\n")) == [("one<ref>", 1, None), ("two", 1, None)]
    assert tree(read('* one<ref name="a"/>\n* two</ref>\n'))[1][0] == "two</ref>"


def test_bullets_joined_by_line_breaks_and_html_lists_are_left_alone() -> None:
    text = "* one<br>* still one<br />** and still\n<ul>\n<li>no</li>\n</ul>\n"
    assert tree(read(text)) == [("one<br>* still one<br />** and still", 1, None)]


def test_headings_as_mediawiki_counts_them() -> None:
    text = "= a =\n== b ===\n=== c ==  \n====\n=\n==\n===\n======= g =======\n== h == x\n===== ''[[i]]'' {{j}} =====\n"
    sections = [(one.title, one.level) for one in read(text).sections]
    assert sections == [("a", 1), ("b =", 2), ("= c", 2), ("==", 1), ("=", 1), ("= g =", 6), ("''[[i]]'' {{j}}", 5)]


def test_program_code_without_tags_is_no_call() -> None:
    assert read("{{ tags = { names = { 1 } } }} {{pk(a),b},c}} {{a|{b}}}").templates[0].name == "A"
    assert len(read("{{ tags = { names = { 1 } } }} {{pk(a),b},c}} {{a|{b}}}").templates) == 1


def test_the_word_that_makes_a_redirect_is_no_item() -> None:
    assert tree(read("\n#REDIRECT [[Lamp]]\n# one\n")) == [("one", 1, None)]
    assert tree(read("#WEITERLEITUNG [[Lampe]]", Names(redirects=frozenset({"#weiterleitung"})))) == []


def test_numbered_lists_hold_examples_too() -> None:
    document = read("# one\n# two\n#: goes on\n* three\n*# four\n## five\n; term\n")
    assert tree(document) == [("one", 1, None), ("two", 1, None), ("three", 1, None), ("four", 2, 2), ("five", 2, 2)]
    assert len(document.examples[1].continuations) == 1


def test_lists_in_templates_tables_comments_and_nowiki_are_no_examples() -> None:
    text = "{{box|\n* a\n}}\n{|\n| \n* b\n|}\n<!--\n* c\n-->\n<nowiki>\n* d\n</nowiki>"
    text += "\n<gallery>\nFile:X.png\n</gallery>\n* e"
    assert tree(read(text)) == [("e", 1, None)]


def test_a_template_over_several_lines_belongs_to_its_example() -> None:
    text = "* one {{quote|\nwords\n* not a bullet\n}} end\n* two"
    document = read(text)
    assert [one.span.of(text) for one in document.examples] == [
        "* one {{quote|\nwords\n* not a bullet\n}} end",
        "* two",
    ]


def test_an_unclosed_template_or_table_swallows_nothing() -> None:
    assert tree(read("{{open\n* a\n{|\n* b\n")) == [("a", 1, None), ("b", 1, None)]


def test_an_unclosed_comment_hides_the_rest_as_in_mediawiki() -> None:
    assert tree(read("* a\n<!-- open\n* b\n")) == [("a", 1, None)]


def test_headings_hold_the_examples_below_them() -> None:
    text = "== Film ==\n* a\n=== Deep ===\n* b\n== Music == <!-- note -->\n* c\n"
    document = read(text)
    assert [(one.title, one.level) for one in document.sections] == [("Film", 2), ("Deep", 3), ("Music", 2)]
    assert [one.section for one in document.examples] == [0, 1, 2]
    assert document.sections[0].span.of(text).endswith("* b\n")


def test_a_heading_with_a_link_keeps_its_markup_in_the_title() -> None:
    assert read("== [[Film]] ==").sections[0].title == "[[Film]]"


def test_folders_made_of_templates() -> None:
    text = "{{folder|Film}}\n* a\n{{/folder}}\n{{folder|Music}}\n* b\n{{/folder}}\n{{/folder}}"
    document = read(text)
    assert [(one.title, one.closed) for one in document.folders] == [("Film", True), ("Music", True)]
    assert [one.section for one in document.examples] == [0, 1]
    assert [span.of(text) for span in document.strays] == ["{{/folder}}"]


def test_a_folder_inside_an_open_folder_leaves_the_outer_one_unclosed() -> None:
    document = read("{{folder|A}}\n* a\n{{folder|B}}\n* b\n{{/folder}}")
    assert [(one.title, one.closed) for one in document.folders] == [("A", False), ("B", True)]


def test_templates_are_found_nested_and_named_as_mediawiki_does() -> None:
    document = read("{{a_b|{{C|x}}}} {{Template:d}} {{{parameter}}} {{ e <!-- x --> |y}}")
    assert [one.name for one in document.templates] == ["A b", "C", "D", "E"]


def test_braces_in_runs() -> None:
    def calls(text: str) -> list[str]:
        return [one.span.of(text) for one in read(text).templates]

    # As MediaWiki's preprocessor does: three of them are a parameter before two are a template.
    assert calls("{{{{a}}}}") == []
    assert calls("{{{{{a}}}}}") == ["{{{{{a}}}}}"]
    assert calls("{{a|{{{b|{{c}}}}}}}") == ["{{a|{{{b|{{c}}}}}}}", "{{c}}"]


def test_links_images_and_categories() -> None:
    text = "[[a b|c]] [[file:lamp_one.jpg|thumb|see [[x]]]] [[:File:no.jpg]] [[Category:Y|z]] [[Bild:n.png]]"
    document = read(text, Names(files=frozenset({"file", "bild"})))
    assert {(one.kind, one.target) for one in document.links} == {
        (LinkKind.PAGE, "A b"),
        (LinkKind.PAGE, "X"),
        (LinkKind.IMAGE, "Lamp one.jpg"),
        (LinkKind.PAGE, "File:no.jpg"),
        (LinkKind.CATEGORY, "Y"),
        (LinkKind.IMAGE, "N.png"),
    }


def test_an_address_in_double_brackets_is_no_page() -> None:
    assert read("[[https://x.test/a|b]] [[//x.test c]] [[mailto:a@x.test|a]]").links == ()


def test_a_poem_holds_ordinary_markup() -> None:
    assert [one.target for one in read("<poem>\n[[A]]\n</poem>").links] == ["A"]


def test_images_of_a_gallery_are_images() -> None:
    text = "<gallery>\nFile:A.png|one\nfile:b.jpg\nnothing\n</gallery>"
    document = read(text)
    assert [(one.target, one.span.of(text)) for one in document.links] == [
        ("A.png", "File:A.png"),
        ("B.jpg", "file:b.jpg"),
    ]


def test_redirects_are_recognised() -> None:
    assert read("#REDIRECT [[x]]").redirect
    assert not read("Not a #REDIRECT [[x]]").redirect


def test_line_endings_and_odd_characters_survive() -> None:
    text = "\ufeffIntro\r\n* one\x00\u202e\U0001f409\r\n* two\r\n"
    document = read(text)
    assert [one.span.of(text) for one in document.examples] == ["* one\x00\u202e\U0001f409", "* two"]
    assert document.position(text.index("two")) == Position(3, 3)


def test_categories_and_images_are_those_among_the_links() -> None:
    """They are found without finding all links, and must be the same."""
    folders = [DATA / "wikitext", DATA / "gold" / "docs", *shared("corpus", "pages"), *shared("corpus", "synthetic")]
    texts = [path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.wiki")]
    odd = "[[Category:A]] [[ category : B|x]] [[:Category:C]] <nowiki>[[Category:D]]</nowiki> [[File:E.png]]"
    for text in [*texts, odd]:
        document = read(text)
        for kind, found in ((LinkKind.CATEGORY, document.categories), (LinkKind.IMAGE, document.images)):
            assert found == tuple(link for link in document.links if link.kind is kind)


def test_what_only_other_pages_show_is_no_part_of_this_one() -> None:
    text = "* a\n<includeonly>\n** b {{c}}\n== D ==\n</includeonly>\n<noinclude>* e</noinclude>\n<includeonly>* f"
    document = read(text)
    assert [one.line.of(text).strip() for one in document.examples] == ["a", "e</noinclude>"]
    assert (document.sections, document.templates) == ((), ())


def test_what_leaves_nothing_before_a_marker_leaves_it_a_marker() -> None:
    text = "__NOTOC__* a\n{{DISPLAYTITLE:x}}* b\n__NOINDEX__== C ==\n*<!-- x -->* d\nx __NOTOC__* no\n"
    document = read(text)
    assert [(one.line.of(text).strip(), one.depth) for one in document.examples] == [("a", 1), ("b", 1), ("d", 2)]
    assert [section.title for section in document.sections] == ["C"]


def test_links_captions_and_tags_may_have_several_lines() -> None:
    text = "* a [[b|c\n* d]] e\n[[File:F.png|g\n* h [[i|j\n* k]]]]\n* l <span\nclass=m>n</span>\n[[Category:o|\n* p]]\n"
    document = read(text)
    assert [one.line.of(text).strip()[0] for one in document.examples] == ["a", "l"]


def test_a_link_without_a_title_ends_with_its_line() -> None:
    text = "* a [[b\n* c]]\n* [[d|e\n* f\n"
    assert len(read(text).examples) == 4


def test_folder_marks_may_stand_anywhere() -> None:
    text = "{{folder|A}}\n* a {{/folder}}\nwords {{Folder|B}}\n* b\nmore words {{Endfolder}} here\n"
    document = read(text)
    assert [(one.title, one.closed) for one in document.folders] == [("A", True), ("B", True)]
    assert [one.line.of(text).strip() for one in document.examples] == ["a", "b"]


def test_files_are_named_as_people_write_them() -> None:
    text = (
        "[[File:Caf%C3%A9_1.png]] [[File:A&amp;b.png#top]] [[image:\u200elamp.png|thumb]]\n"
        "[[File:|x]] [[File:../x.png]]\n"
        "<gallery>\nkey one.jpg|The key\nno file\n</gallery>\n"
        "{{Infobox|image = Cover.jpg|caption=The cover}}"
        "{{Box|cover_image1=File:Back.png\n|note=old.png|img=[[File:In.png]]}}\n"
    )
    assert sorted({one.target for one in read(text).images}) == [
        "A&b.png",
        "Back.png",
        "Café 1.png",
        "Cover.jpg",
        "In.png",
        "Key one.jpg",
        "Lamp.png",
    ]
