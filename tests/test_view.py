"""What a reader of a page sees: its words, who says them, what kind of page it is, and where its examples are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linterbot.markup import read
from linterbot.markup.namespace_names import Names
from linterbot.model import Markup, Page
from linterbot.rulebook import packs
from linterbot.view.page_view import View
from linterbot.view.phrase_index import Phrases
from tests.conftest import DATA, lint_text, names, sample_texts

CONVENTIONS = packs.load("tropedia")[0].conventions
WIKI, TROPES, RENDERED = Markup.MEDIAWIKI, Markup.TVTROPES, Markup.RENDERED


def view(text: str, markup: Markup = WIKI, title: str = "Page", namespace: str = "", site: Names | None = None) -> View:
    document = read(Page(title, text, namespace), markup, site or Names())
    return View(document, conventions=CONVENTIONS)


@pytest.mark.parametrize(
    ("markup", "line", "words"),
    [
        (WIKI, "''Moss'': Oda. [[Category:Lamps that go out]]", "Moss: Oda."),
        (WIKI, "''Moss'': Oda.<!-- because the lamp is out -->", "Moss: Oda."),
        (WIKI, "''Moss'': Oda.<ref>As the keeper says.</ref>", "Moss: Oda."),
        (WIKI, """Moss'': Oda.<ref name="a" /> She left.""", "Moss'': Oda. She left.".replace("''", "")),
        (WIKI, "[[File:Lamp.png|thumb|The lamp]] Oda.", "Oda."),
        (WIKI, "''Moss'': <includeonly>Quill</includeonly><noinclude>Oda</noinclude>.", "Moss: Oda ."),
        (WIKI, "Oda reads [[To be fair|the old rule]] and {{spoiler|drowns}}.", "Oda reads the old rule and drowns."),
        (WIKI, "<nowiki>Oda</nowiki> Quill", "Quill"),
        (TROPES, "''Film/Moss'': Oda. %% because she said so", "Moss: Oda."),
        (TROPES, "[=McCoy=] opens the [[LockedDoor door]].", "Mc Coy opens the door."),
        (TROPES, "Oda sings.[[note]]All of it.[[/note]]", "Oda sings.All of it."),
        (RENDERED, "_Moss_: **Oda** sings.", "Moss: Oda sings."),
    ],
)
def test_the_words_of_an_example(markup: Markup, line: str, words: str) -> None:
    seen = view(f"{'  • ' if markup is RENDERED else '* '}{line}\n", markup)
    assert seen.words(seen.document.examples[0]) == words
    assert seen.words_of(seen.document.examples) == [words]


@pytest.mark.parametrize(
    ("markup", "text", "says"),
    [
        (WIKI, "* To be fair, Oda drowns.", True),
        (WIKI, "* Oda drowns; to be fair, it was dark.", True),
        (WIKI, '* Oda says "To be fair, it was dark."', False),
        (WIKI, "* Oda says “To be fair, it was dark.”", False),
        (WIKI, '* The lamp is 5" wide; to be fair, it is 5" high too.', True),
        (WIKI, "* ''To Be Fair'': Oda drowns.", False),
        (WIKI, "* Oda ''really'' drowns, ''to be fair''.", True),
        (WIKI, "* Oda reads [[To be fair]].", False),
        (WIKI, "* Oda reads [[To be fair|the rule]].", False),
        (WIKI, "* Oda reads [[The Rule|to be fair]].", True),
        (WIKI, "* [[File:To be fair.png|thumb|A lamp]] Oda.", False),
        (WIKI, "* {{quote|To be fair, it was dark.|Oda}}", False),
        (WIKI, "* Oda.<ref>{{cite web|title=To be fair}}</ref>", False),
        (WIKI, "* Oda.\n*: '''Judge:''' To be fair, it was dark.", False),
        (WIKI, '* Oda.<span title="to be fair">!</span>', False),
        (WIKI, "* Oda. <!-- to be fair -->", False),
        (TROPES, "* Oda.\n-->'''Judge:''' To be fair, it was dark.", False),
        (TROPES, "->''To be fair.''\n-->-- '''Oda'''", False),
        (TROPES, "* Oda. %% to be fair", False),
        (TROPES, "* Oda [=to be fair=].", False),
        (RENDERED, "  • _To Be Fair_: Oda.", False),
    ],
)
def test_who_says_a_phrase(markup: Markup, text: str, says: bool) -> None:
    seen = view(f"{text}\n", markup)
    found = seen.heard(Phrases(("to be fair",)))
    assert [seen.editor_says(span) for span in found] == ([says] if found else [])
    assert bool(found) or not says


@pytest.mark.parametrize(
    ("kind", "text", "title", "namespace"),
    [
        ("trope", "{{trope}}\nA key is lost.", "Lost Key", ""),
        ("work", "{{work}}\nA play.", "Harbour Lights", ""),
        ("work-subpage", "{{work}}\n* The lamp.", "Harbour Lights/Moments of Awesome", ""),
        ("work-subpage", "* The lamp.\n{{worksubpagefooter}}", "Harbour Lights/Anything", ""),
        ("work-subpage", "* The lamp.", "Harbour Lights/YMMV", ""),
        ("trope-subpage", "{{trope}}\n* '''Straight''': A key is lost.", "Lost Key/Video Games", ""),
        ("trope-subpage", "* '''Straight''': A key is lost.", "Lost Key/Playing With", ""),
        ("characters", "{{work}}\n== Oda ==\n* Lone Lamp: Hers.", "Harbour Lights/Characters", ""),
        ("thread", "{{work}}\n* Why?\n** Because.", "Harbour Lights/Headscratchers", ""),
        ("thread", "* Why?\n** Because.", "Headscratchers/TheFerry", ""),
        ("disambiguation", "{{disambig}}\n* [[Lamp (play)]]", "Lamp", ""),
        ("index", "* [[Lost Key]]\n[[Category:Trope Tropes]]", "Keys", ""),
        ("creator", "{{creator}}\n* ''Moss''", "Morag Sim", ""),
        ("workshop", "A key is lost.", "Trope Workshop:Lost Key", "Trope Workshop"),
        ("main-page", "* [[News]]", "Main Page", ""),
        ("talk", "* Why?", "Talk:Lost Key", "Talk"),
        ("talk", "* Why?", "Talk:Lost Key", ""),
        ("user", "* Me", "User:Oda", "User"),
        ("file", "A lamp.", "File:Lamp.png", "File"),
        ("template", "* [[Lamp]]", "Template:Lamps", "Template"),
        ("category", "* [[Lamp]]", "Category:Lamps", "Category"),
        ("unknown", "Somebody wrote something.", "Something", ""),
    ],
)
def test_the_kind_of_a_page(kind: str, text: str, title: str, namespace: str) -> None:
    assert view(text, title=title, namespace=namespace).kind.name == kind


def test_a_wiki_says_itself_what_its_namespaces_and_its_main_page_are() -> None:
    site = Names(talks=frozenset({"diskussion"}), main_page="Hauptseite")
    assert view("* Why?", title="Diskussion:Lampe", namespace="Diskussion", site=site).kind.name == "talk"
    assert view("* News", title="Hauptseite", site=site).kind.name == "main-page"
    assert view("* News", title="Main Page", site=site).kind.name == "unknown"


A, B = "* ''Moss'': Oda opens the door with a drum.", "* ''Salt'': The band leaves when the lamp goes out."


@pytest.mark.parametrize(
    ("markup", "text", "examples"),
    [
        (WIKI, f"{A}\n{B}", [A, B]),
        (WIKI, f"{{{{trope}}}}\n{A}\n{{{{examples}}}}\n{B}", [B]),
        (WIKI, f"{{{{trope}}}}\nKinds:\n{A}\n== Examples ==\n{B}", [B]),
        (WIKI, f"{{{{trope}}}}\nKinds:\n{A}\nExamples of lost keys include:\n{B}", [B]),
        (WIKI, f"{{{{trope}}}}\nKinds:\n{A}\n== Film ==\n{B}", [B]),
        (WIKI, f"{{{{trope}}}}\n{A}\n== See also ==\n{B}", [A]),
        (WIKI, f"{{{{trope}}}}\n== Film ==\n{A}\n== See also ==\n=== Keys ===\n{B}", [A]),
        (WIKI, f"{{{{creator}}}}\n{A}\n{{{{tropelist}}}}\n{B}", [B]),
        (WIKI, f"{{{{creator}}}}\n== Filmography ==\n{A}", []),
        (WIKI, f"{{{{disambig}}}}\n{A}", []),
        (WIKI, f"== Setup ==\n{A}\n== Download ==\n{B}", []),
        (WIKI, f"{{{{trope}}}}\n== Straight ==\n{A}\n== Played With ==\n{B}", [A, B]),
        (WIKI, f"#{A[1:]}\n#*{B[1:]}", ["#" + A[1:], "#*" + B[1:]]),
        (TROPES, f"{A}\n[[index]]\n{B}\n[[/index]]", [A]),
        (TROPES, f"{A}\n[[folder:Anything]]\n{B}\n[[/folder]]", [B]),
    ],
)
def test_where_the_examples_are(markup: Markup, text: str, examples: list[str]) -> None:
    seen = view(text, markup)
    assert [example.span.of(text) for example in seen.examples] == examples


def test_a_word_is_a_name_if_the_page_shows_it() -> None:
    text = (
        "* Falling hurts. Oda knows.\n* Rising, says Oda, is worse; ''Kings'' do it.\n* [[Fishing]] and {{Bowling}}.\n"
    )
    seen = view(text)
    assert [seen.is_name(word) for word in ("Falling", "Oda", "Rising", "Kings", "Fishing", "Bowling", "Absent")] == [
        *(False, True, False, True, True, True, False),
    ]


def test_what_holds_a_sign() -> None:
    text = f"{A}\n** http://one\nno item http://two\n{B}\n* http://three and http://four\n"
    seen = view(text)
    assert [seen.words(example) for example in seen.holding("://")] == ["http://one", "http://three and http://four"]
    assert seen.holding("absent") == []


_NOTE = "because he said \"to be fair, this troper\" http://x.test of ''Moss'' in [[Film/Salt]]: Actually. * He goes"


@pytest.mark.parametrize("number", range(0, 60, 6))
def test_no_comment_changes_a_verdict(number: int) -> None:
    text = sample_texts()[number]
    noted = re.sub(r"(?m)^(\*.*)$", lambda line: f"{line[1]}<!-- {_NOTE} -->", text)
    behind = re.sub(r"(?m)^(\*+)(?=[^*\n])", lambda marker: f"{marker[1]}<!-- {_NOTE} -->", text)
    for other in (noted, behind):
        if "<!--" not in text:
            assert names(lint_text(other)) == names(lint_text(text))


@pytest.mark.parametrize("name", ["Cleanup", "Disambig", "Natter", "Delete", "Index", "Merge", "Work"])
def test_no_template_of_the_bot_changes_a_verdict(name: str) -> None:
    for text in sample_texts()[::6]:
        tagged = f"{{{{{name}}}}}<!-- linterbot -->\n{text}"
        if not text.startswith("#REDIRECT"):  # which the bot leaves alone
            assert sorted(names(lint_text(tagged))) == sorted(names(lint_text(text)))


def test_a_template_that_a_person_put_there_counts() -> None:
    text = "{{work}} {{tropelist}} {{reflist}}\n\nA play.\n"
    assert "missing-category" in names(lint_text(text))
    assert "missing-category" in names(lint_text(f"{{{{Cleanup}}}}<!-- linterbot -->\n{text}"))
    assert "missing-category" not in names(lint_text(f"{{{{Cleanup}}}}\n{text}"))


def test_no_comment_changes_a_verdict_on_tv_tropes() -> None:
    for path in sorted((DATA / "gold" / "docs").glob("*.tvtropes.txt")) + sorted(
        (DATA / "seeds").glob("*.tvtropes.txt")
    ):
        text = path.read_text(encoding="utf-8")
        noted = re.sub(r"(?m)^(\*.*[^\\\n])$", lambda line: f"{line[1]} %% {_NOTE}", text)
        assert names(lint_text(noted, TROPES, "tvtropes")) == names(lint_text(text, TROPES, "tvtropes"))


_PIECES = [
    *"*#: \n'\"[]{}|<>-=%a/_",
    "\n* ",
    "\n** ",
    "[[Word",
    "[[spoiler:",
    "{{Aa",
    "Film/",
    "AaBb",
    "<ref>",
    "[[File:a",
    "\t",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join), st.sampled_from(list(Markup)))
def test_any_text_can_be_seen(text: str, markup: Markup) -> None:
    seen = view(text, markup)
    assert len(seen.seen) == len(text)
    assert seen.words_of(seen.document.examples) == [view(text, markup).words(one) for one in seen.document.examples]
    assert set(seen.examples) <= set(seen.document.examples)
    for example in seen.examples:
        assert example.parent is None or seen.document.examples[example.parent] in seen.examples


GERMAN = (
    "* ''Der letzte Zug'': Der Schaffner trägt den Koffer durch drei Länder, ohne ihn ein einziges Mal zu öffnen.\n"
    "** Tatsächlich war es nur ein Karton, und außerdem gehörte er seiner Schwester, die also nichts sagte.\n"
    "* ''Moorlicht'': Die Wirtin setzt sich jeden Abend darauf und erzählt allen Gästen, dass er leer sei.\n"
)
RUSSIAN = (
    "* Проводник несёт чемодан через три страны и ни разу не открывает его, хотя все знают, что в нём лежит.\n" * 3
)
ENGLISH = (
    "* ''Moss'': The lodger carries the case through three countries and never opens it, although all know what is in"
    " it.\n"
)


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        (GERMAN, True),
        (RUSSIAN, True),
        (ENGLISH * 3, False),
        (GERMAN + ENGLISH * 4, False),
        ("* ''Moorlicht'': Die Wirtin.\n", False),
        ("* ''Moss'': Maud Tellwright.\n" * 40, False),
    ],
)
def test_a_page_in_another_language_is_recognised(text: str, foreign: bool) -> None:
    assert view(text).is_foreign is foreign


def test_rules_about_words_are_not_asked_on_a_page_in_another_language() -> None:
    page = f"{{{{work}}}}\n== Beispiele ==\n=== Musik ===\n{GERMAN}=== Spiele ===\n* ''Salzkrone'': Schwester Oda.\n"
    result = lint_text(page)
    assert {"natter", "zero-context-example", "unknown-folder"}.isdisjoint(names(result))
    unasked = {one.name: one.reason for one in result.skipped}
    assert "rules for English only" in unasked["natter"]
    assert "natter" not in {one.name for one in lint_text(page.replace(GERMAN, ENGLISH * 3)).skipped}
