"""`linterbot config`: says which configuration is in force, and what it makes of a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from linterbot.cli import Status
from linterbot.cli.config_option import PATH
from linterbot.cli.lint_options import lint_options
from linterbot.config.file_rules import FileRules
from linterbot.config.for_files import FileConfig
from linterbot.config.lint_options import LintOptions
from linterbot.file_faults import unreadable
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.plurals import counted
from linterbot.yaml_text import YamlText


@click.command("config")
@click.argument("file", required=False, type=PATH)
@lint_options
@click.option("--show-rules", is_flag=True, help="List the rules that apply, and those that the configuration changes.")
@click.option("--output-format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(file: Path | None, lint: LintOptions, show_rules: bool, form: str) -> Status:
    """Show which configuration is in force, how it was found, and what counts for FILE, or for files in general.

    The whole configuration is checked. The exit status is 2 if anything in it is wrong.
    """
    if lint.config.path is not None:
        from linterbot.config import reader

        reader.load(lint.config.path)
    settled = _settled(file, lint, show_rules)
    if form == "json":
        click.echo(json.dumps(settled, indent=2, ensure_ascii=False))
        return Status.CLEAN
    for line in _lines(settled):
        click.echo(terminal_escape(line))
    return Status.CLEAN


def _settled(file: Path | None, lint: LintOptions, show_rules: bool) -> dict[str, Any]:
    """Return what counts, by the names that people write in a configuration."""
    rules = FileRules(lint, None)
    config = rules.config
    applied = rules.applied(file, _text(file))
    out: dict[str, Any] = {
        "configuration": str(lint.config.path) if lint.config.path else None,
        "found": lint.config.how,
        "file": str(file) if file else None,
        "wiki": config.wiki or None,
        "pack": applied.pack,
        "markup": str(applied.markup) if file or config.markup else "by the text",
        "rule-paths": [str(path) for path in (*config.rule_paths, *lint.rule_paths)],
        "include": list(config.include),
        "exclude": list(config.exclude),
        "per-file": config.for_path(file).pattern or None,
        "adjust": {name: _changes(config, name) for name in config.adjust if config.pack == applied.pack},
        "applied": len(applied.rules),
    }
    if show_rules:
        out["rules"] = [{"code": one.code, "name": one.name, "severity": str(one.severity)} for one in applied.rules]
    return out


def _text(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise unreadable(file, error, "name a file in it") from None


def _changes(config: FileConfig, rule: str) -> dict[str, str]:
    """Return what the configuration changes about a rule, each with its place."""
    source: YamlText = config.adjust[rule]
    content = source.content if isinstance(source.content, dict) else {}
    return {key: f"{_plain(value)} ({source.at((key,))})" for key, value in content.items()}


def _plain(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _lines(settled: dict[str, Any]) -> Iterator[str]:
    named = settled["configuration"]
    yield f"configuration: {named} ({settled['found']})" if named else f"configuration: {settled['found']}"
    for key in ("file", "wiki", "per-file", "pack", "markup"):
        if settled[key]:
            yield f"{key}: {settled[key]}"
    for key in ("rule-paths", "exclude"):
        if settled[key]:
            yield f"{key}: {', '.join(settled[key])}"
    yield f"pages in folders: {', '.join(settled['include'])}"
    for rule, changes in settled["adjust"].items():
        yield f"adjusted: {rule}: {', '.join(f'{key} {value}' for key, value in changes.items())}"
    yield f"{counted(settled['applied'], 'rule')} applied"
    for one in settled.get("rules", ()):
        yield f"  {one['code']}  {one['name']:24} {one['severity']}"
