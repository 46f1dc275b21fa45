"""A review for a terminal or a mail: at most a screen, what needs somebody first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from linterbot.digest.review import Review
from linterbot.digest.trends import Accuracy
from linterbot.digest.words import days, described, in_one_line, rated
from linterbot.formats.terminal_escape import terminal_escape

_BLOCKS = "▁▂▃▄▅▆▇█"
_COLUMNS = 80
_QUOTED = 70  # characters of a page's words


def render(review: Review) -> Iterator[str]:
    """Yield the lines."""
    yield f"{review.wiki}, week {review.week} ({days(review)})"
    if review.needs:
        yield from ("", "Needs somebody", *(line for one in review.needs for line in _wrapped(one)))
    if review.look:
        yield from ("", "Worth a look")
    for one in review.look:
        yield f"  {one.id:>5}  {terminal_escape(one.title)}, line {one.row}: {described(one)}"
        if one.words:
            yield f"         “{terminal_escape(' '.join(one.words.split())[:_QUOTED])}”"
    yield from ("", "The week", *_wrapped(in_one_line(review)))
    if len(review.sums) > 1:
        yield f"  new      {blocks([one.opened for one in review.sums])}"
        yield f"  settled  {blocks([one.settled for one in review.sums])}  {review.sums[0].week} to {review.week}"
    yield from _rules("Rules that may go up to auto", review.may_go_up)
    yield from _rules("Rules on auto that should go down", review.should_go_down)


def blocks(numbers: Sequence[int]) -> str:
    """Return numbers as a row of blocks, the largest as a whole one and none as the lowest."""
    most = max(numbers, default=0) or 1
    return "".join(_BLOCKS[round(one / most * (len(_BLOCKS) - 1))] for one in numbers)


def _rules(heading: str, rules: Sequence[Accuracy]) -> Iterator[str]:
    if rules:
        yield from ("", heading, *(line for one in rules for line in _wrapped(f"{one.rule}: {rated(one)}")))


def _wrapped(words: str) -> list[str]:
    """Return a sentence on lines that a terminal and a mail can show, the later ones further in."""
    shown = terminal_escape(words)
    return wrap(shown, _COLUMNS, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
