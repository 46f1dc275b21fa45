"""One page in three markups: every reader sees the same examples, in the same order and at the same depths."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from linterbot.markup import guess, read
from linterbot.model import Markup, Page
from tests.conftest import DATA

PAGES = sorted((DATA / "gold" / "docs").glob("*.md"))
SUFFIXES = {Markup.RENDERED: ".md", Markup.MEDIAWIKI: ".wiki", Markup.TVTROPES: ".tvtropes.txt"}


def bullets(path: Path, markup: Markup) -> list[tuple[int, str]]:
    """Return the depth of each example and its words; how titles are set off is a matter of markup."""
    text = path.with_suffix(SUFFIXES[markup]).read_text(encoding="utf-8")
    document = read(Page(path.stem, text), markup)
    return [(one.depth, re.sub("_|''", "", one.line.of(text)).strip()) for one in document.examples]


def rows(kind: str, page: str) -> list[dict[str, Any]]:
    """Return the labels of a kind on a page."""
    path = DATA / "gold" / "dev" / f"{kind}.{page}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_all_readers_see_the_same_examples(path: Path) -> None:
    rendered = bullets(path, Markup.RENDERED)
    assert len(rendered) > 80
    assert rendered == bullets(path, Markup.MEDIAWIKI) == bullets(path, Markup.TVTROPES)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_labels_are_those_of_the_examples(path: Path) -> None:
    """A label names a line; if a page or a reader changed, it would name another bullet."""
    text = path.read_text(encoding="utf-8")
    document = read(Page(path.stem, text), Markup.RENDERED)
    assert guess(text) is Markup.RENDERED
    lines = {document.position(one.line.start).row: one for one in document.examples}
    labels = [row for kind in ("nested", "zerocontext") for row in rows(kind, path.stem)]
    for row in labels:
        assert lines[row["line"]].line.of(text).strip() == row["text"]
    nested = {number for number, one in lines.items() if one.parent is not None}
    assert {row["line"] for row in labels if row["depth"] > 1} == nested
