"""What the output formats show: one page, how it was read, and what the rules found."""

from __future__ import annotations

from dataclasses import dataclass

from linterbot.lint.linter import LintResult
from linterbot.markup.document import Document


@dataclass(frozen=True)
class CheckedPage:
    """One checked page."""

    document: Document
    lint_result: LintResult
    pack: str  # whose rules were applied
    filename: str | None = None  # for a file
    wiki: str | None = None  # for a page on a wiki, or in an export
    revision: int | None = None  # likewise

    @property
    def name(self) -> str:
        """What people call the page: the path of the file, or the title."""
        return self.filename or self.document.title
