"""One linted page, with what is needed to lint another text of it in the same way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from linterbot.cli.file_rules import only
from linterbot.formats.checked_page import CheckedPage
from linterbot.lint.linter import LintResult, lint_page, read_page
from linterbot.lint.selection import Selection
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

    def linted(self, page: Page) -> CheckedPage:
        """Lint the page with another text, and return it as a checked page."""
        document = read_page(page, self.checked.document.markup, self.names)
        lint_result = only(lint_page(document, self.rules, self.facts), self.selection)
        return replace(self.checked, document=document, lint_result=lint_result)

    def relint(self, text: str) -> LintResult:
        """Lint the page with another text, and return what the rules found."""
        return self.linted(replace(self.page, text=text)).lint_result
