"""What linterbot finds of itself: a page it could not read (LB001), a comment that it keeps for nothing (LB100)."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator

from linterbot.markup.document import Document
from linterbot.model import Finding, Severity, Span

PAGE_NOT_READ, UNUSED_SUPPRESSION = "page-not-read", "unused-suppression"
NAMES = (PAGE_NOT_READ, UNUSED_SUPPRESSION)


def unread(reason: str) -> Finding:
    """Return the finding on a page that was not read, which is no verdict on it."""
    message = f"The page was not read: {reason}."
    return _finding("LB001", PAGE_NOT_READ, Severity.ERROR, message, Span(0, 0), digest(PAGE_NOT_READ, "", 1))


def unused(suppressions: Iterable[tuple[Span, str]], asked: Container[str], document: Document) -> Iterator[Finding]:
    """Yield a finding for each comment that keeps a rule quiet which was asked and had nothing to say there."""
    for number, (comment, rule) in enumerate(suppressions, 1):
        if rule in asked or rule.upper() in asked:
            message = f"This comment keeps “{rule}” quiet, which has nothing to say here. Remove the comment."
            words = " ".join(comment.of(document.text).split())
            key = digest(UNUSED_SUPPRESSION, f"{rule} {words}", number)
            yield _finding("LB100", UNUSED_SUPPRESSION, Severity.NOTICE, message, comment, key)


def _finding(code: str, name: str, severity: Severity, message: str, span: Span, fingerprint: str) -> Finding:
    return Finding(code, name, severity, message, "", span, (), None, fingerprint)


def digest(name: str, words: str, ordinal: int) -> str:
    """Return a name for a finding that survives edits elsewhere: no line number, no message, no rule text."""
    return hashlib.sha256(f"{name}\n{ordinal}\n{words}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
