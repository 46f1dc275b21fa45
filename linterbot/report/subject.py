"""What a report tells of: one page, how it was read, and what the rules said."""

from __future__ import annotations

from dataclasses import dataclass

from linterbot.lint.linter import Judgement
from linterbot.markup.document import Document


@dataclass(frozen=True)
class Subject:
    """One checked page; `filename` is set for files, `wiki` and `revision` for pages of a wiki."""

    document: Document
    judgement: Judgement
    pack: str
    filename: str | None = None
    wiki: str | None = None
    revision: int | None = None

    @property
    def name(self) -> str:
        """What people call the page: the file's path, or the title."""
        return self.filename or self.document.title
