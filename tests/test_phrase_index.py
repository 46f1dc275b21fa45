"""The phrases of all rules are found in one pass, just as each rule alone would find them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linterbot.evidence.scoring import Scale
from linterbot.lint.linter import lint
from linterbot.markup import read
from linterbot.model import NO_FACTS, Finding, Markup, Page, Span
from linterbot.records import changed
from linterbot.rulebook import packs
from linterbot.view.phrase_index import Beginnings, PhraseIndex, Phrases
from linterbot.view.phrase_matcher import any_of
from linterbot.view.places import within
from tests.conftest import DATA, shared

WORDS = ("to", "be", "fair", "to be", "be fair", "to be fair", "fair to", "that's", "that", "well", "(sic)", "x", "be.")
TEXTS = st.lists(st.sampled_from([*WORDS, "To", "TO BE", "tobe", "fair,", "ﬁne", "é", "\U0001f409", "_", "0"])).map(
    " ".join
)
LISTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, unique=True).map(tuple), min_size=1, max_size=4)


@given(LISTS, st.one_of(TEXTS, st.text(alphabet="tobe fair.'(", max_size=40)))
@settings(max_examples=500, deadline=None)
def test_each_list_finds_what_it_would_find_alone(lists: list[tuple[str, ...]], text: str) -> None:
    wanted = tuple(dict.fromkeys(Phrases(one) for one in lists))
    heard = PhraseIndex(wanted).listen(text)
    for phrases in wanted:
        alone = [Span(*place) for place in any_of(phrases.literal).spans(text)]
        assert heard.of(phrases) == alone


@given(LISTS, TEXTS)
def test_patterns_are_found_beside_phrases(lists: list[tuple[str, ...]], text: str) -> None:
    wanted = (*(Phrases(one) for one in lists), Phrases(("well",), ("fai[rn]", "t.b")))
    heard = PhraseIndex(wanted).listen(text)
    alone = [Span(*place) for place in any_of(("well",), ("fai[rn]", "t.b")).spans(text)]
    assert heard.of(wanted[-1]) == alone


def test_a_phrase_may_begin_inside_another() -> None:
    wanted = (Phrases(("not to",)), Phrases(("to mention",)), Phrases(("not",)))
    heard = PhraseIndex(wanted).listen("Not to mention this, not tomorrow.")
    assert [heard.of(one) for one in wanted] == [[Span(0, 6)], [Span(4, 14)], [Span(0, 3), Span(21, 24)]]


def test_letters_that_only_look_english_make_no_phrase() -> None:
    assert PhraseIndex((Phrases(("this",)),)).listen("thi\u017f").of(Phrases(("this",))) == []


@given(st.lists(st.sampled_from(WORDS), min_size=1, unique=True).map(tuple), TEXTS)
def test_a_text_begins_with_whole_phrases_only(phrases: tuple[str, ...], text: str) -> None:
    assert (Beginnings(phrases).length(text.lower()) > 0) == any_of(phrases, at_start=True).found_in(text)


def test_within_counts_what_begins_at_the_very_start() -> None:
    assert within([Span(3, 5)], Span(3, 9))
    assert not within([Span(3, 5)], Span(4, 9))
    assert not within([Span(9, 11)], Span(4, 9))


def _natter(text: str, markup: Markup) -> tuple[Finding, ...]:
    (rule,) = (rule for rule in packs.load("tvtropes") if rule.name == "natter")
    rules = [replace(rule, check=changed(rule.check))]  # a check keeps what it has worked out
    return lint(read(Page("T", text), markup), rules, NO_FACTS).findings


def test_stopping_early_misses_no_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [DATA / "gold" / "docs", *shared("corpus", "synthetic"), *shared("gold", "docs")]
    pages = [path for folder in folders for path in folder.iterdir()]
    texts = [path.read_text(encoding="utf-8") for path in pages]
    markups = [Markup.MEDIAWIKI if path.suffix == ".wiki" else Markup.RENDERED for path in pages]
    stopping = [_natter(text, markup) for text, markup in zip(texts, markups, strict=True)]
    monkeypatch.setattr(Scale, "most", lambda *_: float("inf"))
    assert stopping == [_natter(text, markup) for text, markup in zip(texts, markups, strict=True)]


def test_places_are_counted_in_characters_whatever_the_text_holds() -> None:
    text = "É“\ud800𝄞 a lamp — lámp, Lamp"
    spans = any_of(("lamp",), ("x*",)).spans(text)
    assert [text[start:end] for start, end in spans] == ["lamp", "Lamp"]
