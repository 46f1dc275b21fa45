"""Applies fixes, and keeps one only if linting the result proves that it is good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple

from linterbot.lint.linter import LintResult
from linterbot.model import Edit, Finding, Span

_EFFORT = 20_000_000  # characters that may be linted again to fix one page
_FEWEST_TRIES, _MOST_TRIES = 4, 200
Relint = Callable[[str], LintResult]


class FixResult(NamedTuple):
    """What came of fixing a text."""

    text: str  # with the fixes made
    fixed: tuple[Finding, ...]  # the findings that are gone
    withheld: tuple[Finding, ...]  # those whose fixes were tried but did not prove good


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits made; raises ValueError if two edits overlap."""
    out: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda one: one.span):
        if edit.span.start < at:
            raise ValueError("two edits overlap")
        out += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*out, text[at:]])


def proven(text: str, batch: Sequence[Finding], before: Iterable[Finding], relint: Relint) -> str | None:
    """Return the text with these findings fixed, or None if the fixes do not prove good.

    They are good if they change the text, remove as many findings of their kinds, bring in no new one, and hide none:
    whatever is found in words that are still there is found in them afterwards.
    """
    after = apply_edits(text, [edit for one in batch if one.fix for edit in one.fix.edits])
    if after == text:
        return None
    allowed = _counted(before)
    allowed.subtract(_counted(batch))
    found = _counted(relint(after).all_findings)
    return after if found <= allowed and not _hidden(text, after, allowed - found, before, batch) else None


def _hidden(
    text: str, after: str, gone: Counter[tuple[str, str]], before: Iterable[Finding], batch: Sequence[Finding]
) -> bool:
    """Whether findings about words are gone that nobody wanted fixed, although their words are still there.

    What a page's structure shows (a lone bullet, an empty folder) may be settled by the way.
    """
    wanted = {one.fingerprint for one in batch}
    unexplained = Counter(gone)
    doubtful = [one for one in before if one.confidence < 1 and gone[_kind(one)] and one.fingerprint not in wanted]
    for one in doubtful:
        words = one.span.of(text)
        if after.count(words) < text.count(words):
            unexplained[_kind(one)] -= 1
    return any(unexplained[_kind(one)] > 0 for one in doubtful)


def fix_text(text: str, relint: Relint, wanted: Callable[[Finding], bool], once: bool = False) -> FixResult:
    """Fix the wanted findings: all at once, or in ever smaller halves if that does not prove good.

    On a page that would take too many tries, the rest of the findings is left for another time. With `once`, what was
    fixed first is all: of findings that look alike, the next one then has the name of the one that is gone.
    """
    fixed: list[Finding] = []
    withheld: dict[str, Finding] = {}
    lint_result = relint(text)
    tries = max(_FEWEST_TRIES, min(_MOST_TRIES, _EFFORT // (len(text) + 1)))
    queue = [_side_by_side(lint_result.findings, wanted, withheld)]
    while queue and tries:
        batch = queue.pop(0)
        if not batch:
            continue
        tries -= 1
        after = proven(text, batch, lint_result.all_findings, relint)
        if after is not None:
            text, lint_result = after, relint(after)
            fixed += batch
            if once:
                break
            queue = [_side_by_side(lint_result.findings, wanted, withheld)]
        elif len(batch) == 1:
            withheld[batch[0].fingerprint] = batch[0]
        else:
            queue[:0] = [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
        if not queue:
            queue = [rest] if (rest := _side_by_side(lint_result.findings, wanted, withheld)) else []
    return FixResult(text, tuple(fixed), tuple(withheld.values()))


def _side_by_side(
    findings: Iterable[Finding], wanted: Callable[[Finding], bool], withheld: Container[str]
) -> list[Finding]:
    """Return the findings to fix next, those whose edits do not touch one another."""
    batch: list[Finding] = []
    taken: list[Span] = []
    for finding in findings:
        if finding.fix is None or finding.fingerprint in withheld or not wanted(finding):
            continue
        spans = [edit.span for edit in finding.fix.edits]
        if not taken or all(span.start >= taken[-1].end for span in spans):
            batch.append(finding)
            taken = sorted([*taken[-1:], *spans], key=lambda span: span.end)
    return batch


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.name, finding.severity


def _counted(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter(_kind(finding) for finding in findings)
