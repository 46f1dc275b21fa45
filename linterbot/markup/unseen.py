"""Finds what MediaWiki drops or joins before it looks at lines: include tags, switches, links over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from linterbot.markup.namespace_names import Names
from linterbot.markup.spans import covered

_Pair = tuple[int, int]
NOTHING = "\x7f"  # covers what leaves nothing behind; MediaWiki reserves this character for itself, so no page has it
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
_NO_TARGET = re.compile(r"[\n<>{}\[\]]")
_HEADING = re.compile(r"\n=[^\n]*=[ \t]*(?:\n|\Z)")
_BEGINNING = 1_000  # characters within which categories may stand before everything else
_PRE = re.compile(r"<pre\b[^<>]*>", re.IGNORECASE)


def without_tags(bare: str) -> str:
    """Return a text of the same length in which include tags and behaviour switches are covered."""
    spans: list[_Pair] = []
    if "include" in bare or "INCLUDE" in bare:
        spans += (found.span() for found in _INCLUDE_TAG.finditer(bare))
    if "__" in bare:
        spans += (found.span() for found in _SWITCH.finditer(bare))
    return covered(bare, ((span, NOTHING) for span in sorted(spans))) if spans else bare


def silent(bare: str, calls: Sequence[_Pair], links: Sequence[_Pair], names: Names) -> Iterator[tuple[_Pair, str]]:
    """Yield, in order, the calls and the links that show nothing, each with what covers it."""
    found: list[tuple[_Pair, str]] = []
    if "{{" in bare:
        ends = dict(calls)
        starts = (one.start() for one in _SILENT_CALL.finditer(bare))
        found += (((start, ends[start]), NOTHING) for start in starts if start in ends)
    ends, lead = dict(links), 0  # how far nothing but categories has come
    for one in names.category_link.finditer(bare):
        if (start := one.start()) in ends:
            first = lead >= 0 and start < _BEGINNING and not bare[lead:start].strip(f"\n\t {NOTHING}")
            lead = ends[start] if first else -1
            found.append(((start, ends[start]), NOTHING if first else CATEGORY))
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
    files = frozenset(one.start() for one in names.file_link.finditer(bare)) if "\n" in bare else frozenset()
    for at, (start, end) in enumerate(links):
        if bare.find("\n", start, end) == -1:
            continue
        nested = at + 1 < len(links) and links[at + 1][0] < end
        target = bare[start + 2 : end - 2].partition("|")[0]
        if (start in files or not nested) and not _NO_TARGET.search(target) and not _HEADING.search(bare, start, end):
            found.append((start, end))
    return found


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
