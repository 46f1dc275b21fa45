"""`linterbot demo`: shows the bot's whole job on a sample wiki, in about two screens."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.errors import TargetError
from linterbot.plurals import counted

if TYPE_CHECKING:
    from rich.console import Console

    from linterbot.bot.round_result import FixedPage, RoundResult
    from linterbot.config.sections import Config
    from linterbot.wiki.sandbox.people import Person

_COLUMNS = 80
_MARK = "linterbot-demo"  # names the folders that a demo may replace
_CONFIG = """# Written by `linterbot demo`. config.example.yaml explains every line.
state: state
wikis:
  sandbox:
    kind: sandbox
    path: state/sandbox.sqlite
    pack: tropedia
    operator: "you, trying linterbot"
    namespaces: [main, Trope Workshop, File]
    mode: flag
    rules: {duplicate-example: auto, missing-workshop-markup: auto}
    talk: [missing-licence]
    seconds-between-edits: 0
    edits: {minute: 100}
    patience: {edit-minutes: 0, page-hours: 0}
    drafts: []
    look-back-days: 30
jobs:
  patrol: {run: patrol, wiki: sandbox, cron: "*/10 * * * *"}
"""
_CAUGHT = "Small Mercies"
_REPLY = "** Actually, I always thought that it was the other sister."


@click.command("demo")
@click.option(
    "--folder", type=click.Path(path_type=Path), default="demo", show_default=True, help="Where to create it."
)
def command(folder: Path) -> Status:
    """Load a sample wiki, patrol it, and show what was found, fixed and flagged. Nothing leaves this machine."""
    from rich.console import Console

    from linterbot.config import reader as configuration
    from linterbot.wiki.sandbox.people import Person

    console = Console(width=min(_COLUMNS, shutil.get_terminal_size((_COLUMNS, 24)).columns), highlight=False)
    _fresh(folder)
    config = configuration.parse(_CONFIG, folder / "config.yaml")
    sandbox = folder / "state" / "sandbox.sqlite"
    importer = Person(sandbox, "Importer")
    with as_file(files("linterbot") / "sample" / "wiki.xml") as sample:
        pages = importer.load(sample, newest=datetime.now(UTC))
    _first_patrol(console, config, pages)
    _second_patrol(console, config)
    _edit_comes_in(console, config, Person(sandbox, "PassingReader"))
    _fix_is_undone(console, config, Person(sandbox, "Quill"))
    _try_next(console, folder)
    return Status.CLEAN


def _fresh(folder: Path) -> None:
    """Create the demo's folder, replacing that of an earlier demo; raises TargetError if it is any other folder."""
    marker = folder / _MARK
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        raise TargetError(str(folder), "is used for something else", "name another folder with --folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    marker.touch()
    (folder / "config.yaml").write_text(_CONFIG, encoding="utf-8")


def _patrol(config: Config) -> RoundResult:
    from linterbot.bot.opening import open_bot
    from linterbot.bot.patrol import patrol

    with open_bot(config, "sandbox") as context:
        return patrol(context)


def _heading(console: Console, words: str) -> None:
    console.print()
    console.rule(f"[bold]{words}", align="left", style="dim")


def _first_patrol(console: Console, config: Config, pages: int) -> None:
    from rich.table import Table

    done = _patrol(config)
    _heading(console, f"A sample wiki of {counted(pages, 'page')}, patrolled for the first time")
    counts = Counter(finding.name for _, finding in done.found)
    pages_of: dict[str, list[str]] = {}
    for title, finding in done.found:
        pages_of.setdefault(finding.name, []).append(title)
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column("found", no_wrap=True)
    table.add_column("", justify="right")
    table.add_column("on", no_wrap=True, overflow="ellipsis", ratio=1)
    for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        table.add_row(f"[yellow]{name}", str(count), ", ".join(dict.fromkeys(pages_of[name])))
    console.print(table)
    fixed = counted(len(done.fixes), "page")
    console.print(f"\n[green]Fixed[/], because the wiki allows it for these rules ({fixed}):")
    for one in done.fixes:
        _show_fix(console, one)
    console.print("\n[cyan]Flagged[/], for people to decide: on User:LinterBot/Report, one section per page;")
    console.print(f"files without a licence also on their talk pages ({len(done.talks)}).")
    for title, hold in done.held:
        console.print(f"[magenta]Left alone[/]: {title}: {hold.reason}.")


def _show_fix(console: Console, fixed: FixedPage) -> None:
    from rich.text import Text

    from linterbot.formats.unified_diff import unified

    names = ", ".join(dict.fromkeys(one.name for one in fixed.findings))
    console.print(f"  [bold]{fixed.title}[/] ({names})")
    for line in unified(fixed.before, fixed.after, fixed.title).splitlines()[3:]:
        if line.startswith(("+", "-")):
            style = "green" if line.startswith("+") else "red"
            shown = Text(f"    {line[0]} {line[1:]}", style=style)
            console.print(shown, no_wrap=True, overflow="ellipsis")


def _second_patrol(console: Console, config: Config) -> None:
    _heading(console, "A second patrol")
    done = _patrol(config)
    console.print(f"Nothing new to post: {counted(len(done.found), 'new finding')}, {counted(done.posted, 'edit')}.")


def _edit_comes_in(console: Console, config: Config, person: Person) -> None:
    _heading(console, "An edit comes in")
    (page,) = person.wiki.pages([_CAUGHT])
    lines = page.text.split("\n")
    at = max(number for number, line in enumerate(lines) if line.startswith("*"))
    person.edit(_CAUGHT, "\n".join([*lines[: at + 1], _REPLY, *lines[at + 1 :]]))
    console.print(f"PassingReader adds to [bold]{_CAUGHT}[/]:\n[dim]    {_REPLY}[/]")
    done = _patrol(config)
    caught = ", ".join(finding.name for _, finding in done.found)
    console.print(f"Caught: [yellow]{caught}[/]. Both are on the report; a person decides.")


def _fix_is_undone(console: Console, config: Config, person: Person) -> None:
    from linterbot.bot.opening import open_bot
    from linterbot.ledger import action_queries

    _heading(console, "A person undoes a fix")
    title = "The Map Is Wrong"
    with open_bot(config, "sandbox") as context:
        (action,) = action_queries.done_on(context.ledger, title)
    assert action.revision is not None
    person.undo(title, action.revision)
    done = _patrol(config)
    again = _patrol(config)
    console.print(f"Quill puts the second copy on [bold]{title}[/] back.")
    for one in done.reverted:
        console.print(f"The bot takes that as an answer: {', '.join(one.plan.rules)} rests there for thirty days.")
    console.print(f"Edits by the bot there since: {len(done.fixes) + len(again.fixes)}.")


def _try_next(console: Console, folder: Path) -> None:
    _heading(console, "Try next")
    command, config = _shown(Path(sys.argv[0])), folder / "config.yaml"
    console.print(f'{command} check --config {config} "Borrowed Courage"', soft_wrap=True)
    console.print(f"{command} rule natter", soft_wrap=True)
    console.print(f"{command} sandbox --config {config} show User:LinterBot/Report", soft_wrap=True)


def _shown(program: Path) -> str:
    try:
        return str(program.absolute().relative_to(Path.cwd()))
    except ValueError:
        return program.name
