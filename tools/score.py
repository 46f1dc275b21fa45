"""Scores the rules on the labelled pages of tests/data: what each finds rightly, wrongly, and not at all.

    python -m tools.score              prints the table
    python -m tools.score --verbose    also prints where each rule is wrong, as file:line

On the pages of gold/, only the places that are labelled for a rule count. The pages of seeds/ are labelled for every
rule, so a finding without a label is a false alarm there. This is not a test: whatever the scores, it succeeds.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from linterbot.lint.linter import lint
from linterbot.markup import guess, mediawiki, read
from linterbot.markup.document import Document
from linterbot.markup.namespace_names import title_form
from linterbot.model import NO_FACTS, Facts, FilePage, Markup, Page
from linterbot.rulebook import packs

DATA = Path(__file__).parents[1] / "tests" / "data"
PACK, TRAPS = "tvtropes", "tropedia"
NAMESPACES = ("Category", "File", "Talk", "Template", "Trope Workshop", "User")
Labels = dict[tuple[str, int], bool]  # rule and line: whether it is a fault


@dataclass
class Score:
    """How well one rule does; places are given as file:line."""

    right: list[str] = field(default_factory=list)  # where it finds a fault
    alarms: list[str] = field(default_factory=list)  # where it raises a false alarm
    missed: list[str] = field(default_factory=list)  # where it misses a fault

    @property
    def precision(self) -> float | None:
        return _share(len(self.right), len(self.right) + len(self.alarms))

    @property
    def recall(self) -> float | None:
        return _share(len(self.right), len(self.right) + len(self.missed))

    @property
    def f1(self) -> float | None:
        return _share(2 * len(self.right), 2 * len(self.right) + len(self.alarms) + len(self.missed))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def labels() -> dict[Path, Labels]:
    """Return the labels of each page, by its path."""
    out: dict[Path, Labels] = defaultdict(dict)
    gold, seeds = DATA / "gold", DATA / "seeds"
    for row in _rows(gold / "dev", "nested.*.jsonl"):
        place = out[gold / row["file"]]
        place["lone-sub-example", row["line"]] = row["only_child"]
        if row["label"] != "unsure":
            place["natter", row["line"]] = row["label"] in ("natter", "continuation")
    for row in _rows(gold / "dev", "zerocontext.*.jsonl"):
        if row["label"] != "thin":
            out[gold / row["file"]]["zero-context-example", row["line"]] = row["label"] == "zero-context"
    for row in _rows(seeds, "faults.jsonl"):
        out[seeds / row["file"]][row["rule"], row["line"]] = True
    return out


def _rows(folder: Path, names: str) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(names)):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def found(path: Path) -> set[tuple[str, int]]:
    """Return the rules that a page breaks, with the lines."""
    text = path.read_text(encoding="utf-8")
    document = read(Page(path.name, text), guess(text) or Markup.RENDERED)
    findings = lint(document, packs.load(PACK), NO_FACTS).findings
    return {(one.name, document.position(one.span.start).row) for one in findings}


def scores() -> dict[str, Score]:
    """Return the score of each rule that has labels or that finds something on a page labelled for every rule."""
    out: dict[str, Score] = defaultdict(Score)
    for path, known in labels().items():
        seen = found(path)
        for (rule, line), fault in known.items():
            place, hit = f"{path.name}:{line}", (rule, line) in seen
            if fault:
                (out[rule].right if hit else out[rule].missed).append(place)
            elif hit:
                out[rule].alarms.append(place)
        if path.parent.name == "seeds":
            for rule, line in sorted(seen - known.keys()):
                out[rule].alarms.append(f"{path.name}:{line}")
    return out


def traps() -> dict[str, Score]:
    """Return how well rules tell the faults of gold/traps.jsonl from what looks like them, doubtful ones left out."""
    out: dict[str, Score] = defaultdict(Score)
    for row in (one for one in _rows(DATA / "gold", "traps.jsonl") if "doubt" not in one):
        document, facts = trap(row)
        found = (one for one in lint(document, packs.load(TRAPS), facts).findings if one.name == row["rule"])
        seen = {document.position(one.span.start).row for one in found}
        wanted, score = set(row["lines"]), out[f"{row['rule']}, traps"]
        if row.get("page_level") and wanted and seen:
            wanted = seen = {1}
        for line in sorted(wanted | seen):
            part = score.right if line in wanted & seen else score.missed if line in wanted else score.alarms
            part.append(f"traps.jsonl:{row['page']}:{line}")
    return out


def trap(row: dict[str, Any]) -> tuple[Document, Facts]:
    """Return a page that may be a trap, with what is known beyond it."""
    redirects = {_bare(name): _bare(target) for name, target in row.get("templates", {}).items()}
    files = {_bare(name): FilePage(_bare(name), there, stored=there) for name, there in row.get("files", {}).items()}
    for name, text in row.get("filepages", {}).items():
        called = {one.name for one in mediawiki.read(text).templates}
        called |= {redirects[one] for one in called if one in redirects}
        files[_bare(name)] = FilePage(_bare(name), exists=True, templates=frozenset(called))
    head, colon, _ = row["title"].partition(":")
    namespace = head if colon and head in NAMESPACES else ""
    document = read(Page(row["title"], row["text"], namespace), Markup(row["markup"]))
    return document, Facts(files=files, template_redirects=redirects)


def _bare(title: str) -> str:
    return title_form(title.partition(":")[2])


def pairs() -> Score:
    """Return how well `duplicate-example` tells the pairs of gold/pairs.jsonl apart: each is a page of its own."""
    rules = [rule for rule in packs.load(PACK) if rule.name == "duplicate-example"]
    score = Score()
    for row in _rows(DATA / "gold", "pairs.jsonl"):
        document = read(Page("", pair_page(row)), Markup.MEDIAWIKI)
        hit, place = bool(lint(document, rules, NO_FACTS).findings), f"pairs.jsonl:{row['pair']}"
        if row["duplicate"]:
            (score.right if hit else score.missed).append(place)
        elif hit:
            score.alarms.append(place)
    return score


def pair_page(row: dict[str, Any]) -> str:
    """Return a page with the two bullets of a pair where they stand, and something between them."""
    halves = []
    for half in ("a", "b"):
        parent = row[f"parent_{half}"]
        halves.append((row[f"section_{half}"], parent, f"* {parent}\n** {row[half]}" if parent else f"* {row[half]}"))
    (section, parent, first), (other_section, other_parent, second) = halves
    head = f"== {section} ==\n{first}\n"
    if section != other_section:
        return f"{head}== {other_section} ==\n{second}\n"
    if other_parent is not None and other_parent in (parent, row["a"]):
        return f"{head}** {row['b']}\n"
    return f"{head}* Somebody else waters the lilies.\n{second}\n"


def table(results: dict[str, Score]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield f"{'rule':32}{'tp':>5}{'fp':>5}{'fn':>5}{'precision':>11}{'recall':>8}{'F1':>6}"
    for rule, score in sorted(results.items()):
        shares = ["-" if one is None else f"{one:.2f}" for one in (score.precision, score.recall, score.f1)]
        counts = (len(score.right), len(score.alarms), len(score.missed))
        yield f"{rule:32}{counts[0]:5}{counts[1]:5}{counts[2]:5}{shares[0]:>11}{shares[1]:>8}{shares[2]:>6}"


def main() -> None:
    """Print the table."""
    results = {**scores(), "duplicate-example, pairs": pairs(), **traps()}
    print(f"labels: {DATA}")
    print("\n".join(table(results)))
    if "--verbose" in sys.argv[1:]:
        for rule, score in sorted(results.items()):
            for kind, places in (("false alarm", score.alarms), ("missed", score.missed)):
                print("".join(f"{kind}: {rule}: {place}\n" for place in places), end="")


if __name__ == "__main__":
    main()
