"""What linterbot itself finds: a page that it could not read (LB001), and an unneeded ignore comment (LB100)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from linterbot.lint.fingerprint import fingerprint
from linterbot.markup.document import Document
from linterbot.model import Finding, Severity, Span

PAGE_NOT_READ, UNUSED_SUPPRESSION = "page-not-read", "unused-suppression"
NAMES = (PAGE_NOT_READ, UNUSED_SUPPRESSION)


def unread(reason: str) -> Finding:
    """Return the finding for a page that could not be read; it says nothing about the page itself."""
    message = f"The page was not read: {reason}."
    return _finding("LB001", PAGE_NOT_READ, Severity.ERROR, message, Span(0, 0), fingerprint(PAGE_NOT_READ, "", 1))


def unused(suppressions: Iterable[tuple[Span, str]], applied: Container[str], document: Document) -> Iterator[Finding]:
    """Yield a finding for each comment that silences a rule although the rule was applied and found nothing there."""
    for number, (comment, rule) in enumerate(suppressions, 1):
        if rule in applied or rule.upper() in applied:
            message = f"This comment silences “{rule}”, which finds nothing here. Remove the comment."
            words = " ".join(comment.of(document.text).split())
            key = fingerprint(UNUSED_SUPPRESSION, f"{rule} {words}", number)
            yield _finding("LB100", UNUSED_SUPPRESSION, Severity.NOTICE, message, comment, key)


def _finding(code: str, name: str, severity: Severity, message: str, span: Span, key: str) -> Finding:
    return Finding(code, name, severity, message, "", span, (), None, key)
