"""Comments on a page that silence rules there: `<!-- linterbot: ignore natter -->`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from linterbot.markup.document import Document
from linterbot.model import Finding, Span

_COMMENT = re.compile(
    r"(?:<!--|%%)\s*linterbot:\s*(ignore|ignore-page)\s+([a-zA-Z0-9, -]+?)\s*(?:-->|$)", re.IGNORECASE
)
_LONGEST = 500  # characters that are read of such a comment


class Suppression(NamedTuple):
    """A comment that silences rules."""

    comment: Span
    rules: tuple[str, ...]  # names or codes, in lower case
    place: Span  # the line that it applies to
    whole_page: bool  # whether it applies to the whole page instead


class Kept(NamedTuple):
    """What is left after comments have silenced some rules."""

    findings: tuple[Finding, ...]  # those that no comment silences
    unused: tuple[tuple[Span, str], ...]  # the comments, each with a rule that it silences without need


def suppressions(document: Document) -> Iterator[Suppression]:
    """Yield the comments that silence rules: each applies to its line, or to the next one if it is alone there."""
    if "linterbot:" not in document.text.lower():
        return
    for span in document.opaque:
        found = _COMMENT.match(span.of(document.text)[:_LONGEST])
        if found is not None:
            names = tuple(name.strip().lower() for name in found[2].split(",") if name.strip())
            yield Suppression(span, names, _line(document.text, span), found[1].lower() == "ignore-page")


def apply(document: Document, findings: Sequence[Finding]) -> Kept:
    """Leave out the findings that a comment silences; linterbot's own findings cannot be silenced."""
    wanted = list(suppressions(document))
    if not wanted:
        return Kept(tuple(findings), ())
    used: set[tuple[Span, str]] = set()
    quiet = _Quiet(wanted)
    kept = [finding for finding in findings if not quiet.about(finding, used)]
    unused = tuple((one.comment, rule) for one in wanted for rule in one.rules if (one.comment, rule) not in used)
    return Kept(tuple(kept), unused)


class _Quiet:
    """Which rules are silent where."""

    def __init__(self, wanted: Sequence[Suppression]) -> None:
        self._pages: dict[str, Span] = {}
        self._lines: dict[str, list[Suppression]] = {}
        for one in sorted(wanted, key=lambda suppression: suppression.place):
            for rule in one.rules:
                if one.whole_page:
                    self._pages.setdefault(rule, one.comment)
                else:
                    self._lines.setdefault(rule, []).append(one)

    def about(self, finding: Finding, used: set[tuple[Span, str]]) -> bool:
        """Whether a comment silences a finding; adds the comment and its rule to `used`."""
        for rule in (finding.name, finding.code.lower()):
            lines = self._lines.get(rule, [])
            which = bisect_right(lines, finding.span.start, key=lambda one: one.place.start) - 1
            if which >= 0 and finding.span.start <= lines[which].place.end:
                used.add((lines[which].comment, rule))
                return True
            if rule in self._pages:
                used.add((self._pages[rule], rule))
                return True
        return False


def _line(text: str, comment: Span) -> Span:
    """Return the line that a comment applies to: its own, or the one below if the comment is alone on its line."""
    start = text.rfind("\n", 0, comment.start) + 1
    end = text.find("\n", comment.end)
    end = len(text) if end == -1 else end
    if (text[start : comment.start] + text[comment.end : end]).strip() or end == len(text):
        return Span(start, end)
    below = text.find("\n", end + 1)
    return Span(end + 1, len(text) if below == -1 else below)
