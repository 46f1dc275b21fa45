"""The house: its rooms are those that CONTRIBUTING shows, its files are short, and it speaks of no old name."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

LONGEST, MEDIAN, WIDEST = 250, 100, 120
# Names that things had once; one idea has one word.
OLD_NAMES = (
    *("so_far", "Judgement", "judgements", "Judged", "Mended", "mended", "gateway", "deeds", "stamps", "harmless"),
    *("linterbot.jobs", "linterbot.report", "linterbot/jobs", "linterbot/report", "lexicon", "Lexicon", "Meddling"),
    *("deadly", "Deadly", "casts", "told_of", "repairable", "judged_by", "may_repair", "after_repair", "spoken_of"),
    *("jobs/", "report/", "ladder", "recheck", "Apart"),
)
# Names that only modules may not have, since they are plain words too.
OLD_MODULES = {
    *("apart", "world", "tools", "shown", "breaker", "scope", "judge", "notes", "holder", "standing", "refusal"),
    *("reverts", "repeats", "subject", "change", "visible", "told", "weighing", "phrases", "grace", "media"),
    *("wording", "literal", "starters", "repairs", "talk_pages", "setup", "stamps", "unclear", "earned", "lexicon"),
}
DATA = ROOT / "tests" / "data"  # pages of wikis, in the words of those who wrote them
HISTORY = ("ledger/migrations/versions", "tests/test_house.py", "tests/test_migrations.py", "CHANGELOG.md")


def tracked(*patterns: str) -> list[Path]:
    """Return the project's own files of some kinds."""
    skipped = {".venv", ".git", "demo", "dist", "build", "__pycache__"}
    found = (path for pattern in patterns for path in ROOT.rglob(pattern))
    ours = (path for path in found if not skipped & set(path.relative_to(ROOT).parts))
    return sorted(path for path in ours if DATA not in path.parents)


PYTHON = [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in ("linterbot", "reader", "tools")]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_long_and_most_are_short() -> None:
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in PYTHON}
    assert {path: size for path, size in sizes.items() if size > LONGEST} == {}
    assert statistics.median(sizes.values()) < MEDIAN


def test_contributing_shows_the_rooms_as_they_are() -> None:
    tree = (ROOT / "CONTRIBUTING.md").read_text().partition("```\nlinterbot/\n")[2].partition("```")[0]
    inside = [line for line in tree.splitlines() if line.startswith("  ")]
    shown = [name for line in inside for name in re.findall(r"^  (?! )((?:[\w.]+/?(?:  ?|$))+)", line)]
    names = [name for group in shown for name in group.split()]
    there = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "linterbot").iterdir()
        if path.name != "__pycache__"
    }
    assert sorted(names) == sorted(there)


def test_nothing_speaks_of_an_old_name() -> None:
    old = re.compile(rf"(?<![\w/])(?:{'|'.join(map(re.escape, OLD_NAMES))})(?!\w)")
    speaks = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked("*.py", "*.md", "*.yaml", "*.toml")
        if not any(part in str(path) for part in HISTORY)
        for word in set(old.findall(path.read_text(encoding="utf-8")))
    ]
    assert speaks == []
    assert [str(path.relative_to(ROOT)) for path in PYTHON if path.stem in OLD_MODULES] == []


def test_markdown_is_wrapped() -> None:
    """Tables, code and addresses may be longer."""
    long: list[str] = []
    for path in tracked("*.md"):
        fenced = False
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            fenced ^= line.startswith("```")
            if len(line) > WIDEST and not fenced and not line.startswith("|") and " " in line[:WIDEST].strip():
                long.append(f"{path.relative_to(ROOT)}:{number}")
    assert [place for place in long if not place.startswith(("docs/rules/", "docs/checks.md"))] == []


def test_every_module_class_and_public_function_says_what_it_is() -> None:
    chosen = ["check", "--select", "D100,D101,D102,D103,D104", "--output-format", "concise", "linterbot"]
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run([ruff, *chosen], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
