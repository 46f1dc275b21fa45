"""`json`: one array of all findings, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.finding_data import as_data


def render(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """Yield the lines of the array, each finding as soon as it is found."""
    before = "["
    for checked in pages:
        for finding in checked.lint_result.findings:
            yield f"{before}{json.dumps(as_data(checked, finding), ensure_ascii=True)}"
            before = ","
    yield "[]" if before == "[" else "]"
