"""`sarif`: SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from linterbot.formats.checked_page import CheckedPage
from linterbot.markup.document import Document
from linterbot.model import Finding, Fix, Safety, Severity, Span
from linterbot.version import __version__

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """Yield the log, with one run in it."""
    rules: dict[str, dict[str, Any]] = {}
    results = [_result(checked, one, rules) for checked in pages for one in checked.lint_result.findings]
    driver = {"name": "linterbot", "version": __version__, "rules": list(rules.values())}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(checked: CheckedPage, finding: Finding, rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a finding as a result, and add its rule to those that the run describes."""
    rules.setdefault(finding.code, _rule(finding))
    document, artifact = checked.document, {"uri": _uri(checked)}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": list(rules).index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(document, artifact, finding.span)],
        "partialFingerprints": {"linterbot/v1": finding.fingerprint},
        "properties": {"confidence": round(finding.confidence, 2), "pack": checked.pack},
    }
    if finding.related:
        places = (_location(document, artifact, span) for span in finding.related)
        result["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(places, 1)]
    if finding.fix is not None and finding.fix.edits and finding.fix.safety is not Safety.DISPLAY:
        result["fixes"] = [_fix(document, artifact, finding.fix)]
    return result


def _rule(finding: Finding) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": {"text": finding.name.replace("-", " ").capitalize()},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }
    return rule | ({"helpUri": finding.policy} if finding.policy else {})


def _uri(checked: CheckedPage) -> str:
    """Return where the page is: a file's path, or a title as if it were one."""
    return quote(checked.name.replace("\\", "/") or "standard input", safe="/.~-_", errors="replace")


def _location(document: Document, artifact: dict[str, str], span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": artifact, "region": _region(document, span)}}


def _region(document: Document, span: Span) -> dict[str, int]:
    start, end = document.position(span.start), document.position(span.end)
    return {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}


def _fix(document: Document, artifact: dict[str, str], fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(document, edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    changes = [{"artifactLocation": artifact, "replacements": replacements}]
    return {"description": {"text": f"{fix.description} ({fix.safety})"}, "artifactChanges": changes}
