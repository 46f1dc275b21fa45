"""Applies fixes, and lets one stand only when reading the result again proves it good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from linterbot.model import Edit, Finding

Relint = Callable[[str], Iterable[Finding]]


@dataclass(frozen=True)
class Mended:
    """A repaired text, the findings that are gone, and those whose repair was tried and withheld."""

    text: str
    repaired: tuple[Finding, ...]
    withheld: tuple[Finding, ...]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits made; raises ValueError where two edits touch the same words."""
    out: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda one: one.span):
        if edit.span.start < at:
            raise ValueError("two edits overlap")
        out += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*out, text[at:]])


def proven(text: str, finding: Finding, before: Iterable[Finding], relint: Relint) -> str | None:
    """Return the text with one finding repaired, or None where the repair does not prove itself.

    It stands if the text changed, its own finding is gone, no new finding came, and the same repair is not
    offered again.
    """
    if finding.fix is None:
        return None
    after = apply(text, finding.fix.edits)
    if after == text:
        return None
    left = _counted(relint(after))
    allowed = _counted(before)
    allowed[_kind(finding)] -= 1
    return after if left <= allowed else None


def mend(text: str, relint: Relint, wanted: Callable[[Finding], bool]) -> Mended:
    """Repair the findings that are wanted, one after another, each judged on the text the last one left."""
    repaired: list[Finding] = []
    withheld: dict[str, Finding] = {}
    findings = list(relint(text))
    for _ in range(len(findings)):
        for finding in findings:
            if finding.fix is None or finding.fingerprint in withheld or not wanted(finding):
                continue
            after = proven(text, finding, findings, relint)
            if after is not None:
                text = after
                repaired.append(finding)
                break
            withheld[finding.fingerprint] = finding
        else:
            break
        findings = list(relint(text))
    return Mended(text, tuple(repaired), tuple(withheld.values()))


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.name, finding.severity


def _counted(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter(_kind(finding) for finding in findings)
