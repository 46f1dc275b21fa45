"""Trains the second reader.

    python -m training            cross-validates it, and prints how good it is
    python -m training --write    does the same, then trains one on everything and writes its files

Families are held out, a quarter of them at a time: nothing is measured by what was learned from its neighbour.
"""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import torch

from linterbot.rulebook import packs
from linterbot_reader.reader import WEIGHTS
from training import lessons as labelled
from training.export import export
from training.learn import taught
from training.lessons import Lesson
from training.measure import Read, asked, fitted, kinds, share_only_it_finds, sources, table

_FOLDS = 4


def held_out(path: Path, fold: int) -> list[tuple[int, list[float]]]:
    """Return the logits of the lessons of some families, by their numbers, from a network that has not seen them."""
    torch.set_num_threads(1)
    lessons = list(labelled.kept(path))
    families = sorted({one.family for one in lessons if not one.alone})
    out = set(families[fold::_FOLDS])
    network = taught([one for one in lessons if one.family not in out])
    numbers = [number for number, one in enumerate(lessons) if one.family in out]
    return list(zip(numbers, network.logits([lessons[one] for one in numbers]), strict=True))


def cross_validated(lessons: list[Lesson]) -> list[Read]:
    """Return each lesson on a page as a network reads it that has not learned from its family."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        path = Path(folder) / "lessons.jsonl"
        labelled.keep(lessons, path)
        found = [pair for part in pool.map(held_out, [path] * _FOLDS, range(_FOLDS)) for pair in part]
    return [Read(lessons[number], (logits[0], logits[1], logits[2])) for number, logits in sorted(found)]


def main() -> None:
    """Cross-validate, report, and write if asked to."""
    rule = next(one for one in packs.load(packs.COMMON) if one.name == "natter")
    lessons = labelled.lessons()
    read = cross_validated(lessons)
    scale = fitted(read, rule.check.doubt["from"], rule.check.doubt["to"])
    figures = list(table(read, scale, rule.threshold))
    print("\n".join([*sources(read), "", *figures, ""]))
    print("asked about:", ", ".join(f"{share:.0%} of {name}" for name, share in asked(read, scale).items()))
    print(f"told rightly whether it replies or continues: {kinds(read, scale):.2f}")
    print(f"of what only the reader finds on real pages, {share_only_it_finds(read, scale, rule.threshold)} in 100")
    if "--write" in sys.argv[1:]:
        export(taught(lessons), scale, figures, WEIGHTS)


if __name__ == "__main__":
    main()
