"""`linterbot rule`: explains what a rule says and why, with examples."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from linterbot.cli import Status, completions
from linterbot.cli.lint_options import rule_options
from linterbot.cli.numbers import Whole
from linterbot.cli.second_reader_help import second_reader_help
from linterbot.config.file_rules import FileRules
from linterbot.config.for_files import FileConfig
from linterbot.config.lint_options import LintOptions
from linterbot.errors import RuleError
from linterbot.formats import rule_help
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.lint.own_findings import OWN_RULES, OwnRule
from linterbot.rulebook.rule import WHERE_LISTED, Rule
from linterbot.yaml_text import near

_PATH = click.Path(path_type=Path)
_FAMILY = re.compile("[A-Za-z]{2}[0-9]{0,2}")  # how the codes of some rules begin
_FORMATS = ["text", "json", "markdown"]


@click.command("rule")
@click.argument("name", required=False, shell_complete=completions.rules)
@click.option("--all", "show_all", is_flag=True, help="List every rule of the pack.")
@rule_options
@click.option("--try", "export", type=_PATH, metavar="EXPORT", help="Show what the rule finds in a whole export.")
@click.option("--examples", type=Whole(0, 1000), default=20, show_default=True, help="How many findings --try shows.")
@click.option("--seed", type=Whole(), default=1, show_default=True, help="Change the number to draw other findings.")
@click.option("--output-format", "form", type=click.Choice(_FORMATS), default="text", show_default=True)
def command(
    name: str | None,
    show_all: bool,
    lint: LintOptions,
    export: Path | None,
    examples: int,
    seed: int,
    form: str,
) -> Status:
    """Explain the rule NAME (or a code), list those of a pack (all, or EX), or try a rule on an export."""
    files = FileRules(lint, None)
    pack, rules = files.usual()
    if export is not None:
        return _tried(rules, name, export, pack, examples, seed)
    if name is not None and not show_all:
        if (own := _own(name)) is not None:
            click.echo(_explained(own, form))
            return Status.CLEAN
        family = tuple(rule for rule in rules if _FAMILY.fullmatch(name) and rule.code.startswith(name.upper()))
        show_all, rules = (True, family) if len(family) > 1 else (False, (_one(rules, name),))
    if form == "json":
        click.echo(json.dumps([_as_data(rule) for rule in rules], indent=2, ensure_ascii=False))
    elif form == "markdown":
        click.echo("\n".join(rule_help.markdown(rule) for rule in rules), nl=False)
    elif name is not None and not show_all:
        click.echo("\n".join([*rule_help.text(rules[0], min(_columns(), 100)), *second_reader_help(rules[0])]))
        for line in _adjusted(files.config, rules[0], pack):
            click.echo(terminal_escape(line))
    else:
        every: tuple[Rule | OwnRule, ...] = rules if name else (*rules, *OWN_RULES)
        for rule in every:
            line = f"{rule.code}  {rule.name:24} {rule.severity:8} {rule.finds}"
            click.echo(line if len(line) <= _columns() else f"{line[: _columns() - 1]}…")
    return Status.CLEAN


def _adjusted(config: FileConfig, rule: Rule, pack: str) -> Iterator[str]:
    """Yield what the configuration changes about a rule."""
    if rule.name not in config.adjust or pack != config.pack:
        return
    source = config.adjust[rule.name]
    yield ""
    yield f"Adjusted for {config.wiki}:"
    for key in source.content if isinstance(source.content, dict) else ():
        yield f"  {key} ({source.at((key,))})"


def _tried(rules: tuple[Rule, ...], name: str | None, export: Path, pack: str, examples: int, seed: int) -> Status:
    from linterbot.cli.rule_trial import try_rule

    if name is None:
        raise RuleError("--try", "no rule is named", "run: linterbot rule NAME --try EXPORT")
    try_rule(_one(rules, name), export, pack, examples, seed, _columns())
    return Status.CLEAN


def _columns() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def _own(name: str) -> OwnRule | None:
    return next((own for own in OWN_RULES if name.lower() in (own.name, own.code.lower())), None)


def _explained(own: OwnRule, form: str) -> str:
    """Return what linterbot finds by itself, explained."""
    if form == "json":
        return json.dumps([{**own._asdict()}], indent=2, ensure_ascii=False)
    if form == "markdown":
        return f"# {own.code} {own.name}\n\nFinds {own.finds} ({own.severity}).\n\n{own.why}"
    lines = [f"{own.code} {own.name} ({own.severity})", "", f"Finds {own.finds}.", ""]
    return "\n".join([*lines, *textwrap.wrap(own.why, min(_columns(), 100))])


def _one(rules: tuple[Rule, ...], name: str) -> Rule:
    for rule in rules:
        if name.lower() in (rule.name, rule.code.lower()):
            return rule
    known = [*(rule.name for rule in rules), *(own.name for own in OWN_RULES)]
    raise RuleError(name, "there is no such rule", near(name, known, WHERE_LISTED))


def _as_data(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "message": rule.message,
        "policy": rule.policy,
        "why": rule.why,
        "check": rule.check_type,
        "file": rule.where,
    }
