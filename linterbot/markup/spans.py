"""Small operations on spans: merging them, covering them, and splitting a text into lines that respect them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from linterbot.model import Span

NOTHING = "\x7f"  # stands for what leaves nothing behind; no page has it, since MediaWiki reserves it for itself
LITERAL = "\x1a"  # stands for what is not markup, and for line breaks that do not end a line

_COMMENTS = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def without_comments(words: str) -> str:
    """Return some wikitext without its comments; one that is never closed runs to the end."""
    return _COMMENTS.sub("", words) if "<!--" in words else words


def merged(spans: Iterable[tuple[int, int]]) -> list[Span]:
    """Return disjoint spans, in order, that cover the same text."""
    out: list[Span] = []
    reach = -1
    for start, end in sorted(spans):
        if start < reach:
            if end > reach:
                out[-1] = Span(out[-1].start, end)
                reach = end
        else:
            out.append(Span(start, end))
            reach = end
    return out


def covered(text: str, spans: Iterable[tuple[tuple[int, int], str]]) -> str:
    """Return a text of the same length in which a character covers each span; they must be disjoint and in order."""
    parts: list[str] = []
    at = 0
    for (start, end), cover in spans:
        parts += (text[at:start], cover * (end - start))
        at = end
    return "".join([*parts, text[at:]]) if parts else text


def unbroken(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length without the line breaks inside the spans, so that each is on a single line.

    The spans must be disjoint and in order.
    """
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if text.find("\n", start, end) != -1:
            parts += (text[at:start], text[start:end].replace("\n", LITERAL))
            at = end
    return "".join([*parts, text[at:]]) if parts else text


def lines(text: str) -> Iterator[Span]:
    """Yield the span of each line without its ending, LF or CRLF."""
    start = 0
    while (at := text.find("\n", start)) != -1:
        yield Span(start, at - 1 if at > start and text[at - 1] == "\r" else at)
        start = at + 1
    yield Span(start, len(text))
