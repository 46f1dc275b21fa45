"""Reports each fault once: a rule is silent where a rule that it yields to reports the same words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from linterbot.model import Finding, Span


def apply_precedence(
    findings: Sequence[Finding], yields: Mapping[str, frozenset[str]]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Divide findings into those to show and those to hide; `yields` has, for each rule, the rules it yields to."""
    if not yields:
        return tuple(findings), ()
    places: dict[str, list[Span]] = {name: [] for names in yields.values() for name in names}
    for finding in findings:
        if finding.name in places:
            places[finding.name].append(finding.span)
    for spans in places.values():
        spans.sort()
    hidden = [any(_covers(places[name], one.span) for name in yields.get(one.name, ())) for one in findings]
    pairs = list(zip(findings, hidden, strict=True))
    return tuple(one for one, hide in pairs if not hide), tuple(one for one, hide in pairs if hide)


def _covers(spans: list[Span], span: Span) -> bool:
    """Whether one of some spans, sorted by position, contains another one."""
    which = bisect_right(spans, span.start, key=lambda one: one.start) - 1
    return which >= 0 and spans[which].end >= span.end
