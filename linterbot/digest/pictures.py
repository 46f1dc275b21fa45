"""Pictures of numbers as SVG, with a title and a description for who cannot see them, and without a script.

Colours come from the page, so that they suit a light and a dark one. Each picture stands beside a table of its numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from linterbot.digest.trends import Accuracy, Age, WeekSum
from linterbot.ledger.track_record import ENOUGH

_WIDTH, _LEFT, _RIGHT = 640, 40, 630
_TOP, _BOTTOM = 10, 180  # of the bars
_ROW = 26  # height of a rule's row
_NAMES, _SCALE = 196, 350  # where the names of rules end, and how long the scale beside them is
_STEPS = (1, 2, 5)


def weeks(sums: Sequence[WeekSum]) -> str:
    """Return bars, two for each week: what was new, and what was settled."""
    most = max([1, *(one.opened for one in sums), *(one.settled for one in sums)])
    step = (_RIGHT - _LEFT) / max(1, len(sums))
    bar = min(18.0, step / 2 - 2)
    parts = []
    for tick in ticks(most):
        y = _height(tick, most)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(_text(_LEFT - 6, y + 4, f"{tick:,}", "end"))
    for at, one in enumerate(sums):
        middle = _LEFT + step * (at + 0.5)
        for kind, value, x in (("new", one.opened, middle - bar - 1), ("settled", one.settled, middle + 1)):
            y = _height(value, most)
            name = f"<title>{one.week}: {value:,} {kind}</title>"
            shape = f'x="{x:.1f}" y="{y}" width="{bar:.1f}" height="{_BOTTOM - y:.1f}"'
            parts.append(f'<rect class="{kind}" {shape}>{name}</rect>')
        parts.append(_text(middle, _BOTTOM + 16, one.week.partition("-")[2], "middle"))
    parts += [_key(_LEFT, "new", "new"), _key(_LEFT + 70, "settled", "settled")]
    new, settled = sum(one.opened for one in sums), sum(one.settled for one in sums)
    return _svg("weeks", "Findings a week", f"{new:,} new and {settled:,} settled in {len(sums)} weeks.", 225, parts)


def accuracy(rules: Sequence[Accuracy]) -> str:
    """Return a dot for each rule with its 95 % interval, from 0 to 100 %, and a line at what auto asks for."""
    height = _ROW * len(rules)
    goal = _NAMES + _SCALE * ENOUGH
    parts = [f'<line class="goal" x1="{goal:.1f}" x2="{goal:.1f}" y1="0" y2="{height}"/>']
    for share in (0, 0.25, 0.5, 0.75, ENOUGH):
        parts.append(_text(_NAMES + _SCALE * share, height + 16, f"{share:.0%}", "middle"))
    for at, one in enumerate(rules):
        y, low, high = _ROW * at + 14, _NAMES + _SCALE * one.low, _NAMES + _SCALE * one.high
        kind = "earned" if one.earned else "unearned"
        words = f"{one.rule}: right {one.good:,} of {one.counted:,} times, {one.low:.0%} to {one.high:.0%}"
        parts.append(_text(_NAMES - 12, y + 4, one.rule, "end"))
        parts.append(f'<line class="interval" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>')
        dot = f'cx="{_NAMES + _SCALE * one.share:.1f}" cy="{y}" r="5"'
        parts.append(f'<circle class="{kind}" {dot}><title>{escape(words)}</title></circle>')
        parts.append(_text(_NAMES + _SCALE + 14, y + 4, f"{one.good:,} of {one.counted:,}", "start"))
    earned = sum(one.earned for one in rules)
    words = f"{earned} of {len(rules)} rules are right in at least {ENOUGH:.0%} of cases."
    return _svg("accuracy", "How often each rule is right", words, height + 24, parts)


def waiting(rules: Sequence[Age]) -> str:
    """Return a bar for each rule up to its oldest open finding, with a mark at the median."""
    most = max([1, *(one.oldest for one in rules)])
    height = _ROW * len(rules)
    parts = [_text(_NAMES + _SCALE * tick / most, height + 16, f"{tick:,}", "middle") for tick in ticks(most)]
    for at, one in enumerate(rules):
        y, oldest, median = _ROW * at + 14, _SCALE * one.oldest / most, _SCALE * one.median / most
        half = f"half of them for {one.median:,} days or more"
        words = f"{one.rule}: {one.number:,} open, {half}, the oldest for {one.oldest:,}"
        parts.append(_text(_NAMES - 12, y + 4, one.rule, "end"))
        shape = f'x="{_NAMES}" y="{y - 6}" width="{max(oldest, 1):.1f}" height="12"'
        parts.append(f'<rect class="age" {shape}><title>{escape(words)}</title></rect>')
        x = _NAMES + median
        parts.append(f'<line class="median" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 9}" y2="{y + 9}"/>')
        parts.append(_text(_NAMES + _SCALE + 14, y + 4, f"{one.number:,} open", "start"))
    number = sum(one.number for one in rules)
    words = f"{number:,} findings are open, the oldest for {most:,} days."
    return _svg("waiting", "Days that open findings have waited", words, height + 24, parts)


def ticks(most: int) -> list[int]:
    """Return round numbers from 0 to at most a largest one, at most seven of them."""
    step, power = 1, 0
    while most / step > 6:
        power += 1
        step = _STEPS[power % 3] * 10 ** (power // 3)
    return list(range(0, most + 1, step))


def _height(value: int, most: int) -> float:
    return round(_BOTTOM - value / most * (_BOTTOM - _TOP), 1)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text class="{anchor}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _key(x: float, kind: str, words: str) -> str:
    return f'<rect class="{kind}" x="{x}" y="208" width="10" height="10"/>{_text(x + 15, 217, words, "start")}'


def _svg(name: str, title: str, description: str, height: int, parts: Iterable[str]) -> str:
    labels = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(description)}</desc>'
    about = f'role="img" aria-labelledby="{name}-title {name}-words"'
    box = f'viewBox="0 0 {_WIDTH} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" {box} {about}>{labels}{"".join(parts)}</svg>'
