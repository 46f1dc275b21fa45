"""`json-lines`: one finding a line, for other programs. Rows and columns from 1, ends exclusive, in code points."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from linterbot.markup.document import Document
from linterbot.model import Finding, Fix, Span
from linterbot.report.subject import Subject


def render(subject: Subject, columns: int) -> Iterator[str]:
    """Yield one JSON object a finding."""
    for finding in subject.judgement.findings:
        yield json.dumps(_finding(subject, finding), ensure_ascii=True)


def _finding(subject: Subject, finding: Finding) -> dict[str, Any]:
    document = subject.document
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "confidence": round(finding.confidence, 2),
        "message": finding.message,
        "filename": subject.filename,
        "page": document.title or None,
        "revision": subject.revision,
        "wiki": subject.wiki,
        "pack": subject.pack,
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
