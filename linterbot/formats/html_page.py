"""`html`: one page that needs nothing else, for moderators without a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape

from linterbot.formats import html_shell
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.line_diff import line_diff
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.model import Finding, Safety, Severity
from linterbot.plurals import counted
from linterbot.version import __version__

_SHOWN = 600  # characters of a line
_BEFORE = 120  # characters of a long line before the words in question
_HOW = {Safety.SAFE: "Safe fix", Safety.UNSAFE: "Fix to review", Safety.DISPLAY: "Suggestion"}


def render(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """Yield the page: a sum, counts by rule, and the findings of each page with what would be changed."""
    every = list(pages)
    found = [one for checked in every for one in checked.lint_result.findings]
    script = html_shell.part("report.js")
    yield from html_shell.begin("linterbot: findings", html_shell.part("report.css"), script)
    yield "<h1>What breaks the rules, and why</h1>"
    on = sum(1 for checked in every if checked.lint_result.findings)
    yield f"<p>{counted(len(found), 'finding')} on {on:,} of {counted(len(every), 'page')}. A person decides.</p>"
    yield from _counts(found)
    yield from _filters(found)
    for checked in every:
        if checked.lint_result.findings:
            yield from _page(checked)
    yield f'<p class="soft">Made by linterbot {escape(__version__)}.</p>'
    yield html_shell.end(script)


def _counts(found: list[Finding]) -> Iterator[str]:
    """Yield how often each rule found something, with a bar for each."""
    counts = Counter((one.code, one.name) for one in found).most_common()
    if not counts:
        return
    most = counts[0][1]
    yield '<table class="counts"><caption class="soft">Findings by rule</caption>'
    for (code, name), count in counts:
        bar = f'<rect width="{100 * count / most:.1f}" height="10" rx="1"/>'
        picture = f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{bar}</svg>'
        row = f'<th scope="row">{escape(name)} <span class="soft">{code}</span></th>'
        yield f'<tr>{row}<td class="number">{count:,}</td><td class="bar">{picture}</td></tr>'
    yield "</table>"


def _filters(found: list[Finding]) -> Iterator[str]:
    """Yield the form that filters; the script shows it, since without one it could do nothing."""
    names = sorted({one.name for one in found})
    rules = "".join(f'<option value="{escape(name)}">{escape(name)}</option>' for name in names)
    kinds = "".join(f'<option value="{one}">{one}</option>' for one in reversed(Severity))
    yield "<form hidden>"
    yield '<label class="search">Search<input name="words" type="search" autocomplete="off"></label>'
    yield f'<label>Rule<select name="rule"><option value="">all</option>{rules}</select></label>'
    yield f'<label>Severity<select name="severity"><option value="">all</option>{kinds}</select></label>'
    yield '<span id="shown" class="soft" role="status"></span></form>'


def _page(checked: CheckedPage) -> Iterator[str]:
    name = escape(terminal_escape(checked.name))
    yield f'<section class="page" data-name="{name}"><h2>{name}</h2>'
    for finding in checked.lint_result.findings:
        yield from _finding(checked, finding)
    yield "</section>"


def _finding(checked: CheckedPage, finding: Finding) -> Iterator[str]:
    row = checked.document.position(finding.span.start).row
    rule = f"<b>{escape(finding.name)}</b> <span class='soft'>{finding.code}, line {row}</span>"
    sure = f", {finding.confidence:.0%} sure" if finding.confidence < 1 else ""
    yield f'<article class="{finding.severity}" data-rule="{escape(finding.name)}">'
    yield f'<header><span>{rule}</span><span class="severity">{finding.severity}{sure}</span></header>'
    yield f"<p>{escape(terminal_escape(finding.message))}</p>"
    if checked.document.text:
        yield f"<pre>{''.join(_quoted(checked, finding))}</pre>"
    if finding.fix is not None and finding.fix.edits:
        yield f"<p>{_HOW[finding.fix.safety]}: {escape(finding.fix.description)}</p>"
        yield f"<pre>{_change(checked, finding)}</pre>"
    if finding.policy.startswith("https://"):
        yield f'<p><a href="{escape(finding.policy)}" rel="noreferrer">The wiki’s policy</a></p>'
    yield "</article>"


def _quoted(checked: CheckedPage, finding: Finding) -> Iterator[str]:
    """Yield the lines in question in the order of the page, with the words marked."""
    places = sorted([(finding.span, True), *((span, False) for span in finding.related)])
    for number, (span, marked) in enumerate(places):
        rows = checked.document.rows
        line, start = rows.around(span.start, 10 * _SHOWN)
        end = min(start + span.end - span.start, len(line))
        begin = max(0, start - _BEFORE) if len(line) > _SHOWN else 0
        stop = min(len(line), begin + _SHOWN)
        words = _safe(line[start : min(end, stop)])
        middle = f"<mark>{words}</mark>" if marked else words
        head, tail = "…" if begin else "", "…" if stop < len(line) else ""
        shown = f"{head}{_safe(line[begin:start])}{middle}{_safe(line[min(end, stop) : stop])}{tail}"
        yield f'{"<br>" if number else ""}<span class="number">{rows.position(span.start).row}  </span>{shown}'


def _change(checked: CheckedPage, finding: Finding) -> str:
    assert finding.fix is not None
    touched = line_diff(checked.document.text, finding.fix)
    before = "".join(f"<del>− {_safe(line[:_SHOWN])}</del>" for line in touched.before)
    return before + "".join(f"<ins>+ {_safe(line[:_SHOWN])}</ins>" for line in touched.after)


def _safe(text: str) -> str:
    return escape(terminal_escape(text))
