"""Says findings in wikitext, with everything that came from a page or a person made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from linterbot.ledger.findings import Recorded, State
from linterbot.report.harmless import harmless
from linterbot.report.texts import Texts

BEGIN = "<!-- linterbot:begin (linterbot writes what stands between these marks; the rest of the page is yours) -->"
END = "<!-- linterbot:end -->"
_REGION = re.compile(r"<!-- linterbot:begin.*?<!-- linterbot:end -->", re.DOTALL)
_LAST_RUN = re.compile(r"^''Last run: (\S+) \S+ UTC\.''$", re.MULTILINE)
_MOST_PAGES, _MOST_LINES = 100, 15  # keeps the page below the 2 MiB a wiki takes, whatever was found
_MESSAGE_LENGTH = 300  # characters; few messages of a rule are longer
_SUMMARY_LENGTH = 400  # of the 500 characters a wiki keeps
_WIKI_PAGE = re.compile(r"https?://[^/\s]+/wiki/([^?#\s]+)$")
_WEIGHT = {"error": 0, "warning": 1, "notice": 2}


@dataclass(frozen=True)
class Report:
    """What the report page has to say: findings, how many older ones there are, when, and what is held up."""

    found: Sequence[Recorded]
    resolved: Sequence[Recorded] = ()
    older: int = 0
    now: str = ""
    troubles: Sequence[str] = ()


def policy_link(policy: str, label: str) -> str:
    """Return a link to a policy: a wiki page of that kind as a wiki link, anything else as an address."""
    found = _WIKI_PAGE.match(policy)
    if found and not re.search(r"[\[\]{}|<>%]", found[1]):
        return f"[[{found[1].replace('_', ' ')}|{label}]]"
    return f"[{policy} {label}]" if re.fullmatch(r"https?://[^\s\[\]<>\"{}|]+", policy) else label


def report_page(current: str, report: Report, texts: Texts) -> str:
    """Return the report page with its own region brought up to date; what people wrote around it stays.

    With nothing to say the region is empty.
    """
    region = "\n".join([BEGIN, *_region(report, texts), END])
    if _REGION.search(current):
        return _REGION.sub(lambda _: region, current, count=1)
    return f"{current.rstrip()}\n\n{region}".lstrip()


def same_report(one: str, other: str) -> bool:
    """Whether two report pages say the same and are of the same day."""
    days = [_LAST_RUN.findall(text) for text in (one, other)]
    return days[0] == days[1] and _LAST_RUN.sub("", one).rstrip() == _LAST_RUN.sub("", other).rstrip()


def _region(report: Report, texts: Texts) -> Iterable[str]:
    if not (report.found or report.resolved or report.troubles):
        return
    yield texts.say("report-intro")
    yield ""
    pages = len({one.title for one in report.found})
    yield f"'''{_count(len(report.found), 'open finding')} on {_count(pages, 'page')}.'''"
    if report.older:
        yield texts.say("report-older", count=str(report.older))
    yield f"\n''Last run: {report.now.replace('T', ' ')[:16]} UTC.''"
    yield from (f"* {harmless(trouble, 400)}" for trouble in report.troubles)
    by_page = _by_page(report)
    for title, rows in by_page[:_MOST_PAGES]:
        yield f"\n== [[:{title}]] =="
        yield from (line(one) for one in rows[:_MOST_LINES])
        if len(rows) > _MOST_LINES:
            yield f"* ''and {len(rows) - _MOST_LINES} more on this page.''"
    if len(by_page) > _MOST_PAGES:
        yield f"\n''{len(by_page) - _MOST_PAGES} more pages are not shown.''"


def _by_page(report: Report) -> list[tuple[str, list[Recorded]]]:
    """Return the findings by page: what weighs most and what somebody can act on first, what is done last."""
    everything = sorted(
        [*report.found, *report.resolved], key=lambda one: (one.title, one.state != State.OPEN, one.row, one.code)
    )
    pages = [(title, list(rows)) for title, rows in groupby(everything, key=lambda one: one.title)]
    return sorted(pages, key=lambda page: min(_urgency(one) for one in page[1]))


def _urgency(one: Recorded) -> tuple[bool, int, bool]:
    return one.state != State.OPEN, _WEIGHT.get(one.severity, 3), not one.suggestion


def line(one: Recorded) -> str:
    """Return a finding as one item of a list; what is resolved is crossed out."""
    rule = policy_link(one.policy, one.rule)
    message = harmless(one.message, _MESSAGE_LENGTH)
    said = f"{rule} ({one.code}, {one.severity}), line {one.row}: {message} “{harmless(one.words)}”"
    if one.state != State.OPEN:
        return f"* <s>{said}</s> {'resolved' if one.state == State.RESOLVED else 'settled'}"
    suggested = f" ''Suggested:'' {harmless(one.suggestion)}" if one.suggestion else ""
    return f"* {said}{suggested} ''(no. {one.id})''"


def edit_summary(rules: Iterable[tuple[str, str, str]], token: str) -> str:
    """Return the summary of a repair: for each (rule, what was done, policy) once, and the action's token."""
    said: list[str] = []
    for rule, done, policy in dict.fromkeys(rules):
        words = re.sub(r"[\[\]{}|<>]", "", done)
        part = f"{policy_link(policy, rule)}: {words[:1].lower()}{words[1:]}"
        if len("; ".join([*said, part])) > _SUMMARY_LENGTH:
            said.append("…")
            break
        said.append(part)
    return marked("; ".join(said), token)


def marked(summary: str, token: str) -> str:
    """Return an edit summary with the token by which the bot finds its own edit again."""
    return f"{summary} [linterbot {token}]"


def carries(summary: str, token: str) -> bool:
    """Whether an edit summary has the token of an action."""
    return f"[linterbot {token}]" in summary


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
