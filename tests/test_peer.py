"""Compares our reader with mwparserfromhell over many pages: both find the same calls and links at the same places.

Where the two differ, `EXPLAINED` says why, page by page; MediaWiki itself decides who is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import mwparserfromhell as peer
import pytest
from mwparserfromhell import nodes
from mwparserfromhell.wikicode import Wikicode

from linterbot.markup.mediawiki import read
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES
from tests.conftest import DATA, shared

Found = tuple[str, int, int]

FOLDERS = [DATA / "wikitext", DATA / "gold" / "docs", *shared("corpus", "pages"), *shared("corpus", "synthetic")]
ADDRESS = "[[https://…|a label over two lines]]: an address is no page for MediaWiki, whatever follows"
EXPLAINED = {
    "addresses.wiki": ADDRESS,
    "bips__bip-0140.wiki": ADDRESS,
    "bips__bip-0331.wiki": "[[File:./…]]: a relative path is no title",
    "template_lamp.wiki": "names that hold {{{parameters}}}: only MediaWiki knows what they will be, and for what page",
}


def places(code: Wikicode, at: int) -> Iterator[tuple[nodes.Node, int, int]]:
    """Yield each node with its place; the peer keeps no offsets, so they are counted from what it prints."""
    for node in code.nodes:
        size = len(str(node))
        yield node, at, at + size
        for inner, start in inside(node, at, size):
            yield from places(inner, start)
        at += size


def inside(node: nodes.Node, at: int, size: int) -> Iterator[tuple[Wikicode, int]]:
    if isinstance(node, nodes.Template):
        yield from inside_call(node, at + 2)
    elif isinstance(node, nodes.Wikilink):
        yield node.title, at + 2
        if node.text is not None:
            yield node.text, at + 2 + len(str(node.title)) + 1
    elif isinstance(node, nodes.Argument):
        yield node.name, at + 3
        if node.default is not None:
            yield node.default, at + 3 + len(str(node.name)) + 1
    elif isinstance(node, nodes.Heading):
        yield node.title, at + node.level
    elif isinstance(node, nodes.ExternalLink):
        at += node.brackets
        yield node.url, at
        if node.title is not None:
            yield node.title, at + len(str(node.url)) + (not node.suppress_space)
    elif isinstance(node, nodes.Tag):
        yield from inside_tag(node, at, size)


def inside_call(node: nodes.Template, at: int) -> Iterator[tuple[Wikicode, int]]:
    yield node.name, at
    at += len(str(node.name))
    for one in node.params:
        at += 1
        if one.showkey:
            yield one.name, at
            at += len(str(one.name)) + 1
        yield one.value, at
        at += len(str(one.value))


def inside_tag(node: nodes.Tag, at: int, size: int) -> Iterator[tuple[Wikicode, int]]:
    start = at + len(node.wiki_markup or f"<{node.tag}")
    for one in node.attributes:
        written = str(one)
        yield one.name, start + len(one.pad_first)
        if one.value is not None:
            yield one.value, start + written.rfind(str(one.value))
        start += len(written)
    if node.contents is not None and not node.self_closing:
        if node.wiki_markup:
            yield node.contents, start + len(node.padding or "") + len(node.wiki_style_separator or "")
        else:
            yield node.contents, at + size - len(f"</{node.closing_tag}>") - len(str(node.contents))


def theirs(text: str) -> tuple[set[Found], set[Found]]:
    calls, links = set(), set()
    for node, start, end in places(peer.parse(text), 0):
        assert text[start:end] == str(node), (start, end, str(node)[:60])
        if isinstance(node, nodes.Template):
            written = "".join(str(one) for one in node.name.nodes if not isinstance(one, nodes.Comment))
            calls.add((MEDIAWIKI_NAMES.template_name(written), start, end))
        elif isinstance(node, nodes.Wikilink):
            links.add(("", start, end))
    return calls, links


def ours(text: str) -> tuple[set[Found], set[Found]]:
    document = read(text)
    links = {("", *one.span) for one in document.links if text.startswith("[[", one.span.start)}
    return {(one.name, *one.span) for one in document.templates}, links


def differences(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    out = []
    for kind, peers, own in zip(("call", "link"), theirs(text), ours(text), strict=True):
        for who, found in (("peer only", peers - own), ("ours only", own - peers)):
            out += [
                f"{kind}, {who}: {name} {text[start : min(end, start + 60)]!r}" for name, start, end in sorted(found)
            ]
    return out


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_calls_and_links_are_those_of_the_peer(folder: Path) -> None:
    found = {path.name: differences(path) for path in sorted(folder.glob("*.wiki"))}
    assert found
    assert {name: lines for name, lines in found.items() if lines and name not in EXPLAINED} == {}


def test_explained_pages_still_differ() -> None:
    paths = [path for folder in FOLDERS for path in folder.glob("*.wiki") if path.name in EXPLAINED]
    assert DATA / "wikitext" / "addresses.wiki" in paths
    assert [path.name for path in paths if not differences(path)] == []
