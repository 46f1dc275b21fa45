"""`gitlab`: a Code Quality report, which GitLab shows in merge requests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from linterbot.formats.checked_page import CheckedPage
from linterbot.model import Finding, Severity

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}


def render(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """Yield the report, an array with an object for each finding."""
    yield json.dumps([_issue(checked, one) for checked in pages for one in checked.lint_result.findings], indent=2)


def _issue(checked: CheckedPage, finding: Finding) -> dict[str, Any]:
    start, end = checked.document.position(finding.span.start), checked.document.position(finding.span.end)
    positions = {
        "begin": {"line": start.row, "column": start.column},
        "end": {"line": end.row, "column": end.column},
    }
    # GitLab shows only one of several issues that have the same fingerprint, on whatever page they are.
    key = hashlib.sha256(f"{checked.name}\n{finding.fingerprint}".encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "check_name": f"{finding.code} {finding.name}",
        "description": finding.message,
        "severity": _LEVELS[finding.severity],
        "fingerprint": key[:32],
        "location": {"path": checked.name, "positions": positions},
    }
