"""Tries one rule on a whole export: how often it speaks, and what it says of pages drawn at random."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from linterbot.cli.progress import Progress
from linterbot.jobs.scan import Order, Piece, namespaces_of, scan
from linterbot.jobs.scan_state import Place
from linterbot.rule import Rule


def try_rule(rule: Rule, export: Path, pack: str, examples: int, seed: int, columns: int) -> int:
    """Print what a rule says on an export; return how often it speaks. Raises TargetError."""
    jobs = os.cpu_count() or 1
    order = Order(export, pack, (rule,), namespaces_of([rule]), "full", jobs, columns=columns)
    tally = _Tally(examples, random.Random(seed))  # noqa: S311  it draws examples and guards no secret
    with Progress(export, Place(), export.stat().st_size if export.exists() else 0) as progress:
        for piece in scan(order, Place(), lambda _: ""):
            tally.take(piece)
            progress.at(piece.place, tally.findings)
    for block in tally.drawn:
        click.echo("\n".join([*block, ""]))
    click.echo(tally.summary(rule.name, export.name))
    return tally.findings


class _Tally:
    """Counts findings, and keeps some of them, each as likely as any other (reservoir sampling)."""

    def __init__(self, examples: int, chance: random.Random) -> None:
        self._examples, self._chance = examples, chance
        self.drawn: list[list[str]] = []
        self.findings = self._pages = self._found_on = 0

    def take(self, piece: Piece) -> None:
        """Take what came of some pages."""
        self._pages = piece.place.pages
        self._found_on += piece.pages
        for block in _blocks(piece.lines):
            self.findings += 1
            if len(self.drawn) < self._examples:
                self.drawn.append(block)
            elif (at := self._chance.randrange(self.findings)) < self._examples:
                self.drawn[at] = block

    def summary(self, name: str, export: str) -> str:
        """Say how often the rule speaks."""
        if not self.findings:
            return f"{name} says nothing of the {self._pages:,} pages of {export}."
        share = self._found_on / max(1, self._pages)
        many = f"{self.findings:,} finding{'s' if self.findings > 1 else ''} on {self._found_on:,}"
        shown = f"; {len(self.drawn)} drawn at random are above" if len(self.drawn) < self.findings else ""
        return f"{name}: {many} of {self._pages:,} pages of {export} ({share:.1%}){shown}."


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines of each finding; an empty one ends it."""
    block: list[str] = []
    for line in lines:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
