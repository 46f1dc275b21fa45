"""Finds opaque ranges, templates, links and tables in wikitext, in one pass each and in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linterbot.model import Span

_OPENER = re.compile(
    r"<(?:!--|(nowiki|pre|source|syntaxhighlight|math|gallery|score|includeonly)\b[^<>]*>)", re.IGNORECASE
)
_TO_THE_END = frozenset({"includeonly"})  # runs to the end of the page if it is never closed
# A whole link or call with nothing nested in it is one match; the other marks are paired on a stack.
# Without groups, `re` sees that only four characters can begin a match, and skips all others; so there are none.
_MARK = re.compile(r"\[\[[^\[\]{}]*+\]\]|\{\{[^\[\]{}]*+\}\}|\{\{+|\}\}+|\[\[|\]\]")
_TABLE = re.compile(r"\n(?:[ \t:*#;\x7f]*+(\{\|)|[ \t\x7f]*+(\|\})(?!\}))")
_Pair = tuple[int, int]


def opaque(text: str) -> Iterator[tuple[str, Span]]:
    """Yield (kind, span) for each part of a text whose content is not wikitext.

    An unclosed comment runs to the end of the page, as in MediaWiki, and so does what only other pages show; any other
    unclosed tag is ordinary text.
    """
    at = 0
    hopeless: set[str] = set()
    while opener := _OPENER.search(text, at):
        kind = (opener[1] or "comment").lower()
        at = opener.end()
        if opener[0].endswith("/>") or kind in hopeless:
            continue
        end = _closer(text, kind, at)
        if end is None and kind in _TO_THE_END:
            end = len(text)
        if end is None:
            hopeless.add(kind)
            continue
        yield kind, Span(opener.start(), end)
        at = end


def _closer(text: str, kind: str, start: int) -> int | None:
    if kind == "comment":
        at = text.find("-->", start)
        return len(text) if at == -1 else at + 3
    found = re.compile(rf"</{kind}\s*>", re.IGNORECASE).search(text, start)
    return found.end() if found else None


def calls_and_links(text: str) -> tuple[list[_Pair], list[_Pair]]:
    """Return the (start, end) of the template calls and of the double-bracket links, each in order.

    `{{{…}}}` is a parameter, not a template. A closing mark pairs with the nearest opener of its kind. `}}` drops links
    that are still open inside it, and `]]` never reaches out of a template.
    """
    calls: list[_Pair] = []
    links: list[_Pair] = []
    stack: list[list[int]] = []  # [offset, number of braces, 0 for a link]
    braces = 0
    for mark in _MARK.finditer(text):
        place = at, end = mark.span()
        kind, last = text[at], text[end - 1]
        if kind == "[":
            if last == "]":
                links.append(place)
            else:
                stack.append([at, 0])
        elif kind == "{":
            if last == "}":
                calls.append(place)
            else:
                stack.append([at, end - at])
                braces += 1
        elif kind == "]":
            if stack and stack[-1][1] == 0:
                links.append((stack.pop()[0], end))
        elif braces:
            braces -= _close_braces(stack, calls, at, end)
    calls.sort()
    links.sort()
    return calls, links


def _close_braces(stack: list[list[int]], calls: list[_Pair], at: int, end: int) -> int:
    """Pair a run of closing braces with the stack; return how many openers were used up."""
    used = 0
    while end - at >= 2:
        while stack and stack[-1][1] == 0:
            stack.pop()
        if not stack:
            break
        opener = stack[-1]
        width = 3 if end - at >= 3 and opener[1] >= 3 else 2
        opener[1] -= width
        at += width
        if width == 2:
            calls.append((opener[0] + opener[1], at))
        if opener[1] < 2:
            stack.pop()
            used += 1
    return used


def tables(text: str) -> list[_Pair]:
    """Return the (start, end) of the tables; one that is never closed is ordinary text."""
    found: list[_Pair] = []
    stack: list[int] = []
    for mark in _TABLE.finditer("\n" + text) if "{|" in text else ():
        # The line break added before the text moves every offset by one.
        if mark[1]:
            stack.append(mark.start(1) - 1)
        elif stack:
            found.append((stack.pop(), mark.end(2) - 1))
    return found
