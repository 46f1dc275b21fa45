"""Puts the figures of the second reader where people read of it: `make docs`. A test fails if they are stale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "reader" / "linterbot_reader" / "weights" / "figures.md"
PAGES = (ROOT / "docs" / "second-reader.md", ROOT / "reader" / "README.md")
_PLACE = re.compile(r"(?s)(<!-- figures -->\n).*?(<!-- end of figures -->)")


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each page with its text."""
    figures = FIGURES.read_text(encoding="utf-8")
    for path in PAGES:
        yield path, _PLACE.sub(rf"\1{figures}\2", path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for path, text in list(pages()):
        path.write_text(text, encoding="utf-8")
