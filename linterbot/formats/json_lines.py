"""`json-lines`: one finding per line, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from linterbot.formats.checked_page import CheckedPage
from linterbot.formats.finding_data import as_data
from linterbot.formats.look import Look


def render(checked: CheckedPage, look: Look) -> Iterator[tuple[str, ...]]:
    """Yield one JSON object per finding."""
    for finding in checked.lint_result.findings:
        yield (json.dumps(as_data(checked, finding), ensure_ascii=True),)
