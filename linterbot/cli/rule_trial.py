"""Tries one rule on a whole export: how often it finds something, and some findings drawn at random."""

from __future__ import annotations

import os
import random
from pathlib import Path

import click

from linterbot.cli.scan_progress import Progress
from linterbot.file_faults import is_there
from linterbot.plurals import counted
from linterbot.rulebook.rule import Rule
from linterbot.scan.scan import ScanOrder, ScanPart, namespaces_of, scan
from linterbot.scan.state import Place


def try_rule(rule: Rule, export: Path, pack: str, examples: int, seed: int, columns: int) -> int:
    """Print what a rule finds in an export, and return the number of findings; raises TargetError."""
    jobs = os.cpu_count() or 1
    order = ScanOrder(export, pack, (rule,), namespaces_of([rule]), "full", jobs, columns=columns)
    tally = _Tally(examples, random.Random(seed))  # noqa: S311  # no secret: a seed draws the same again
    with Progress(export, Place(), export.stat().st_size if is_there(export) else 0) as progress:
        for part in scan(order, Place(), lambda _: ""):
            tally.take(part)
            progress.at(part.place, tally.findings)
    for block in tally.drawn:
        click.echo("\n".join(block))
    click.echo(tally.summary(rule.name, export.name))
    return tally.findings


class _Tally:
    """Counts findings and keeps some of them, each as likely as any other (reservoir sampling)."""

    def __init__(self, examples: int, chance: random.Random) -> None:
        self._examples, self._chance = examples, chance
        self.drawn: list[tuple[str, ...]] = []
        self.findings = self._pages = self._found_on = 0

    def take(self, part: ScanPart) -> None:
        """Add the results of some pages."""
        self._pages = part.place.pages
        self._found_on += part.pages
        for block in part.blocks:
            self.findings += 1
            if len(self.drawn) < self._examples:
                self.drawn.append(block)
            elif (at := self._chance.randrange(self.findings)) < self._examples:
                self.drawn[at] = block

    def summary(self, name: str, export: str) -> str:
        """Return how often the rule finds something, in words."""
        if not self.findings:
            return f"{name} finds nothing on the {counted(self._pages, 'page')} of {export}."
        share = self._found_on / max(1, self._pages)
        many = f"{counted(self.findings, 'finding')} on {self._found_on:,}"
        shown = f"; above are {len(self.drawn)} of them, drawn at random" if len(self.drawn) < self.findings else ""
        return f"{name}: {many} of {counted(self._pages, 'page')} of {export} ({share:.1%}){shown}."
