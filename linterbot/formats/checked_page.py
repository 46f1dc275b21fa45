"""What a report tells of: one page, how it was read, and what the rules said."""

from __future__ import annotations

from dataclasses import dataclass

from linterbot.lint.linter import LintResult
from linterbot.markup.document import Document


@dataclass(frozen=True)
class CheckedPage:
    """One checked page."""

    document: Document
    lint_result: LintResult
    pack: str
    filename: str | None = None  # of a file
    wiki: str | None = None  # of a page on a wiki
    revision: int | None = None  # likewise

    @property
    def name(self) -> str:
        """What people call the page: the file's path, or the title."""
        return self.filename or self.document.title
