"""A wiki's history whose truth is known: the invented pages, with editors who clean up half of what is labelled.

Among them are vandals, whose edits are taken back, people who move and reword examples, and experienced editors who now
and then take away a good one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from linterbot.markup import read
from linterbot.model import Markup, Page
from tests.conftest import DATA

GOLD = DATA / "gold"
EXPERIENCED = ("Aldith", "Gosse", "Ruddock")
EDITS = 60  # of each page
KINDS = ("touch", "clean", "vandal", "move", "reword", "mistake")
HOW_OFTEN = (52, 28, 8, 5, 5, 2)


@dataclass
class History:
    """The revisions of one page, and what is true of its bullets."""

    title: str
    revisions: list[tuple[str, str]] = field(default_factory=list)  # (user, text), oldest first
    cleaned: set[str] = field(default_factory=set)  # labelled bullets that an experienced editor took away
    labels: dict[str, str] = field(default_factory=dict)  # of each nested bullet, by its words


def histories(every: int = 1, seed: int = 1) -> Iterator[History]:
    """Yield a history of each invented page, or of one in `every` so many."""
    chance = random.Random(seed)  # it only writes a history
    for path in sorted((GOLD / "docs").glob("*.wiki"))[::every]:
        yield _Writer(path, chance).history()


def as_export(every: list[History]) -> str:
    """Return a full-history export."""
    out = "<mediawiki><siteinfo><sitename>Test</sitename><namespaces/></siteinfo>\n"
    number = 0
    for one in every:
        out += f"<page><title>{escape(one.title)}</title><ns>0</ns><id>{number}</id>\n"
        for user, text in one.revisions:
            number += 1
            out += f"<revision><id>{number}</id><timestamp>2026-01-01T00:00:00Z</timestamp><contributor><username>"
            out += f"{user}</username></contributor><text>{escape(text)}</text></revision>\n"
        out += "</page>\n"
    return out + "</mediawiki>\n"


def key(line: str) -> str:
    """Return the words of a bullet's line as labels name them."""
    return " ".join(line.lstrip("*").lower().split())


class _Writer:
    def __init__(self, path: Path, chance: random.Random) -> None:
        self._chance, self._lines = chance, path.read_text(encoding="utf-8").split("\n")
        self._history = History(path.stem)
        self._history.labels = _labels(path)
        bad = [words for words, label in self._history.labels.items() if label in ("natter", "continuation")]
        self._to_clean = set(chance.sample(bad, len(bad) // 2))

    def history(self) -> History:
        self._save("Quill")
        for _ in range(EDITS):
            (kind,) = self._chance.choices(KINDS, HOW_OFTEN)
            getattr(self, f"_{kind}")()
        return self._history

    def _save(self, user: str) -> None:
        self._history.revisions.append((user, "\n".join(self._lines)))

    def _editor(self) -> str:
        return self._chance.choice(EXPERIENCED)

    def _at(self, start: str, nested: bool) -> list[int]:
        """Return the numbers of the bullets that begin so and have none below them."""
        depth = 2 if nested else 1
        return [
            at
            for at, line in enumerate(self._lines)
            if line.startswith(start)
            and (line[:3] == "***" or not nested or not line.startswith("*" * (depth + 1)))
            and not (at + 1 < len(self._lines) and self._lines[at + 1].startswith("*" * (_depth(line) + 1)))
        ]

    def _touch(self) -> None:
        at = self._chance.choice([at for at, line in enumerate(self._lines) if _depth(line) == 1])
        self._lines[at] += f" See also page {self._chance.randrange(1000)}."
        self._save(self._editor())

    def _clean(self) -> None:
        there = [at for at in self._at("**", nested=True) if key(self._lines[at]) in self._to_clean]
        if not there:
            return self._touch()
        at = self._chance.choice(there)
        words = self._lines.pop(at)
        above = next(number for number in range(at - 1, -1, -1) if _depth(self._lines[number]) < _depth(words))
        if self._chance.random() < 0.3:  # folded into the example above it
            self._lines[above] += f" {words.lstrip('* ')}"
        self._history.cleaned.add(key(words))
        return self._save(self._editor())

    def _vandal(self) -> None:
        before = list(self._lines)
        if self._chance.random() < 0.5:
            self._lines = ["hahaha"]
        else:
            for at in sorted(self._chance.sample(self._at("**", nested=True), 2), reverse=True):
                del self._lines[at]
        self._save("10.0.0.9")
        self._lines = before
        self._save(self._editor())

    def _move(self) -> None:
        at = self._chance.choice(self._at("**", nested=True))
        line = self._lines.pop(at)
        places = [number for number, other in enumerate(self._lines) if _depth(other) >= _depth(line)]
        self._lines.insert(self._chance.choice(places) + 1, line)
        self._save(self._editor())

    def _reword(self) -> None:
        at = self._chance.choice([at for at in self._at("**", nested=True) if len(self._lines[at].split()) > 12])
        words = self._lines[at].split(" ")
        words[self._chance.randrange(2, len(words))] = "indeed"
        label = self._history.labels.pop(key(self._lines[at]), "sub-example")
        cleaning = key(self._lines[at]) in self._to_clean
        self._lines[at] = " ".join(words)
        self._history.labels[key(self._lines[at])] = label
        self._to_clean |= {key(self._lines[at])} if cleaning else set()
        self._save(self._editor())

    def _mistake(self) -> None:
        good = [
            at for at in self._at("**", nested=True) if self._history.labels.get(key(self._lines[at])) == "sub-example"
        ]
        del self._lines[self._chance.choice(good)]
        self._save(self._editor())


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip("*"))


def _labels(path: Path) -> dict[str, str]:
    """Return the labels of the nested bullets of a page, which are in the same order in every markup."""
    rows = (GOLD / "dev" / f"nested.{path.stem}.jsonl").read_text(encoding="utf-8").splitlines()
    text = path.read_text(encoding="utf-8")
    document = read(Page(path.stem, text), Markup.MEDIAWIKI)
    nested = [one.line.of(text) for one in document.examples if one.parent is not None]
    return {key(line): row["label"] for line, row in zip(nested, map(json.loads, rows), strict=True)}
