"""Narrows what was found to what a person wants to see: only what an edit added, only what no baseline knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from linterbot.cli import baseline_file
from linterbot.cli.checked import Checked
from linterbot.cli.earlier_text import before as earlier
from linterbot.formats.checked_page import CheckedPage
from linterbot.lint.added_lines import Before, brought_in
from linterbot.lint.baseline import entries
from linterbot.lint.linter import LintResult
from linterbot.wiki.protocol import Wiki


class Narrowing:
    """What a person asked for; `narrowed` may be called for any number of pages."""

    def __init__(self, added_since: str | None, baseline: Path | None, writes_baseline: bool) -> None:
        self._since = added_since
        self._path = baseline
        self._writes = writes_baseline
        self._baseline = baseline_file.load(baseline) if baseline and not writes_baseline else None
        self._found: dict[str, dict[str, str]] = {}

    def narrowed(self, result: Checked, wiki: Wiki | None) -> Checked:
        """Return a page with fewer findings; raises TargetError or WikiError if the earlier text cannot be had."""
        before = None if self._since is None else earlier(result, self._since, wiki)

        def narrow(text: str, lint_result: LintResult) -> LintResult:
            return self._left(result.checked, before, text, lint_result)

        found = narrow(result.page.text, result.checked.lint_result)
        return replace(result, checked=replace(result.checked, lint_result=found), narrow=narrow)

    def _left(self, checked: CheckedPage, before: Before | None, text: str, lint_result: LintResult) -> LintResult:
        findings = lint_result.findings
        if before is not None:
            new = brought_in(text, findings, before)
            findings = tuple(one for one in findings if one.fingerprint in new)
        if self._path is not None:
            key = baseline_file.page_key(checked, self._path)
            if self._writes:
                self._found[key] = entries(findings)
                findings = ()
            elif self._baseline is not None:
                findings = self._baseline.without(key, findings)
        return lint_result._replace(findings=findings)

    def finish(self, prune: bool) -> list[str]:
        """Write the baseline, or prune it; return what there is to say about it."""
        if self._path is None:
            return []
        if self._writes:
            baseline_file.save(self._path, self._found)
            count = sum(map(len, self._found.values()))
            return [f"{self._path}: {count:,} known from now on, and not reported with --baseline {self._path}"]
        assert self._baseline is not None
        stale = self._baseline.stale
        if stale and prune:
            baseline_file.save(self._path, self._baseline.pruned)
            return [f"{self._path}: {len(stale):,} no longer there, and removed"]
        if not stale:
            return []
        page, rule = stale[0]
        return [f"{self._path}: {len(stale):,} no longer there ({rule} on {page}, …); --prune-baseline removes them"]
