"""Lints a text that somebody sent: the work that is done in other processes."""

from __future__ import annotations

from typing import Any, NamedTuple

from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.finding_data import as_data
from linterbot.lint.added_lines import Before, brought_in, digests
from linterbot.lint.linter import LintResult, lint_page, read_page
from linterbot.lint.page_linter import PageLinter
from linterbot.markup.document import Document
from linterbot.model import NO_FACTS, Markup, Page


class TextTask(NamedTuple):
    """A text to check."""

    wiki: str
    pack: str
    title: str
    text: str
    base: str | None = None  # the text before it was edited; with it, only what the edit brought in is told


def check_text(linter: PageLinter, task: TextTask) -> dict[str, Any]:
    """Return the findings as data, and the rules that could not be applied."""
    document, lint_result = _linted(linter, task.title, task.text)
    found = lint_result.findings
    if task.base is not None:
        known = frozenset(one.fingerprint for one in _linted(linter, task.title, task.base)[1].findings)
        new = brought_in(task.text, found, Before(digests(task.base), known))
        found = tuple(one for one in found if one.fingerprint in new)
    checked = CheckedPage(document, lint_result, task.pack, wiki=task.wiki)
    skipped = [{"name": one.name, "reason": one.reason} for one in lint_result.skipped]
    return {"findings": [as_data(checked, one) for one in found], "skipped": skipped}


def _linted(linter: PageLinter, title: str, text: str) -> tuple[Document, LintResult]:
    document = read_page(Page(title, text), Markup.MEDIAWIKI, linter.names)
    return document, lint_page(document, linter.rules, NO_FACTS)
