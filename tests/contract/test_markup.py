"""Compares our lists and headings with those of MediaWiki itself: which there are, in which order, how deep."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import requests

from linterbot.markup.mediawiki import read
from tests.contract.conftest import RealWiki

PIECES = """
* W
** W
*** W
*: W
:*: W
# W
*# W
: W
<!-- W -->
<!-- W\\nW -->
W
== W ==
<!-- W -->* W
* W <!-- W\\n* W -->W
* W {{no such page|\\n* W\\n}} W
* W <nowiki>\\n* W</nowiki>
*W<br>* W
 * W
<pre>\\n* W\\n</pre>
* [[W]] {{{W|\\n* W}}}
__NOTOC__* W
{{DEFAULTSORT:x}}* W
*<!-- W -->* W
* W <span\\nclass="x">W</span>
<noinclude>* W</noinclude>
<onlyinclude>\\n* W\\n</onlyinclude>
<includeonly>\\n* W\\n</includeonly>
[[Category:W]]
[[Category:W]]* W
[[Category:W|\\n*]]
* W [[W|W\\n* W]] W
[[File:No such.jpg|thumb|W\\n* W]]
""".splitlines()


class Bullets(HTMLParser):
    """Gathers the items of lists on a rendered page, with their words and depths."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, int | None]] = []
        self.items: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        item = None
        if tag == "li":
            item = len(self.items)
            self.items.append(("", sum(name in ("ul", "ol") for name, _ in self._open)))
        if tag in ("ul", "ol", "dl", "li", "dd", "dt"):
            self._open.append((tag, item))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and (item := self._open[-1][1]) is not None:
            words, depth = self.items[item]
            self.items[item] = (words + data, depth)


def page(pieces: list[str], seed: int, lines: int) -> str:
    """Return a page of random pieces, with a different word for each W."""
    pick, number = random.Random(seed), iter(range(1_000))
    picked = "\n".join(pick.choice(pieces).replace("\\n", "\n") for _ in range(lines))
    return re.sub("W", lambda _: f"w{next(number)}", picked)


def parsed(api: str, text: str) -> dict[str, Any]:
    """Return what MediaWiki makes of a text: HTML (`text`) and `sections`."""
    asked = {"action": "parse", "text": text, "contentmodel": "wikitext", "prop": "text|sections", "disabletoc": "1"}
    answer = requests.post(api, data={**asked, "format": "json", "formatversion": "2"}, timeout=30)
    result: dict[str, Any] = answer.json()["parse"]
    return result


def theirs(api: str, text: str) -> list[tuple[str, int]]:
    bullets = Bullets()
    bullets.feed(parsed(api, text)["text"])
    return [(first, depth) for words, depth in bullets.items if (first := _first(words))]


def ours(text: str) -> list[tuple[str, int]]:
    lines = ((re.sub(r"<!--.*?-->", "", one.line.of(text), flags=re.DOTALL), one.depth) for one in read(text).examples)
    return [(first, depth) for words, depth in lines if (first := _first(words))]


def _first(words: str) -> str:
    found = re.search(r"\bw\d+\b", words)
    return found[0] if found else ""


@pytest.mark.parametrize("seed", range(80))
def test_bullets_are_those_of_mediawiki(real_wiki: RealWiki, seed: int) -> None:
    text = page(PIECES, seed, 40)
    assert ours(text) == theirs(real_wiki.api, text)


HEADINGS = [
    "== W ==  ",
    *"""
= W =
== W ==
=== W ===
== W ===
=== W ==
== W == <!-- W -->
<!-- W -->== W ==
==W
====
==
__NOTOC__== W ==
<noinclude>== W ==</noinclude>
{{DEFAULTSORT:x}}== W ==
<includeonly>\\n== W ==\\n</includeonly>
[[W|W\\nW]]
== W == x
== W = W ==
======= W =======
{{no such page|\\n== W ==\\n}}
<nowiki>\\n== W ==\\n</nowiki>
<!--\\n== W ==\\n-->
* W
""".splitlines(),
]


@pytest.mark.parametrize("seed", range(20))
def test_headings_are_those_of_mediawiki(real_wiki: RealWiki, seed: int) -> None:
    text = page(HEADINGS, seed, 12)
    sections = [(int(one["level"]), one["line"]) for one in parsed(real_wiki.api, text)["sections"]]
    assert [(one.level, one.title) for one in read(text).sections] == sections


def test_a_pre_that_is_never_closed_ends_the_lists(real_wiki: RealWiki) -> None:
    text = "* w1\n== w2 ==\n<pre>\n* w3\n== w4 ==\n* w5\n"
    assert ours(text) == theirs(real_wiki.api, text) == [("w1", 1)]
    assert [one.title for one in read(text).sections] == ["w2", "w4"]


FILES = """
[[File:Caf%C3%A9_am_Kai.png]] [[File:Caf&eacute; two.png]] [[Image: key.png#top|thumb|W]] [[File:Va\u200eult.png]]
[[File:./no.png]] [[File:|thumb]] [[File:a%7Cb.png]] [[:File:shown.png]] [[File:a & b.png]] [[File:Lamp%20one.png]]
<gallery>
one.jpg|W
File:two.jpg
no title <b>.png

three%20four.jpg|[[File:five.jpg]]
</gallery>
<includeonly>[[File:six.png]]</includeonly><!-- [[File:seven.png]] -->
"""


def test_files_are_those_of_mediawiki(real_wiki: RealWiki) -> None:
    asked = {"action": "parse", "text": FILES, "contentmodel": "wikitext", "prop": "images", "format": "json"}
    answer = requests.post(real_wiki.api, data={**asked, "formatversion": "2"}, timeout=30).json()
    names = {name.replace("_", " ") for name in answer["parse"]["images"]} - {"Five.jpg"}
    assert {one.target for one in read(FILES).images} == names
