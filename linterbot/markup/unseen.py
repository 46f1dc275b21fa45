"""Finds what MediaWiki drops or joins before it looks at lines: include tags, switches, links over several lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from linterbot.markup.namespace_names import Names
from linterbot.markup.spans import NOTHING, covered

_Pair = tuple[int, int]
CATEGORY = "\x1d"  # covers a link into a category, which takes the line break before it along: no item begins behind it
_INCLUDE_TAG = re.compile(r"</?(?:noinclude|onlyinclude)\s*/?>", re.IGNORECASE)
_SWITCH = re.compile(
    r"__(?:NOTOC|FORCETOC|TOC|NOEDITSECTION|NEWSECTIONLINK|NONEWSECTIONLINK|NOGALLERY|HIDDENCAT|INDEX|NOINDEX"
    r"|EXPECTUNUSEDCATEGORY|EXPECTUNUSEDTEMPLATE|STATICREDIRECT|DISAMBIG|NOTITLECONVERT|NOCONTENTCONVERT)__",
    re.IGNORECASE,
)
_SILENT_CALL = re.compile(r"\{\{\s*(?:DISPLAYTITLE|DEFAULTSORT|DEFAULTSORTKEY|DEFAULTCATEGORYSORT)\s*:", re.IGNORECASE)
_TAG_OVER_LINES = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?=\s)[^<>\n]{0,500}\n[^<>]{0,1000}>")
_REFERENCE = re.compile(r"<(/?)ref\b[^<>]*?(/?)>", re.IGNORECASE)
_LINK_OVER_LINES = re.compile(r"\[\[[^\[\]{}\n]*+\n")
_NO_TARGET = re.compile(r"[\n<>{}\[\]]")
_HEADING = re.compile(r"\n=[^\n]*=[ \t]*(?:\n|\Z)")
_LONGEST_LINK = 10_000  # characters of a link over several lines
_BEGINNING = 1_000  # characters within which categories may stand before everything else
_PRE = re.compile(r"<pre\b[^<>]*>", re.IGNORECASE)


def without_tags(bare: str) -> str:
    """Return a text of the same length in which include tags and behaviour switches are covered."""
    spans = [found.span() for found in _INCLUDE_TAG.finditer(bare)]
    if "__" in bare:
        spans += (found.span() for found in _SWITCH.finditer(bare))
    return covered(bare, ((span, NOTHING) for span in sorted(spans))) if spans else bare


def silent(bare: str, calls: Sequence[_Pair], links: Sequence[_Pair], names: Names) -> Iterator[tuple[_Pair, str]]:
    """Yield, in order, the calls and the links that show nothing, each with what covers it."""
    found = [(call, NOTHING) for one in _SILENT_CALL.finditer(bare) if (call := _beginning(calls, one.start()))]
    lead = 0  # how far nothing but categories has come
    for one in names.category_link.finditer(bare):
        if (link := _beginning(links, one.start())) is not None:
            first = lead >= 0 and link[0] < _BEGINNING and not bare[lead : link[0]].strip(f"\n\t {NOTHING}")
            lead = link[1] if first else -1
            found.append((link, NOTHING if first else CATEGORY))
    reach = 0
    for (start, end), cover in sorted(found):
        if start >= reach:
            yield (start, end), cover
            reach = end


def joined(bare: str, links: Sequence[_Pair], names: Names) -> list[_Pair]:
    """Return what MediaWiki sees as one line though it has several: references, tags, and links with long labels."""
    found: list[_Pair] = []
    if "</ref" in bare or "</REF" in bare:
        found += _references(bare)
    if ">" in bare:
        found += (one.span() for one in _TAG_OVER_LINES.finditer(bare))
    files = {one.start() for one in names.file_link.finditer(bare)}
    reach = 0
    for start in sorted(files.union(one.start() for one in _LINK_OVER_LINES.finditer(bare))):
        link = _beginning(links, start) if start >= reach else None
        if link is None or link[1] - link[0] > _LONGEST_LINK or bare.find("\n", *link) == -1:
            continue
        if _is_one(bare, link, start in files):
            found.append(link)
            reach = link[1]
    return found


def _is_one(bare: str, link: _Pair, file: bool) -> bool:
    """Whether a link over several lines is one to MediaWiki; only a file's caption may hold links and calls itself."""
    inside = bare[link[0] + 2 : link[1] - 2]
    if _NO_TARGET.search(inside.partition("|")[0]) or _HEADING.search(inside):
        return False
    return file or "[[" not in inside


def _beginning(pairs: Sequence[_Pair], start: int) -> _Pair | None:
    """Return the pair, of some in order, that begins at an offset."""
    at = bisect_left(pairs, (start, 0))
    return pairs[at] if at < len(pairs) and pairs[at][0] == start else None


def _references(bare: str) -> list[_Pair]:
    found: list[_Pair] = []
    start: int | None = None
    for tag in _REFERENCE.finditer(bare):
        if tag[1] and start is not None:
            found.append((start, tag.end()))
            start = None
        elif not tag[1] and not tag[2] and start is None:
            start = tag.start()
    return found


def open_pre(bare: str) -> int:
    """Return where a `<pre>` that is never closed starts, the end of the text if there is none: no list comes after."""
    found = _PRE.search(bare) if "<" in bare else None
    return found.start() if found else len(bare)
