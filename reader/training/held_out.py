"""Measures the recipe: each lesson is read by a network that has not learned from its family."""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import torch

from training import lessons as labelled
from training.learn import taught
from training.lessons import Lesson
from training.measure import Read

_FOLDS = 4


def held_out(lessons: list[Lesson]) -> list[Read]:
    """Return each lesson on a page as a network reads it that has not learned from its family."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        path = Path(folder) / "lessons.jsonl"
        labelled.keep(lessons, path)
        found = []
        for number, part in enumerate(pool.map(_read, [path] * _FOLDS, range(_FOLDS)), 1):
            print(f"{number} of {_FOLDS} networks have learned and read", file=sys.stderr)
            found += part
    return [Read(lessons[number], (logits[0], logits[1], logits[2])) for number, logits in sorted(found)]


def _read(path: Path, fold: int) -> list[tuple[int, list[float]]]:
    """Return the logits of the lessons of some families, by their numbers, from a network that has not seen them."""
    torch.set_num_threads(1)
    lessons = list(labelled.kept(path))
    families = sorted({one.family for one in lessons if not one.only_taught})
    out = set(families[fold::_FOLDS])
    network = taught([one for one in lessons if one.family not in out])
    numbers = [number for number, one in enumerate(lessons) if one.family in out]
    return list(zip(numbers, network.logits([lessons[one] for one in numbers]), strict=True))
