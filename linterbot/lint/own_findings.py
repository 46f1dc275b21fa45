"""What linterbot itself finds: pages it could not read, replies seen only by a second reader, idle ignore comments."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from linterbot.lint.fingerprint import fingerprint
from linterbot.markup.document import Document
from linterbot.model import SECOND_READING, SECOND_READING_CODE, Finding, Severity, Span


class OwnRule(NamedTuple):
    """What linterbot finds without a rule file; it can be selected and explained as rules can, but not silenced."""

    code: str
    name: str
    severity: Severity
    finds: str
    why: str


PAGE_NOT_READ = OwnRule(
    "LB001",
    "page-not-read",
    Severity.ERROR,
    "a page that could not be read, and why",
    "No rule has looked at such a page, so that nothing is known about it. Its length, its number of list items, or a "
    "fault in linterbot is to blame; the message says which.",
)
SECOND = OwnRule(
    SECOND_READING_CODE,
    SECOND_READING,
    Severity.NOTICE,
    "a bullet that only a second reader takes for a reply, where one is installed",
    "Half of all replies have no cue that a rule could name: a calm correction, a rival explanation, an answer to the "
    "bullet before. A small model, which runs on the same machine and sends nothing anywhere, reads what the evidence "
    "leaves in doubt. What it alone sees is shown as a notice of the rule that asked it, without a fix, and people "
    "decide; what they decide, and pauses, count under this name and not against that rule. docs/second-reader.md says "
    "how good it is and how to do without.",
)
UNUSED_SUPPRESSION = OwnRule(
    "LB100",
    "unused-suppression",
    Severity.NOTICE,
    "an ignore comment for a rule that finds nothing there",
    "A comment that silences nothing will silence the next fault in that line without anybody noticing. Remove it.",
)
UNREADABLE_SUPPRESSION = OwnRule(
    "LB101",
    "unreadable-suppression",
    Severity.WARNING,
    "an ignore comment that names no rule",
    "Whoever wrote the comment believes that it silences a rule, and it does not. Write the word “ignore”, the name or "
    "code of a rule, several with commas between them, and a reason if you like: "
    "<!-- linterbot: ignore natter because both views are needed -->.",
)
OWN_RULES = (PAGE_NOT_READ, SECOND, UNUSED_SUPPRESSION, UNREADABLE_SUPPRESSION)
NAMES = tuple(one.name for one in OWN_RULES)


def unread(reason: str) -> Finding:
    """Return the finding for a page that could not be read; it says nothing about the page itself."""
    key = fingerprint(PAGE_NOT_READ.name, "", 1)
    return _finding(PAGE_NOT_READ, f"The page was not read: {reason}.", Span(0, 0), key)


def unused(suppressions: Iterable[tuple[Span, str]], applied: Container[str], document: Document) -> Iterator[Finding]:
    """Yield a finding for each comment that silences a rule although the rule was applied and found nothing there."""
    for number, (comment, rule) in enumerate(suppressions, 1):
        if rule in applied or rule.upper() in applied:
            message = f"This comment silences “{rule}”, which finds nothing here. Remove the comment."
            yield _on_comment(UNUSED_SUPPRESSION, message, comment, rule, number, document)


def unreadable(comments: Iterable[tuple[Span, str]], document: Document) -> Iterator[Finding]:
    """Yield a finding for each comment that silences nothing, with the reason."""
    for number, (comment, reason) in enumerate(comments, 1):
        message = f"This comment silences nothing: {reason}{'' if reason.endswith('?') else '.'}"
        yield _on_comment(UNREADABLE_SUPPRESSION, message, comment, "", number, document)


def _on_comment(own: OwnRule, message: str, comment: Span, rule: str, number: int, document: Document) -> Finding:
    words = " ".join(comment.of(document.text).split())
    return _finding(own, message, comment, fingerprint(own.name, f"{rule} {words}", number))


def _finding(own: OwnRule, message: str, span: Span, key: str) -> Finding:
    return Finding(own.code, own.name, own.severity, message, "", span, (), None, key)
