"""Lints and fixes whole pages by one set of rules: the work that is done in other processes."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from linterbot.evidence.second_reading import NOTHING_KNOWN, Known
from linterbot.lint.added_lines import fresh_rows
from linterbot.lint.fixing import FixResult, fix_text
from linterbot.lint.linter import LintResult, WantedFacts, lint_page, read_page, wanted_facts
from linterbot.lint.reader_of import reader_of
from linterbot.markup.namespace_names import Names
from linterbot.model import NO_FACTS, Facts, Finding, Markup, Page, Safety
from linterbot.rulebook.rule import Rule
from linterbot.rulebook.rules_digest import digest


class LintTask(NamedTuple):
    """A page to lint."""

    page: Page
    facts: Facts = NO_FACTS  # what is known beyond it
    known: Known = NOTHING_KNOWN  # what a second reader has said of it before
    lines: str | None = None  # the digests of those that a second reader need not look at; None if it is to look at all


class FixTask(NamedTuple):
    """A page to fix."""

    page: Page
    facts: Facts  # what is known beyond it
    wanted: frozenset[str]  # the fingerprints of the findings to fix
    approved: bool = False  # whether a person agreed to exactly these
    known: Known = NOTHING_KNOWN  # what a second reader has said of it before


@dataclass(frozen=True)
class PageLinter:
    """Lints pages of one wiki."""

    rules: Sequence[Rule]
    names: Names  # what the wiki calls its namespaces

    @cached_property
    def rules_digest(self) -> str:
        """Identifies the rules by what they find."""
        return digest(self.rules)

    def wanted_facts(self, page: Page) -> WantedFacts:
        """Return what has to be fetched before a page can be linted."""
        return wanted_facts(read_page(page, Markup.MEDIAWIKI, self.names), self.rules)

    def lint(self, task: LintTask) -> LintResult:
        """Return what the rules find on a page."""
        reader = reader_of(self.rules)
        if reader is not None:
            reader.begin(task.known, _fresh(task))
        lint_result = lint_page(read_page(task.page, Markup.MEDIAWIKI, self.names), self.rules, task.facts)
        return lint_result._replace(opinions=dict(reader.used)) if reader is not None else lint_result

    def fix(self, task: FixTask) -> FixResult:
        """Return a page's text with the wanted findings fixed, as far as the fixes prove good.

        A second reader looks at the whole page, before and after, or else it would seem to find something new.
        """

        def relint(text: str) -> LintResult:
            return self.lint(LintTask(replace(task.page, text=text), task.facts, task.known))

        def is_wanted(finding: Finding) -> bool:
            if finding.fix is None or finding.fingerprint not in task.wanted:
                return False
            return task.approved or finding.fix.safety is Safety.SAFE

        return fix_text(task.page.text, relint, is_wanted, once=task.approved)


def _fresh(task: LintTask) -> Container[int] | None:
    return None if task.lines is None else frozenset(fresh_rows(task.page.text, task.lines))
