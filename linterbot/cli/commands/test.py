"""`linterbot test`: runs the examples in rule files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from linterbot.cli import Status
from linterbot.errors import RuleError
from linterbot.lint.rule_examples import failures
from linterbot.plurals import counted
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
def command(paths: tuple[Path, ...]) -> Status:
    """Run the examples of the rules in each PATH, a rule file or a folder; without a PATH, those of all packs."""
    broken, failed, rules, examples = 0, 0, 0, 0
    for rule in _rules(paths):
        if isinstance(rule, RuleError):
            broken += 1
            click.echo(f"linterbot: {rule}", err=True)
            continue
        rules += 1
        examples += len(rule.examples)
        for fault in failures(rule):
            failed += 1
            click.echo(fault)
    outcome = f"{failed:,} failed" if failed else "all pass"
    click.echo(f"{counted(rules, 'rule')}, {counted(examples, 'example')}: {outcome}")
    if broken:
        return Status.CANNOT_RUN
    return Status.FINDINGS if failed else Status.CLEAN


def _rules(paths: tuple[Path, ...]) -> Iterator[Rule | RuleError]:
    parents = {f"{pack}/{rule.name}": rule for pack in packs.names() for rule in packs.load(pack)}
    parents |= {f"{packs.COMMON}/{rule.name}": rule for rule in packs.load(packs.COMMON)}
    if not paths:
        yield from {id(rule): rule for rule in parents.values()}.values()
    for path in paths:
        if not path.exists():
            yield RuleError(str(path), "there is no such file or folder", "check the path")
            continue
        files = [path] if path.is_file() else sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")])
        files = [file for file in files if file.name not in packs.NO_RULES]
        if not files:
            yield RuleError(str(path), "contains no rule files", "rule files end in .yaml")
        for file in files:
            try:
                lists = packs.shared_lists([packs.root() / packs.COMMON, packs.root() / file.parent.name, file.parent])
                yield packs.load_file(file, parents, lists)
            except RuleError as error:
                yield error
