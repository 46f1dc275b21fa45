"""Counts what was found, for the line at the end, for `--statistics`, and for the exit status."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from linterbot.formats.checked_page import CheckedPage
from linterbot.model import Finding, Safety, Severity
from linterbot.plurals import counted

RANKS = {one: number for number, one in enumerate(Severity)}
_NAMED = 6  # rules that the line at the end names


class Tally:
    """The findings of some pages, counted."""

    def __init__(self) -> None:
        self.pages = self.found_on = 0
        self.hidden = 0  # how many are too mild to be shown
        self.worst = -1  # the rank of the most severe
        self.rules: Counter[tuple[str, str]] = Counter()  # by code and name
        self.severities: Counter[Severity] = Counter()
        self.fixes: Counter[Safety] = Counter()
        self._fixable: dict[str, set[Safety]] = {}  # the kinds of fixes of each rule, by its code

    @property
    def findings(self) -> int:
        """The number of findings."""
        return self.rules.total()

    def take(self, checked: CheckedPage, every: tuple[Finding, ...]) -> None:
        """Count the findings of a page; those that are not shown count only for the exit status."""
        findings = checked.lint_result.findings
        self.hidden += len(every) - len(findings)
        self.worst = max([self.worst, *(RANKS[one.severity] for one in every)])
        self.pages += 1
        self.found_on += bool(findings)
        for finding in findings:
            self.rules[finding.code, finding.name] += 1
            self.severities[finding.severity] += 1
            if finding.fix is not None:
                self.fixes[finding.fix.safety] += 1
                self._fixable.setdefault(finding.code, set()).add(finding.fix.safety)

    def fails(self, least: Severity | None) -> bool:
        """Whether anything as severe as this was found; None stands for nothing ever."""
        return least is not None and self.worst >= RANKS[least]

    def summary(self, tried: tuple[Safety, ...] = ()) -> Iterator[str]:
        """Yield how much was found, by severity and rule, and how to fix it; `tried` fixes did not hold up."""
        where = counted(self.pages, "page")
        milder = f" {counted(self.hidden, 'milder finding')} not shown." if self.hidden else ""
        if not self.findings:
            yield f"Nothing found in {where}.{milder}"
            return
        on = where if self.pages == 1 else f"{self.found_on:,} of {where}"
        by_severity = ", ".join(
            counted(self.severities[one], one) for one in reversed(Severity) if self.severities[one]
        )
        yield f"{counted(self.findings, 'finding')} in {on}: {by_severity} ({self._by_rule()}).{milder}"
        yield from self._how_to_fix(tried)

    def statistics(self, form: str) -> Iterator[str]:
        """Yield how often each rule found something, the most frequent first, as text or as JSON."""
        rows = sorted(self.rules.items(), key=lambda one: (-one[1], one[0]))
        if form.startswith("json"):
            data = [
                {"code": code, "name": name, "count": count, "fixable": Safety.SAFE in self._fixable.get(code, ())}
                for (code, name), count in rows
            ]
            yield from (map(json.dumps, data) if form == "json-lines" else [json.dumps(data, indent=2)])
            return
        wide = len(f"{rows[0][1]:,}") if rows else 0
        for (code, name), count in rows:
            yield f"{count:>{wide},}\t{code}\t[{self._mark(code)}] {name}"

    def _mark(self, code: str) -> str:
        return "*" if Safety.SAFE in self._fixable.get(code, ()) else " "

    def _by_rule(self) -> str:
        most = self.rules.most_common()
        named = [f"{name} {count:,}" for (_, name), count in most[:_NAMED]]
        rest = len(most) - _NAMED
        return ", ".join([*named, counted(rest, "other rule")] if rest > 0 else named)

    def _how_to_fix(self, tried: tuple[Safety, ...]) -> Iterator[str]:
        safe, unsafe = (0 if kind in tried else self.fixes[kind] for kind in (Safety.SAFE, Safety.UNSAFE))
        if safe and unsafe:
            yield f"--fix fixes {safe:,}, --fix --unsafe-fixes {unsafe:,} more that a person should review."
        elif safe:
            yield f"--fix fixes {safe:,}."
        elif unsafe:
            yield f"--fix --unsafe-fixes fixes {unsafe:,} that a person should review."


def at_least(findings: tuple[Finding, ...], least: Severity) -> tuple[Finding, ...]:
    """Return the findings that are as severe as this, or more."""
    return tuple(one for one in findings if RANKS[one.severity] >= RANKS[least])
