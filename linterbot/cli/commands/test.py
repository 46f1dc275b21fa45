"""`linterbot test`: runs the examples in rule files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from linterbot.cli import Status
from linterbot.cli.progress_line import ProgressLine
from linterbot.errors import RuleError
from linterbot.file_faults import is_there
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.lint.rule_examples import failures
from linterbot.plurals import counted
from linterbot.rulebook import packs
from linterbot.rulebook.rule import Rule


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
def command(paths: tuple[Path, ...]) -> Status:
    """Run the examples of the rules in each PATH, a rule file or a folder; without a PATH, those of all packs.

    Codes and names that belong to another rule are reported as well.
    """
    broken, failed, rules = 0, 0, list[Rule]()
    progress = ProgressLine("rule")
    for number, rule in enumerate(_rules(paths)):
        progress.at(number)
        if isinstance(rule, RuleError):
            broken += 1
            progress.clear()
            click.echo(f"linterbot: {terminal_escape(str(rule))}", err=True)
            continue
        rules.append(rule)
        for failure in failures(rule):
            failed += 1
            progress.clear()
            click.echo(terminal_escape(failure))
    progress.clear()
    faults = [*_clashes(rules), *_strangers(rules)] if paths else []
    for fault in faults:
        click.echo(f"linterbot: {terminal_escape(str(fault))}", err=True)
    broken += len(faults)
    examples = sum(len(rule.examples) for rule in rules)
    click.echo(f"{counted(len(rules), 'rule')}, {counted(examples, 'example')}: {_outcome(failed, broken)}")
    if broken:
        return Status.CANNOT_RUN
    return Status.FINDINGS if failed else Status.CLEAN


def _outcome(failed: int, broken: int) -> str:
    if not broken:
        return f"{failed:,} failed" if failed else "all pass"
    return f"{f'{failed:,} failed, and ' if failed else ''}{counted(broken, 'file')} cannot be used"


def _clashes(rules: Iterable[Rule]) -> Iterator[RuleError]:
    """Yield an error for each rule with the code of another one, or with the name of a rule that has another code."""
    codes = {rule.code: rule for pack in packs.names() for rule in packs.load(pack)}
    names = {rule.name: rule for rule in codes.values()}
    for rule in rules:
        if (other := codes.get(rule.code)) is not None and other.name != rule.name:
            cause = f'code {rule.code} already belongs to "{other.name}" ({other.where})'
            yield RuleError(f"{rule.where}:1", cause, "choose a free one")
        elif (other := names.get(rule.name)) is not None and other.code != rule.code:
            cause = f'"{rule.name}" is {other.code} in {other.where}, and {rule.code} here'
            yield RuleError(f"{rule.where}:1", cause, "keep its code, or choose another name")
        codes.setdefault(rule.code, rule)
        names.setdefault(rule.name, rule)


def _strangers(rules: Sequence[Rule]) -> Iterator[RuleError]:
    """Yield an error for each rule that is to stand back behind a rule which does not exist."""
    for rule in rules:
        try:
            packs.refuse_unknown_rules(packs.read_file(Path(rule.where)), [one.name for one in rules])
        except RuleError as error:
            yield error


def _rules(paths: tuple[Path, ...]) -> Iterator[Rule | RuleError]:
    parents = {f"{pack}/{rule.name}": rule for pack in packs.names() for rule in packs.load(pack)}
    parents |= {f"{packs.COMMON}/{rule.name}": rule for rule in packs.load(packs.COMMON)}
    if not paths:
        yield from {id(rule): rule for rule in parents.values()}.values()
    for path in paths:
        if not is_there(path):
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
