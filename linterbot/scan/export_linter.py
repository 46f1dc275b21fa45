"""Lints the pages of one export: the work that is done in other processes, and by other machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from linterbot.formats import blocks
from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.look import Look
from linterbot.lint.linter import LintResult, WantedFacts, lint_page, read_page, unread, wanted_facts
from linterbot.markup.document import Document
from linterbot.markup.namespace_names import Names
from linterbot.model import Facts, FilePage, Markup, Page
from linterbot.rulebook.rule import Rule

Blocks = tuple[tuple[str, ...], ...]  # the lines to write, finding by finding


@dataclass(frozen=True)
class ExportLinter:
    """Everything that one needs to know before one gets pages."""

    rules: tuple[Rule, ...]
    names: Names
    facts: Facts  # from the export
    pack: str
    wiki: str  # its name
    format: str  # the output format
    columns: int  # the width of a line, for formats that need it
    known: Mapping[str, frozenset[str]]  # the fingerprints not to report, by page

    def lint(self, page: Page) -> Blocks:
        """Lint one page and return what to write."""
        document = read_page(page, Markup.MEDIAWIKI, self.names)
        facts = self._facts(wanted_facts(document, self.rules))
        lint_result = lint_page(document, self.rules, facts)
        if known := self.known.get(page.title):
            findings = tuple(one for one in lint_result.findings if one.fingerprint not in known)
            lint_result = lint_result._replace(findings=findings)
        return self._rendered(page, document, lint_result)

    def unread(self, page: Page, reason: str) -> Blocks:
        """Return what to write of a page that could not be linted."""
        document = Document("", Markup.MEDIAWIKI, page.title, page.namespace)
        return self._rendered(page, document, unread(reason))

    def _facts(self, wanted: WantedFacts) -> Facts:
        """Return the facts for one page: what is not in the export does not exist."""
        files = self.facts.files or {}
        absent = (FilePage(title, exists=False, stored=False) for title in wanted.files)
        return replace(self.facts, files={page.title: files.get(page.title, page) for page in absent})

    def _rendered(self, page: Page, document: Document, lint_result: LintResult) -> Blocks:
        checked = CheckedPage(document, lint_result, self.pack, wiki=self.wiki, revision=page.revision)
        return tuple(blocks(self.format, checked, Look(self.columns)))
