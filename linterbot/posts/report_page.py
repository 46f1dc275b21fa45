"""The report page: the findings page by page, and what is held up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from linterbot.ledger.findings import RecordedFinding, State
from linterbot.posts.boxes import boxes
from linterbot.posts.finding_line import finding_lines
from linterbot.posts.report_region import with_region
from linterbot.posts.texts import Texts
from linterbot.wiki_escape import Wikitext, wiki_escape

_LAST_RUN = re.compile(r"^.*<!-- linterbot:last-run (\S+) -->$", re.MULTILINE)
MOST_PAGES, _MOST_LINES = 100, 10  # keep the page below the 2 MiB that a wiki takes, whatever was found
_OPEN_PAGES = 8  # pages whose findings are seen at once; those of the others unfold
_MOST_RULES = 8  # that are named with their numbers
_FOLD = '<div class="mw-collapsible mw-collapsed">'
_TROUBLE_LENGTH = 400  # characters of one trouble
_WEIGHT = {"error": 0, "warning": 1, "notice": 2}  # the most severe first


@dataclass(frozen=True)
class Report:
    """What the report page has to say."""

    found: Sequence[RecordedFinding]  # the open findings on the pages that are shown
    findings: int  # how many open findings there are in all
    pages: int  # on how many pages these are
    resolved: Sequence[RecordedFinding] = ()  # findings that are struck through
    older: int = 0  # how many findings are in the backlog, and therefore not listed
    now: str = ""  # the wiki's time, in ISO 8601
    by_rule: Mapping[str, int] = field(default_factory=dict)  # how many open findings each rule has
    groups: Sequence[str] = ()  # whose answers count
    disputed: int = 0  # how many findings people say are none, without the right to decide it
    troubles: Sequence[str] = ()  # what is paused, used up or refused, one thing each


def report_page(current: str, report: Report, texts: Texts) -> str:
    """Return the report page with the bot's region brought up to date; what people wrote around it stays.

    If there is nothing to report, the region is empty.
    """
    return with_region(current, list(_region(report, texts)), texts.say("report-marks"))


def report_digest(report: Report, texts: Texts) -> str:
    """Return what identifies what a report says, and the day; the hour does not count."""
    lines = "\n".join(_region(report, texts))
    return hashlib.sha256(f"{report.now[:10]}\n{_LAST_RUN.sub('', lines)}".encode("utf-8", "surrogatepass")).hexdigest()


def same_report(one: str, other: str) -> bool:
    """Whether two report pages say the same and are from the same day."""
    days = [_LAST_RUN.findall(text) for text in (one, other)]
    return days[0] == days[1] and _LAST_RUN.sub("", one).rstrip() == _LAST_RUN.sub("", other).rstrip()


def _region(report: Report, texts: Texts) -> Iterator[str]:
    if not (report.found or report.resolved or report.troubles):
        return
    yield "__NOTOC__"
    yield texts.say("report-intro", groups=", ".join(report.groups))
    yield ""
    findings, pages = texts.count("report-findings", report.findings), texts.count("report-pages", report.pages)
    yield f"'''{texts.say('report-total', findings=findings, pages=pages)}'''"
    if report.by_rule:
        most = sorted(report.by_rule.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_RULES]
        yield texts.say("report-by-rule", rules=", ".join(f"{rule} {number}" for rule, number in most))
    if report.older:
        yield texts.say("report-older", count=str(report.older))
    yield f"\n{_last_run(report.now, texts)}"
    if report.disputed:
        yield f"* {texts.count('report-disputed', report.disputed)}"
    yield from (f"* {wiki_escape(trouble, _TROUBLE_LENGTH)}" for trouble in report.troubles)
    shown = _by_page(report)[:MOST_PAGES]
    for number, (title, rows) in enumerate(shown):
        if number == _OPEN_PAGES:
            yield f"\n{_FOLD}"
        yield f"\n== [[:{title}]] =="
        yield from finding_lines(rows[:_MOST_LINES], texts, report.now, boxes(texts))
        if len(rows) > _MOST_LINES:
            yield f"* ''{texts.count('report-more-findings', len(rows) - _MOST_LINES)}''"
    if len(shown) > _OPEN_PAGES:
        yield "</div>"
    if (left_out := report.pages - sum(rows[0].state is State.OPEN for _, rows in shown)) > 0:
        yield f"\n''{texts.count('report-more-pages', left_out)}''"


def _last_run(now: str, texts: Texts) -> str:
    """Return the line that says when the report was written; its mark lets `same_report` leave it out."""
    time = Wikitext(now.replace("T", " ")[:16])
    return f"''{texts.say('report-last-run', time=time)}''<!-- linterbot:last-run {now[:10]} -->"


def _by_page(report: Report) -> list[tuple[str, list[RecordedFinding]]]:
    """Return the findings by page: the most severe first, of those the ones with a suggestion, resolved ones last."""
    in_order = sorted(
        [*report.found, *report.resolved], key=lambda one: (one.title, one.state != State.OPEN, one.row, one.code)
    )
    pages = [(title, list(rows)) for title, rows in groupby(in_order, key=lambda one: one.title)]
    return sorted(pages, key=lambda page: min(_urgency(one) for one in page[1]))


def _urgency(one: RecordedFinding) -> tuple[bool, int, bool]:
    return one.state != State.OPEN, _WEIGHT.get(one.severity, 3), not one.suggestion
