"""`concise`: one finding per line, for people in a hurry and for editors that can jump to a place."""

from __future__ import annotations

from collections.abc import Iterator

from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.look import Look
from linterbot.formats.terminal_escape import terminal_escape


def render(checked: CheckedPage, look: Look) -> Iterator[tuple[str, ...]]:
    """Yield `page:row:column: CODE rule: message` for each finding."""
    for finding in checked.lint_result.findings:
        place = checked.document.position(finding.span.start)
        where = f"{terminal_escape(checked.name)}:{place.row}:{place.column}"
        yield (f"{where}: {finding.code} {finding.name}: {terminal_escape(finding.message)}",)
