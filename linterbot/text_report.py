"""What the rules found in one text, as the public API hands it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from linterbot.config.file_rules import only
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.finding_data import as_data
from linterbot.lint.added_lines import Before, brought_in, digests
from linterbot.lint.linter import LintResult, WantedFacts, licence_categories, lint_page, read_page, wanted_facts
from linterbot.lint.selection import Selection
from linterbot.markup.document import Document
from linterbot.markup.namespace_names import MEDIAWIKI_NAMES, Names
from linterbot.model import NO_FACTS, Facts, Finding, Markup, Page, Position, Skipped
from linterbot.rulebook.rule import Rule


@dataclass(frozen=True)
class Report:
    """What the rules found in one text."""

    text: str
    title: str
    markup: Markup
    pack: str
    findings: tuple[Finding, ...]  # in page order
    skipped: tuple[Skipped, ...]  # the rules that could not be applied, and why
    _document: Document = field(repr=False, compare=False)
    _rules: tuple[Rule, ...] = field(repr=False, compare=False)
    _selection: Selection = field(repr=False, compare=False)
    _facts: Facts = field(default=NO_FACTS, repr=False, compare=False)
    _names: Names = field(default=MEDIAWIKI_NAMES, repr=False, compare=False)

    def position(self, offset: int) -> Position:
        """Return the row and the column of an offset into the text, both from 1."""
        return self._document.position(offset)

    def as_data(self, finding: Finding) -> dict[str, Any]:
        """Return a finding as the machine formats write it: nothing but texts, numbers, lists and dictionaries."""
        return as_data(CheckedPage(self._document, self._result, self.pack), finding)

    def wanted_facts(self) -> WantedFacts:
        """Return what the rules would have to know of the wiki."""
        return wanted_facts(self._document, self._rules)

    def licence_categories(self) -> frozenset[str]:
        """Return the wiki's categories whose templates the rules take for licences."""
        return licence_categories(self._rules)

    def brought_in(self, before: str) -> tuple[Finding, ...]:
        """Return the findings that an edit brought in or touched, if the text was `before` until then."""
        known = frozenset(one.fingerprint for one in self.relint(before).findings)
        new = brought_in(self.text, self.findings, Before(digests(before), known))
        return tuple(one for one in self.findings if one.fingerprint in new)

    @property
    def _result(self) -> LintResult:
        return LintResult(self.findings, self.skipped)

    def relint(self, text: str) -> LintResult:
        """Return what the same rules find in another text."""
        page = Page(self.title, text, self._document.namespace)
        document = read_page(page, self.markup, self._names)
        return only(lint_page(document, self._rules, self._facts), self._selection)
