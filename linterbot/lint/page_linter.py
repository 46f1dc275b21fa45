"""Lints whole pages by one set of rules: the work that is done in other processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from linterbot.lint.fixing import FixResult, fix_text
from linterbot.lint.linter import LintResult, WantedFacts, lint_page, read_page, wanted_facts
from linterbot.markup.names import Names
from linterbot.model import NO_FACTS, Facts, Finding, Markup, Page, Safety
from linterbot.rulebook.rule import Rule


class LintTask(NamedTuple):
    """A page, with what is known beyond it."""

    page: Page
    facts: Facts = NO_FACTS


class FixTask(NamedTuple):
    """A page with the findings to fix, by their fingerprints; unsafe fixes only where a person agreed."""

    page: Page
    facts: Facts
    wanted: frozenset[str]
    unsafe: bool = False


@dataclass(frozen=True)
class PageLinter:
    """The rules of one wiki, and what it calls its namespaces."""

    rules: Sequence[Rule]
    names: Names

    def wanted_facts(self, page: Page) -> WantedFacts:
        """Say what has to be fetched before a page can be linted."""
        return wanted_facts(read_page(page, Markup.MEDIAWIKI, self.names), self.rules)

    def lint(self, task: LintTask) -> LintResult:
        """Return what the rules find on a page."""
        return lint_page(read_page(task.page, Markup.MEDIAWIKI, self.names), self.rules, task.facts)

    def fix(self, task: FixTask) -> FixResult:
        """Return a page's text with the wanted findings fixed, as far as that proves good."""

        def relint(text: str) -> LintResult:
            return self.lint(LintTask(replace(task.page, text=text), task.facts))

        def is_wanted(finding: Finding) -> bool:
            if finding.fix is None or finding.fingerprint not in task.wanted:
                return False
            return finding.fix.safety is Safety.SAFE or (task.unsafe and finding.fix.safety is Safety.UNSAFE)

        return fix_text(task.page.text, relint, is_wanted)
