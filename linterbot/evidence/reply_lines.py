"""Replies that are no bullets: `*:` and `::` under an example, as people answer on talk pages.

Such a line is a paragraph of its example and no fault by itself. It is looked at only if it opens like a reply.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from linterbot.evidence.reply_bullet import Grammar, beginning
from linterbot.evidence.reply_cues import Cues
from linterbot.evidence.reply_words import cues_in
from linterbot.evidence.scoring import START
from linterbot.markup.document import Example
from linterbot.model import Markup, Span
from linterbot.view.page_view import View
from linterbot.view.places import within
from linterbot.view.word_forms import bare

_SIGNS = "*#:; \t"  # before the words of such a line


class ReplyLine(NamedTuple):
    """A line under an example that opens like a reply."""

    example: Example
    span: Span  # of its words
    seen: dict[str, str]  # the evidence, in words, by its names


def reply_lines(view: View, heard: Sequence[Span], cues: Cues, grammar: Grammar) -> Iterator[ReplyLine]:
    """Yield the lines under examples that open like replies; `heard` are the places where the cues were heard."""
    if view.document.markup is not Markup.MEDIAWIKI or not heard:
        return
    for example in view.examples:
        for place in example.continuations:
            if within(heard, place) and (line := _line(view, example, place, cues, grammar)) is not None:
                yield line


def _line(view: View, example: Example, place: Span, cues: Cues, grammar: Grammar) -> ReplyLine | None:
    raw = place.of(view.document.text)
    words = raw.lstrip(_SIGNS)
    if ":" not in raw[: len(raw) - len(words)]:
        return None  # a wrapped line, which goes on
    span = Span(place.start + len(raw) - len(words), place.start + len(raw.rstrip()))
    text = view.shown(view.markup(span))
    seen = dict(cues_in(text, cues)) if text[:1].isalpha() else {}
    if "opener" not in seen:
        return None
    above = f"{view.above(example)} {view.words(example).lower()}"
    if all(bare(name) in above for name in grammar.names.findall(beginning(text))):
        seen["nobody-new"] = "names nobody new"
    return ReplyLine(example, span, {"alone": "is no example", **seen})


def total(line: ReplyLine, weights: dict[str, float]) -> float:
    """Return what the evidence on a line weighs together."""
    return weights.get(START, 0.0) + sum(weights.get(name, 0.0) for name in line.seen)
