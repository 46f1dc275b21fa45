"""A review for a browser: one page that needs nothing else, with pictures, and the numbers of each as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from linterbot.digest import pictures
from linterbot.digest.review import Review
from linterbot.digest.trends import Accuracy
from linterbot.digest.words import days, described, in_one_line, rated
from linterbot.formats import html_shell
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.ledger.findings import RecordedFinding
from linterbot.ledger.track_record import ENOUGH
from linterbot.version import __version__

_Cell = str | int
_QUOTED = 200  # characters of a page's words


def render(review: Review) -> Iterator[str]:
    """Yield the page."""
    style = html_shell.part("report.css") + html_shell.part("pictures.css")
    yield from html_shell.begin(f"{review.wiki}: week {review.week}", style)
    yield f"<h1>{escape(review.wiki)}, week {review.week}</h1>"
    yield f'<p class="soft">{days(review)}</p>'
    yield f"<p>{escape(in_one_line(review))}</p>"
    if review.needs:
        yield "<h2>Needs somebody</h2><ul>"
        yield from (f"<li>{_safe(one)}</li>" for one in review.needs)
        yield "</ul>"
    if review.look:
        yield "<h2>Worth a look</h2>"
        yield from map(_finding, review.look)
    yield from _rules("Rules that may go up to auto", review.may_go_up)
    yield from _rules("Rules on auto that should go down", review.should_go_down)
    yield from _trends(review)
    yield f'<p class="soft">Made by linterbot {escape(__version__)}.</p>'
    yield html_shell.end()


def _finding(one: RecordedFinding) -> str:
    words = f"<pre>{_safe(one.words[:_QUOTED])}</pre>" if one.words else ""
    head = f"<b>{_safe(one.title)}</b> <span class='soft'>line {one.row}, no. {one.id}</span>"
    kind = f'<span class="severity">{escape(described(one))}</span>'
    return (
        f'<article class="{escape(one.severity)}"><header><span>{head}</span>{kind}</header>'
        f"<p>{_safe(one.message)}</p>{words}</article>"
    )


def _trends(review: Review) -> Iterator[str]:
    yield "<h2>New and settled</h2>"
    yield pictures.weeks(review.sums)
    weeks = [(one.week, one.opened, one.settled, one.open_at_end) for one in review.sums]
    yield from _table("New and settled findings by week", ("week", "new", "settled", "open at its end"), weeks)
    rules = [(one.rule, one.opened, one.settled, one.open_at_end) for one in review.rules]
    yield from _table("This week by rule", ("rule", "new", "settled", "open at its end"), rules)
    if review.accuracies:
        yield "<h2>How often each rule is right</h2>"
        yield pictures.accuracy(review.accuracies)
        yield f'<p class="soft">Each line is the 95% interval; auto asks for {ENOUGH:.0%} at its lower end.</p>'
        rated_ones = [
            (one.rule, one.good, one.counted, f"{one.low:.0%}", f"{one.high:.0%}") for one in review.accuracies
        ]
        yield from _table("The same in numbers", ("rule", "right", "of", "at least", "at most"), rated_ones)
    if review.ages:
        yield "<h2>How long open findings have waited</h2>"
        yield pictures.waiting(review.ages)
        yield '<p class="soft">Days; each bar ends at the oldest finding, and its mark is the median.</p>'
        ages = [(one.rule, one.number, one.median, one.oldest) for one in review.ages]
        yield from _table("The same in numbers", ("rule", "open", "median days", "oldest, in days"), ages)


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[_Cell]]) -> Iterator[str]:
    yield f"<details><summary>{escape(caption)}</summary>"
    yield f'<table class="numbers"><tr>{"".join(f"<th scope=col>{escape(one)}</th>" for one in heads)}</tr>'
    for name, *cells in rows:
        numbers = "".join(f"<td>{one:,}</td>" if isinstance(one, int) else f"<td>{escape(one)}</td>" for one in cells)
        yield f'<tr><th scope="row">{escape(str(name))}</th>{numbers}</tr>'
    yield "</table></details>"


def _rules(heading: str, rules: Sequence[Accuracy]) -> Iterator[str]:
    if rules:
        yield f"<h2>{heading}</h2><ul>"
        yield from (f"<li><b>{escape(one.rule)}</b>: {escape(rated(one))}</li>" for one in rules)
        yield "</ul>"


def _safe(text: str) -> str:
    return escape(terminal_escape(text))
