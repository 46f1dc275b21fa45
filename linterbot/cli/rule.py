"""`linterbot rule`: what a rule says, why, and what it means by examples."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Iterator

import click

from linterbot import packs
from linterbot.cli import Status
from linterbot.errors import RuleError
from linterbot.rule import Rule, RuleExample
from linterbot.yaml_text import near

_PLACEHOLDER = re.compile(r"\{\w+\}")


@click.command("rule", short_help="Explain a rule, or list them all.")
@click.argument("name", required=False)
@click.option("--all", "show_all", is_flag=True, help="List every rule of the pack.")
@click.option("--pack", default="tropedia", show_default=True, help="Whose rules.")
@click.option("--output-format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(name: str | None, show_all: bool, pack: str, form: str) -> Status:
    """Explain the rule NAME (or code), or list all rules of a pack."""
    rules = packs.load(pack)
    if name is not None and not show_all:
        rules = (_one(rules, name),)
    if form == "json":
        click.echo(json.dumps([_as_data(rule) for rule in rules], indent=2, ensure_ascii=False))
    elif name is not None and not show_all:
        click.echo("\n".join(_explained(rules[0])))
    else:
        columns = shutil.get_terminal_size((100, 24)).columns
        for rule in rules:
            line = f"{rule.code}  {rule.name:24} {rule.severity:8} {_PLACEHOLDER.sub('…', rule.message)}"
            click.echo(line if len(line) <= columns else f"{line[: columns - 1]}…")
    return Status.CLEAN


def _one(rules: tuple[Rule, ...], name: str) -> Rule:
    for rule in rules:
        if name in (rule.name, rule.code):
            return rule
    raise RuleError(name, "there is no such rule", near(name, [rule.name for rule in rules]))


def _explained(rule: Rule) -> Iterator[str]:
    columns = min(shutil.get_terminal_size((80, 24)).columns, 100)
    yield f"{click.style(f'{rule.code} {rule.name}', bold=True)} ({rule.severity})"
    yield f"  {rule.message}"
    yield ""
    yield textwrap.fill(" ".join(rule.why.split()), columns)
    yield ""
    yield f"policy: {rule.policy}"
    for example in rule.examples:
        yield ""
        yield click.style("not like this:" if example.spans else "fine:", fg="red" if example.spans else "green")
        yield from (f"    {line}" for line in _marked(example).rstrip().split("\n"))
        if example.fixed is not None:
            yield "  repaired:"
            yield from (f"    {line}" for line in example.fixed.rstrip().split("\n"))


def _marked(example: RuleExample) -> str:
    text = example.text
    for span in reversed(example.spans):
        text = f"{text[: span.start]}«{span.of(text)}»{text[span.end :]}"
    return text


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
