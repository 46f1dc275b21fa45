"""The pages to time: the corpus beside the checkout, or the sample wiki if there is none."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

from linterbot.wiki.export.reader import ExportedPage, read_export

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
SIZES = (8, 32, 128, 512, 2_048)  # kB
_OF_EACH_SIZE = 4_000_000  # characters in all pages of one size


def sets() -> dict[str, list[str]]:
    """Return the texts to time, by the names of their columns."""
    if CORPUS.exists():
        found = {"real": _texts(CORPUS / "pages"), "synthetic": _texts(CORPUS / "synthetic")}
    else:
        sample = read_export(ROOT / "linterbot" / "sample" / "wiki.xml", newest_only=True)
        found = {"sample": [page.revisions[-1].text for page in sample if isinstance(page, ExportedPage)] * 20}
    tropes = found.get("synthetic") or found["sample"]
    for size in SIZES:
        found[f"{size:,} kB"] = of_size(tropes, size * 1_000)
    return found


def _texts(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.wiki"))]


def of_size(texts: list[str], size: int) -> list[str]:
    """Return pages of one size, each made of consecutive whole lines of these texts."""
    pages: list[str] = []
    lines: list[str] = []
    filled = 0
    for line in cycle([line for text in texts for line in text.splitlines(keepends=True)]):
        lines.append(line)
        filled += len(line)
        if filled >= size:
            pages.append("".join(lines))
            lines, filled = [], 0
            if len(pages) * size >= _OF_EACH_SIZE:
                return pages
    return pages
