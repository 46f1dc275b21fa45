"""`rdjson`: Reviewdog Diagnostic Format, which reviewdog posts as comments on reviews."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from linterbot.formats.checked_page import CheckedPage
from linterbot.markup.document import Document
from linterbot.model import Finding, Safety, Severity, Span

_LEVELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTICE: "INFO"}


def render(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """Yield the document."""
    found = [_diagnostic(checked, one) for checked in pages for one in checked.lint_result.findings]
    yield json.dumps({"source": {"name": "linterbot"}, "diagnostics": found}, indent=2)


def _diagnostic(checked: CheckedPage, finding: Finding) -> dict[str, Any]:
    document = checked.document
    # A suggestion to take something away is for a person to think about, not for a button to make.
    edits = finding.fix.edits if finding.fix and finding.fix.safety is not Safety.DISPLAY else ()
    code = {"value": finding.code} | ({"url": finding.policy} if finding.policy else {})
    return {
        "message": finding.message,
        "severity": _LEVELS[finding.severity],
        "code": code,
        "location": {"path": checked.name, "range": _range(document, finding.span)},
        "suggestions": [{"range": _range(document, edit.span), "text": edit.text} for edit in edits],
    }


def _range(document: Document, span: Span) -> dict[str, dict[str, int]]:
    return {"start": _place(document, span.start), "end": _place(document, span.end)}


def _place(document: Document, offset: int) -> dict[str, int]:
    """Return a place; reviewdog counts columns in bytes."""
    position = document.position(offset)
    begin = offset - (position.column - 1)
    before = document.text[begin:offset]
    return {"line": position.row, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
