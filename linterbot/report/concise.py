"""`concise`: one finding a line, for people in a hurry and for editors that jump to a place."""

from __future__ import annotations

from collections.abc import Iterator

from linterbot.report.subject import Subject
from linterbot.report.visible import visible


def render(subject: Subject, columns: int) -> Iterator[str]:
    """Yield `page:row:column: CODE rule: message` for each finding."""
    for finding in subject.judgement.findings:
        place = subject.document.position(finding.span.start)
        where = f"{visible(subject.name)}:{place.row}:{place.column}"
        yield f"{where}: {finding.code} {finding.name}: {visible(finding.message)}"
