"""Reports each fault once: a rule is silent where a rule that it yields to reports the same line or item."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat

from linterbot.markup.document import Document
from linterbot.markup.spans import merged
from linterbot.model import Finding, Span


def apply_precedence(
    document: Document, findings: Sequence[Finding], yields: Mapping[str, frozenset[str]]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Divide findings into those to show and those to hide; `yields` has, for each rule, the rules it yields to."""
    pairs = list(zip(findings, _outdone(document, findings, yields), strict=True))
    return tuple(one for one, hide in pairs if not hide), tuple(one for one, hide in pairs if hide)


def leave_repairs(
    document: Document, findings: Sequence[Finding], leaves: Mapping[str, frozenset[str]]
) -> tuple[Finding, ...]:
    """Return findings without the fixes of the rules that leave the repair to another one which reports the bullet."""
    pairs = zip(findings, _outdone(document, findings, leaves), strict=True)
    return tuple(one._replace(fix=None) if outdone else one for one, outdone in pairs)


def _outdone(document: Document, findings: Sequence[Finding], by: Mapping[str, frozenset[str]]) -> Iterator[bool]:
    """Yield, for each finding, whether one of the rules that its own names reports the same line or item."""
    stronger = {name for names in by.values() for name in names}
    if not stronger or not any(one.name in stronger for one in findings):
        yield from repeat(False, len(findings))
        return
    blocks = _Blocks(document)
    places: dict[str, list[Span]] = {name: [] for name in stronger}
    for finding in findings:
        if finding.name in places:
            places[finding.name].append(blocks.around(finding.span))
    taken = {name: merged(spans) for name, spans in places.items()}
    for one in findings:
        yield any(_covers(taken[name], one.span) for name in by.get(one.name, ()))


class _Blocks:
    """The lines and items of a page."""

    def __init__(self, document: Document) -> None:
        self._text, self._items = document.text, document.examples

    def around(self, span: Span) -> Span:
        """Return the item that a place is in, with the lines that continue it, or else the lines of the place."""
        which = bisect_right(self._items, span.start, key=lambda one: one.span.start) - 1
        if which >= 0 and span.end <= self._items[which].span.end:
            return self._items[which].span
        end = self._text.find("\n", span.end)
        return Span(self._text.rfind("\n", 0, span.start) + 1, len(self._text) if end == -1 else end)


def _covers(spans: list[Span], span: Span) -> bool:
    """Whether one of some disjoint spans, in order, contains another one."""
    which = bisect_right(spans, span.start, key=lambda one: one.start) - 1
    return which >= 0 and spans[which].end >= span.end
