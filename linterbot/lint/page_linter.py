"""Lints and fixes whole pages by one set of rules: the work that is done in other processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from linterbot.evidence.second_reading import NOTHING_KNOWN, Known, Remembering
from linterbot.lint.added_lines import fresh_rows
from linterbot.lint.fixing import FixResult, fix_text
from linterbot.lint.linter import LintResult, WantedFacts, lint_page, read_page, wanted_facts
from linterbot.lint.reader_of import names_of_asking, reader_of
from linterbot.markup.document import Document
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
    there: frozenset[str] | None = None  # the fingerprints of what was found before; None if nothing counts as new


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
        """Return what the rules find on a page.

        A second reader looks at fresh lines first. Should anything new be found elsewhere, because something near it
        changed, it is heard about that as well.
        """
        document, reader = read_page(task.page, Markup.MEDIAWIKI, self.names), reader_of(self.rules)
        if reader is None:
            return lint_page(document, self.rules, task.facts)
        fresh = None if task.lines is None else frozenset(fresh_rows(task.page.text, task.lines))
        lint_result = self._heard(document, task, reader, fresh)
        if fresh is not None and not (new := self._rows_of_new(document, lint_result, task.there)) <= fresh:
            lint_result = self._heard(document, task, reader, fresh | new)
        return lint_result

    def _heard(
        self, document: Document, task: LintTask, reader: Remembering, fresh: frozenset[int] | None
    ) -> LintResult:
        reader.begin(task.known, fresh)
        return lint_page(document, self.rules, task.facts)._replace(opinions=dict(reader.used))

    def _rows_of_new(self, document: Document, lint_result: LintResult, there: frozenset[str] | None) -> frozenset[int]:
        """Return the rows of what was not found before by the rules that ask a reader."""
        asking = names_of_asking(self.rules) if there is not None else ()
        new = (one for one in lint_result.findings if one.name in asking and one.fingerprint not in (there or ()))
        return frozenset(document.position(one.span.start).row for one in new)

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
