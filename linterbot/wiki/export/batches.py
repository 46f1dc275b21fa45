"""Divides pages into batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

CHARACTERS = 256 * 1024  # of text, sent to a process at once
Item = TypeVar("Item")


def in_batches(
    items: Iterable[Item], size: Callable[[Item], int], most: int, largest: int = CHARACTERS
) -> Iterator[list[Item]]:
    """Yield items in lists of `most` at most, or fewer if they are as large as `largest` together."""
    batch: list[Item] = []
    together = 0
    for one in items:
        batch.append(one)
        together += size(one)
        if together >= largest or len(batch) >= most:
            yield batch
            batch, together = [], 0
    if batch:
        yield batch
