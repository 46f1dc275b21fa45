"""Says findings in wikitext, with everything that came from a page or a person made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from linterbot.ledger.findings import Recorded

BEGIN = "<!-- linterbot:begin (linterbot writes what stands between these marks; the rest of the page is yours) -->"
END = "<!-- linterbot:end -->"
_REGION = re.compile(r"<!-- linterbot:begin.*?<!-- linterbot:end -->", re.DOTALL)
_HARMLESS = {ord(char): f"&#{ord(char)};" for char in "&<>{}[]|'\"~=_*#:;\\/`"}
_QUOTE_LENGTH = 160
_MOST_PAGES, _MOST_LINES = 100, 15  # keeps the page below the 2 MiB a wiki takes, whatever was found
_SUMMARY_LENGTH = 400  # of the 500 characters a wiki keeps
_WIKI_PAGE = re.compile(r"https?://[^/\s]+/wiki/([^?#\s]+)$")


def harmless(text: str, length: int = _QUOTE_LENGTH) -> str:
    """Return words on one line, cut to a length, that mean nothing to the wiki: no markup, no signature, no address."""
    words = " ".join(text.split())
    if len(words) > length:
        words = words[:length].rstrip() + "…"
    return "".join(char for char in words if char.isprintable()).translate(_HARMLESS)


def policy_link(policy: str, label: str) -> str:
    """Return a link to a policy: a wiki page of that kind as a wiki link, anything else as an address."""
    found = _WIKI_PAGE.match(policy)
    if found and not re.search(r"[\[\]{}|<>%]", found[1]):
        return f"[[{found[1].replace('_', ' ')}|{label}]]"
    return f"[{policy} {label}]" if re.fullmatch(r"https?://[^\s\[\]<>\"{}|]+", policy) else label


def report_page(current: str, open_findings: Sequence[Recorded], resolved: Iterable[Recorded]) -> str:
    """Return the report page with its own region brought up to date; what people wrote around it stays."""
    region = "\n".join([BEGIN, *_region(open_findings, list(resolved)), END])
    if _REGION.search(current):
        return _REGION.sub(lambda _: region, current, count=1)
    return f"{current.rstrip()}\n\n{region}".lstrip()


def _region(open_findings: Sequence[Recorded], resolved: Sequence[Recorded]) -> Iterable[str]:
    pages = len({one.title for one in open_findings})
    yield f"'''{_count(len(open_findings), 'open finding')} on {_count(pages, 'page')}.'''"
    everything = sorted(
        [*open_findings, *resolved], key=lambda one: (one.title, one.state != "open", one.row, one.code)
    )
    by_page = [(title, list(rows)) for title, rows in groupby(everything, key=lambda one: one.title)]
    by_page.sort(key=lambda page: page[1][0].state != "open")  # what waits for people first
    for title, rows in by_page[:_MOST_PAGES]:
        yield f"\n== [[:{title}]] =="
        yield from (_line(one) for one in rows[:_MOST_LINES])
        if len(rows) > _MOST_LINES:
            yield f"* ''and {len(rows) - _MOST_LINES} more on this page.''"
    if len(by_page) > _MOST_PAGES:
        yield f"\n''{len(by_page) - _MOST_PAGES} more pages are not shown.''"


def _line(one: Recorded) -> str:
    rule = policy_link(one.policy, one.rule)
    said = f"{rule} ({one.code}, {one.severity}), line {one.row}: {harmless(one.message)} “{harmless(one.words)}”"
    if one.state != "open":
        return f"* <s>{said}</s> resolved"
    return f"* {said} ''Suggested:'' {harmless(one.suggestion)}" if one.suggestion else f"* {said}"


def talk_section(findings: Sequence[Recorded]) -> str:
    """Return a friendly section for the talk page of a page."""
    lines = [_line(one) for one in findings]
    return "\n".join(
        [
            "== A few things to look at ==",
            "While reading recent changes, linterbot noticed these; nothing here was changed by it:",
            *lines,
            "If one of them is fine as it is, no need to do anything. ~~~~",
        ]
    )


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
    return f"{'; '.join(said)} [linterbot {token}]"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
