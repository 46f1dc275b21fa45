"""`linterbot demo`: shows the bot at work on a sample wiki, a screen at a time."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.errors import TargetError
from linterbot.file_faults import is_folder, is_there
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
@click.option("--all", "at_once", is_flag=True, help="Show everything at once; otherwise Enter shows what comes next.")
def command(folder: Path, at_once: bool) -> Status:
    """Load a sample wiki, patrol it, and show what was fixed, flagged and left alone. Nothing leaves this machine."""
    _fresh(folder)
    click.echo(f"A sample wiki is being made in {folder}, on this machine only …")
    from linterbot.cli.console import console
    from linterbot.config import reader
    from linterbot.wiki.sandbox.people import Person

    shown = console(min(_COLUMNS, shutil.get_terminal_size((_COLUMNS, 24)).columns))
    config = reader.parse(_CONFIG, folder / "config.yaml")
    sandbox = folder / "state" / "sandbox.sqlite"
    importer = Person(sandbox, "Importer")
    with as_file(files("linterbot") / "sample" / "wiki.xml") as sample:
        pages = importer.load(sample, newest=datetime.now(UTC))
    done = _patrol(config)
    chapters: tuple[Callable[[], None], ...] = (
        partial(_first_patrol, shown, done, pages),
        partial(_what_was_found, shown, done),
        partial(_edit_comes_in, shown, config, Person(sandbox, "PassingReader")),
        partial(_fix_is_undone, shown, config, Person(sandbox, "Quill")),
    )
    waits = not at_once and sys.stdin.isatty() and sys.stdout.isatty()
    for number, chapter in enumerate(chapters):
        if number and waits and not _goes_on():
            break
        chapter()
    _try_next(shown, folder)
    return Status.CLEAN


def _goes_on() -> bool:
    """Wait for Enter; return whether to go on."""
    click.echo("\nEnter: what next? q: enough ", nl=False)
    return sys.stdin.readline().strip().lower() not in ("q", "quit")


def _fresh(folder: Path) -> None:
    """Create the demo's folder, replacing that of an earlier demo; raises TargetError if it is any other folder."""
    marker, remedy = folder / _MARK, "name another folder with --folder"
    if is_there(folder) and (not is_folder(folder) or any(folder.iterdir())) and not is_there(marker):
        raise TargetError(str(folder), "is used for something else", remedy)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        marker.touch()
        (folder / "config.yaml").write_text(_CONFIG, encoding="utf-8")
    except OSError as error:
        file = next((one for one in folder.parents if is_there(one) and not is_folder(one)), None)
        cause = f"cannot be made, for {file} is a file" if file else f"cannot be made ({error.strerror})"
        raise TargetError(str(folder), cause, remedy) from None


def _patrol(config: Config) -> RoundResult:
    from linterbot.bot.opening import open_bot
    from linterbot.bot.patrol import patrol

    with open_bot(config, "sandbox") as context:
        return patrol(context)


def _heading(console: Console, words: str) -> None:
    console.print()
    console.rule(f"[bold]{words}", align="left", style="dim")


def _first_patrol(console: Console, done: RoundResult, pages: int) -> None:
    """Show what became of the findings: what was fixed, what was flagged, what was left alone."""
    _heading(console, f"Its {counted(pages, 'page')} are patrolled for the first time")
    on = len({title for title, _ in done.found})
    console.print(f"[bold]{counted(len(done.found), 'finding')} on {counted(on, 'page')}.[/]")
    fixed = counted(len(done.fixes), "page")
    console.print(f"\n[green]Fixed[/], because the wiki allows it for these rules ({fixed}):")
    for one in done.fixes:
        _show_fix(console, one)
    console.print("\n[cyan]Flagged[/], for people to decide: on User:LinterBot/Report, one section per page;")
    console.print(f"files without a licence also on their talk pages ({len(done.talks)}).")
    for title, hold in done.held:
        console.print(f"\n[magenta]Left alone[/]: {title}: {hold.reason}.")


def _what_was_found(console: Console, done: RoundResult) -> None:
    """Show which rules found something, those that did so once in one line."""
    from rich.table import Table

    _heading(console, "What was found")
    pages: dict[str, list[str]] = {}
    for title, finding in done.found:
        pages.setdefault(finding.name, []).append(title)
    table = Table(box=None, pad_edge=False, show_header=False, expand=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right")
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    by_count = sorted(pages.items(), key=lambda one: (-len(one[1]), one[0]))
    for name, titles in by_count:
        if len(titles) > 1:
            table.add_row(f"[yellow]{name}", str(len(titles)), ", ".join(dict.fromkeys(titles)))
    console.print(table)
    console.print(f"\nOnce each: {', '.join(name for name, titles in by_count if len(titles) == 1)}.")
    for title, finding in done.found:
        if finding.second_reading:
            console.print(f"\nOnly the second reader sees this, so it is a notice for people, on [bold]{title}[/]:")
            console.print(finding.message, style="dim", markup=False)


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


def _edit_comes_in(console: Console, config: Config, person: Person) -> None:
    _heading(console, "A second patrol, and an edit")
    done = _patrol(config)
    console.print(f"Nothing new to post: {counted(len(done.found), 'new finding')}, {counted(done.posted, 'edit')}.\n")
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
    by_make = "MAKELEVEL" in os.environ and folder == Path("demo")
    desk = "make desk" if by_make else f"{command} desk demo --folder {folder}"
    console.print(desk, soft_wrap=True)
    console.print("[dim]The last one shows all this in a browser, where people judge it.[/]")


def _shown(program: Path) -> str:
    try:
        return str(program.absolute().relative_to(Path.cwd()))
    except ValueError:
        return program.name
