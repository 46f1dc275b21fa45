"""The three real pages to start from: what must be found on them, and what must not."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from linterbot.lint.linter import lint
from linterbot.markup import guess, read
from linterbot.model import NO_FACTS, Page
from linterbot.rulebook import packs
from tests.conftest import shared

FIND = [
    # 35 and 124 answer the example above them; 38, 54, 62 and 95 go on with it, and are to be folded in.
    ("seed-000.txt", "natter", {35, 38, 54, 62, 95, 124}),
    ("seed-000.txt", "example-as-header", {56}),
    ("seed-000.txt", "unnamed-work", {102}),
    ("seed-000.txt", "word-cruft", {109}),
    ("seed-001.md", "duplicate-example", {186}),
    ("seed-001.md", "lone-sub-example", {83, 89, 99, 193}),
    # 193 answers, 89 and 99 go on.
    ("seed-001.md", "natter", {89, 99, 193}),
    ("seed-001.md", "zero-context-example", {26}),
    ("seed-001.md", "word-cruft", {173}),
    ("seed-002.tvtropes.txt", "unclosed-folder", {24, 31, 60, 69}),
    ("seed-002.tvtropes.txt", "missing-folder-control", {24}),
    ("seed-002.tvtropes.txt", "unknown-folder", {24, 60}),
    ("seed-002.tvtropes.txt", "examples-outside-folder", {37, 48}),
    ("seed-002.tvtropes.txt", "natter", {40, 82}),
    # A review makes the point; a visual novel among the video games; a game with four others indented under it.
    ("seed-002.tvtropes.txt", "weblink-example", {43}),
    ("seed-002.tvtropes.txt", "wrong-folder", {70}),
    ("seed-002.tvtropes.txt", "example-as-header", {71}),
    # Defended one by one: rows 37, 54, 62, 82, 95 stand alone under their parents, 104 and 105 under each other.
    ("seed-000.txt", "lone-sub-example", {35, 37, 38, 54, 62, 82, 95, 104, 105, 124}),
    # Film after two blank lines in Anime & Manga, and Literature after two more: both headings were links and got lost.
    ("seed-000.txt", "examples-outside-folder", {45, 52}),
    ("seed-002.tvtropes.txt", "lone-sub-example", {40, 43, 58, 82}),
]
NOTHING_ELSE = {"seed-000.txt", "seed-001.md", "seed-002.tvtropes.txt"}


@cache
def found(seed: str) -> dict[str, dict[int, list[int]]]:
    """Return the rows found by each rule, with the related rows."""
    text = shared("seeds", seed).read_text(encoding="utf-8")
    markup = guess(text)
    assert markup is not None
    document = read(Page(seed, text), markup)
    out: dict[str, dict[int, list[int]]] = defaultdict(dict)
    pack = "tropedia" if seed == "seed-000.txt" else "tvtropes"
    for one in lint(document, packs.load(pack), NO_FACTS).findings:
        related = [document.position(span.start).row for span in one.related]
        out[one.name][document.position(one.span.start).row] = related
    return out


@pytest.mark.parametrize(("seed", "rule", "rows"), FIND)
def test_finds_exactly(seed: str, rule: str, rows: set[int]) -> None:
    assert set(found(seed)[rule]) == rows


@pytest.mark.parametrize("seed", sorted(NOTHING_ELSE))
def test_finds_nothing_undefended(seed: str) -> None:
    defended = {rule for name, rule, _ in FIND if name == seed}
    assert {rule for rule, rows in found(seed).items() if rows} == defended


def test_the_copy_is_told_with_its_original() -> None:
    assert found("seed-001.md")["duplicate-example"] == {186: [100]}
