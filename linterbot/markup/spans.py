"""Small work with spans: joining them, and cutting a text into lines that respect them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linterbot.model import Span


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same ground as disjoint spans in order."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def lines(text: str, hidden: list[Span]) -> Iterator[Span]:
    """Yield each line without its ending; a line break inside a hidden span does not end a line.

    `hidden` must be disjoint and in order.
    """
    start = at = which = 0
    while True:
        at = text.find("\n", at)
        if at == -1:
            yield Span(start, len(text))
            return
        while which < len(hidden) and hidden[which].end <= at:
            which += 1
        if which < len(hidden) and hidden[which].start <= at:
            at = hidden[which].end
            continue
        end = at - 1 if at > start and text[at - 1] == "\r" else at
        yield Span(start, end)
        start = at = at + 1
