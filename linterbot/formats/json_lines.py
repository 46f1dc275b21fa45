"""`json-lines`: one finding per line, for programs. Rows and columns are from 1, in code points; ends exclusive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from linterbot.formats.checked_page import CheckedPage
from linterbot.markup.document import Document
from linterbot.model import Finding, Fix, Span


def render(checked: CheckedPage, columns: int) -> Iterator[tuple[str, ...]]:
    """Yield one JSON object per finding."""
    for finding in checked.lint_result.findings:
        yield (json.dumps(_finding(checked, finding), ensure_ascii=True),)


def _finding(checked: CheckedPage, finding: Finding) -> dict[str, Any]:
    document = checked.document
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "confidence": round(finding.confidence, 2),
        "message": finding.message,
        "filename": checked.filename,
        "page": document.title or None,
        "revision": checked.revision,
        "wiki": checked.wiki,
        "pack": checked.pack,
        "location": _place(document, finding.span.start),
        "end_location": _place(document, finding.span.end),
        "related": [_stretch(document, span) for span in finding.related],
        "fix": _fix(document, finding.fix),
        "fingerprint": finding.fingerprint,
        "policy": finding.policy or None,
    }


def _place(document: Document, offset: int) -> dict[str, int]:
    position = document.position(offset)
    return {"row": position.row, "column": position.column}


def _stretch(document: Document, span: Span) -> dict[str, dict[str, int]]:
    return {"location": _place(document, span.start), "end_location": _place(document, span.end)}


def _fix(document: Document, fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{**_stretch(document, edit.span), "text": edit.text} for edit in fix.edits]
    return {"safety": str(fix.safety), "description": fix.description, "edits": edits}
