"""Finds opaque ranges, templates, links and tables in wikitext, in one pass each and in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linterbot.model import Span

_OPENER = re.compile(r"<!--|<(nowiki|pre|source|syntaxhighlight|math|gallery|score)\b[^<>]*>", re.IGNORECASE)
_MARK = re.compile(r"\{\{+|\}\}+|\[\[|\]\]")
_TABLE = re.compile(r"^[ \t:*#;]*(\{\|)|^[ \t]*(\|\})(?!\})", re.MULTILINE)


def opaque(text: str) -> Iterator[tuple[str, Span]]:
    """Yield (kind, span) of each stretch whose content is not wikitext.

    An unclosed comment runs to the end of the page, as in MediaWiki; an unclosed tag is ordinary text.
    """
    at = 0
    hopeless: set[str] = set()
    while opener := _OPENER.search(text, at):
        kind = (opener[1] or "comment").lower()
        at = opener.end()
        if opener[0].endswith("/>") or kind in hopeless:
            continue
        end = _closer(text, kind, at)
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


def templates_and_links(text: str, hidden: list[Span]) -> tuple[list[Span], list[Span]]:
    """Return the spans of the template calls and of the double-bracket links outside `hidden`.

    `{{{…}}}` is a parameter, not a template. A closing mark takes the nearest opener of its kind; `}}` forgets
    links left open inside it, `]]` never reaches out of a template.
    """
    templates: list[Span] = []
    links: list[Span] = []
    stack: list[list[int]] = []  # [where, how many braces; 0 for a link]
    braces = 0
    for mark in _visible(text, hidden):
        kind, at = mark[0][0], mark.start()
        if kind == "{":
            stack.append([at, len(mark[0])])
            braces += 1
        elif kind == "[":
            stack.append([at, 0])
        elif kind == "]":
            if stack and stack[-1][1] == 0:
                links.append(Span(stack.pop()[0], mark.end()))
        elif braces:
            braces -= _close_braces(stack, templates, at, mark.end())
    return sorted(templates), sorted(links)


def _close_braces(stack: list[list[int]], templates: list[Span], at: int, end: int) -> int:
    """Match a run of closing braces against the stack; return how many openers were used up."""
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
            templates.append(Span(opener[0] + opener[1], at))
        if opener[1] < 2:
            stack.pop()
            used += 1
    return used


def _visible(text: str, hidden: list[Span]) -> Iterator[re.Match[str]]:
    which = 0
    for mark in _MARK.finditer(text):
        while which < len(hidden) and hidden[which].end <= mark.start():
            which += 1
        if which == len(hidden) or mark.start() < hidden[which].start:
            yield mark


def tables(text: str, hidden: list[Span]) -> list[Span]:
    """Return the spans of the tables outside `hidden`; one that is never closed is ordinary text."""
    found: list[Span] = []
    stack: list[int] = []
    which = 0
    for mark in _TABLE.finditer(text):
        at = mark.start(1) if mark[1] else mark.start(2)
        while which < len(hidden) and hidden[which].end <= at:
            which += 1
        if which < len(hidden) and hidden[which].start <= at:
            continue
        if mark[1]:
            stack.append(at)
        elif stack:
            found.append(Span(stack.pop(), mark.end(2)))
    return found
