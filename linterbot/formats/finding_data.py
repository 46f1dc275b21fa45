"""A finding as data for programs, the same in every format made of JSON.

Rows and columns are from 1, in code points; ends are exclusive. Keys are only ever added while `VERSION` stays.
"""

from __future__ import annotations

from typing import Any

from linterbot.formats.checked_page import CheckedPage
from linterbot.markup.document import Document
from linterbot.model import Finding, Fix, Span

VERSION = 1  # of the machine formats


def as_data(checked: CheckedPage, finding: Finding) -> dict[str, Any]:
    """Return everything that is known about a finding."""
    document = checked.document
    return {
        "version": VERSION,
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
        **stretch(document, finding.span),
        "related": [stretch(document, span) for span in finding.related],
        "fix": _fix(document, finding.fix),
        "fingerprint": finding.fingerprint,
        "policy": finding.policy or None,
        **({"second_reading": True} if finding.second_reading else {}),
    }


def stretch(document: Document, span: Span) -> dict[str, Any]:
    """Return where a span begins and ends."""
    return {"location": _place(document, span.start), "end_location": _place(document, span.end)}


def _place(document: Document, offset: int) -> dict[str, int]:
    position = document.position(offset)
    return {"row": position.row, "column": position.column}


def _fix(document: Document, fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{**stretch(document, edit.span), "text": edit.text} for edit in fix.edits]
    return {"safety": str(fix.safety), "description": fix.description, "edits": edits}
