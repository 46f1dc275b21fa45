"""One linted page, with what is needed to lint another text of it in the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from linterbot.config.file_rules import only
from linterbot.formats.checked_page import CheckedPage
from linterbot.lint.linter import LintResult, lint_page, read_page
from linterbot.lint.selection import Selection
from linterbot.markup.document import Document
from linterbot.markup.namespace_names import Names
from linterbot.model import Facts, Page
from linterbot.rulebook.rule import Rule


@dataclass(frozen=True)
class Checked:
    """One linted page."""

    checked: CheckedPage
    page: Page
    rules: tuple[Rule, ...]
    facts: Facts
    names: Names
    path: Path | None  # of the file it is from
    selection: Selection  # which findings a person wants to see
    guessed: bool = False  # whether the text had to tell how it is to be read
    narrow: Callable[[str, LintResult], LintResult] | None = None  # what leaves out findings that nobody asked for

    def linted(self, text: str) -> CheckedPage:
        """Return the page with another text, linted, with the findings that a person wants to see."""
        document, lint_result = self._linted(text)
        if self.narrow is not None:
            lint_result = self.narrow(text, lint_result)
        return replace(self.checked, document=document, lint_result=lint_result)

    def relint(self, text: str) -> LintResult:
        """Return what the rules find on the page with another text."""
        return self._linted(text)[1]

    def _linted(self, text: str) -> tuple[Document, LintResult]:
        document = read_page(replace(self.page, text=text), self.checked.document.markup, self.names)
        return document, only(lint_page(document, self.rules, self.facts), self.selection)
