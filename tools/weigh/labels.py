"""The labelled bullets to learn from: of real pages where they are at hand, and of our own invented ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from linterbot.markup import read
from linterbot.markup.document import Example
from linterbot.model import Markup, Page
from linterbot.view.page_view import View

ROOT = Path(__file__).parents[2]
OURS, SHARED = ROOT / "tests" / "data" / "gold", ROOT.parent / "shared" / "gold"
SHORT = 14  # words; longer bullets are not labelled for what they lack
LONG = 40  # words


class Source(NamedTuple):
    """A folder of labelled pages."""

    name: str
    folder: Path
    counts: float  # what one of its bullets counts in learning


# Real pages are few and what it is about; invented ones say what is rare there, and must not outweigh them.
SOURCES = (
    Source("groomed", SHARED, 1.0),
    Source("busy", SHARED / "real", 1.0),
    Source("invented pages", OURS, 0.6),
)
INVENTED = 0.1  # what an invented bullet on a page of its own counts; set once, by cross-validation


class Case(NamedTuple):
    """One labelled bullet."""

    source: str
    family: str  # of its document
    counts: float  # its weight in learning
    fault: bool
    label: str  # what kind of bullet it is
    strata: frozenset[str]  # where it stands and how it is
    view: View  # of its document
    example: Example


def family_of(name: str) -> str:
    """Return the family of a document: `ts__ActionGirl.VideoGames` belongs to Action Girl."""
    return re.split(r"[.\-]|_tropes", name)[0]


@cache
def _labelled_page(path: Path) -> tuple[View, dict[int, Example]]:
    """Return what a reader sees of a labelled page, and its examples by row."""
    markup = Markup.TVTROPES if path.name.endswith(".tvtropes.txt") else Markup.RENDERED
    one = read(Page(path.name, path.read_text(encoding="utf-8")), markup)
    return View(one), {one.position(example.line.start).row: example for example in one.examples}


def labelled(kind: str, faults: set[str], left_out: set[str]) -> Iterator[Case]:
    """Yield the labelled bullets of whole pages."""
    for source in SOURCES:
        for path in sorted((source.folder / "dev").glob(f"{kind}.*.jsonl")):
            for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                view, by_row = _labelled_page(source.folder / row["file"])
                example, label = by_row.get(row["line"]), row["label"]
                if label not in left_out and example is not None:
                    family, strata = family_of(row["doc"]), _strata(row, view, example)
                    yield Case(source.name, family, source.counts, label in faults, label, strata, view, example)


def invented(faults: set[str]) -> Iterator[Case]:
    """Yield the invented bullets, each on a page of its own."""
    for path in sorted((OURS / "invented").glob("*.jsonl")):
        for number, row in enumerate(map(json.loads, path.read_text(encoding="utf-8").splitlines())):
            depth, later = row["depth"], ["Another one."] * row["later"]
            above = [(level, "_Something_:") for level in range(1, depth - 1)] + [(depth - 1, row["parent"])]
            bullets = [*above, *((depth, one) for one in [*row["siblings"], row["text"], *later])]
            text = "\n".join(f"{'  ' * level}•  {' '.join(words.split())}" for level, words in bullets)
            page = read(Page("", text), Markup.RENDERED)
            example, label = page.examples[len(above) + len(row["siblings"])], row["label"]
            family = f"{path.stem} {number % 4}"
            yield Case("invented", family, INVENTED, label in faults, label, frozenset(), View(page), example)


def is_short(case: Case) -> bool:
    """Whether a bullet is of those that are labelled for what they lack."""
    words = case.view.words(case.example)
    return len(words.split()) <= SHORT and not words.endswith(":")


def _strata(row: dict[str, Any], view: View, example: Example) -> frozenset[str]:
    named = {"sibling": "answers a sibling", "header": "under a header", "oneliner": "one-liner"}
    out = {named[row["stratum"]]} if row.get("stratum") in named else set()
    if "only_child" in row:
        out.add("only child" if row["only_child"] else "not only child")
    if example.depth > 2:
        out.add("third level")
    if len(view.words(example).split()) > LONG:
        out.add("over 40 words")
    if row.get("style") in ("old", "groomed") or row.get("stratum") in ("old", "groomed"):
        out.add(f"{row.get('style') or row['stratum']} page")
    return frozenset(out)
