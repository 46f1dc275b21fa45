"""Findings that were there when a wiki began to use linterbot, and that are not reported again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from linterbot.model import Finding


@dataclass
class Baseline:
    """Known findings by page; they are told apart by their words, so that lines may move."""

    known: Mapping[str, Mapping[str, str]]  # by page, the rule of each known finding by its fingerprint
    seen: dict[str, set[str]] = field(default_factory=dict)  # the fingerprints that were found again

    def without(self, page: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings of a page that are not known, and remember which of the known ones are still there."""
        known = self.known.get(page, {})
        findings = tuple(findings)
        self.seen.setdefault(page, set()).update(one.fingerprint for one in findings if one.fingerprint in known)
        return tuple(one for one in findings if one.fingerprint not in known)

    @property
    def stale(self) -> list[tuple[str, str]]:
        """The known findings that are no longer there, as pages and rules; only of pages that were looked at."""
        return [
            (page, rule)
            for page, seen in self.seen.items()
            for fingerprint, rule in self.known.get(page, {}).items()
            if fingerprint not in seen
        ]

    @property
    def pruned(self) -> dict[str, dict[str, str]]:
        """The known findings without those that are no longer there."""
        return {
            page: left
            for page, rows in self.known.items()
            if (left := {key: rule for key, rule in rows.items() if page not in self.seen or key in self.seen[page]})
        }


def entries(findings: Iterable[Finding]) -> dict[str, str]:
    """Return what a baseline knows of a page with these findings."""
    return {one.fingerprint: f"{one.code} {one.name}" for one in findings}
