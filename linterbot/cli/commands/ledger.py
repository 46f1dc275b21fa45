"""`linterbot ledger`: looks whether the bot's memory is sound, copies it, and brings a copy back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import config_option
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.plurals import counted

if TYPE_CHECKING:
    from linterbot.ledger.totals import Totals

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("ledger")
def command() -> None:
    """Look after the ledger, the bot's memory: what it found, wrote, and heard from people."""


@command.command("check")
@config_option
def check(config_path: Path) -> Status:
    """See whether the ledger is sound, and how much it knows. The exit status is 2 if it is damaged."""
    from linterbot.config import reader as configuration
    from linterbot.desk.ledger_care import what_is_known

    _print(what_is_known(configuration.load(config_path)))
    click.echo("The ledger is sound.")
    return Status.CLEAN


@command.command("backup")
@click.argument("file", type=_FILE)
@config_option
def backup(file: Path, config_path: Path) -> Status:
    """Copy the ledger into a new FILE that only you can read. The bot may be at work meanwhile."""
    from linterbot.config import reader as configuration
    from linterbot.desk.ledger_care import back_up

    back_up(configuration.load(config_path), file)
    click.echo(f"{terminal_escape(str(file))}: {file.stat().st_size / 1024**2:,.1f} MB, and the copy is sound.")
    return Status.CLEAN


@command.command("restore")
@click.argument("file", type=_FILE)
@config_option
def restore(file: Path, config_path: Path) -> Status:
    """Bring back the ledger that FILE holds; stop the daemon first. The present one is kept beside it."""
    from linterbot.config import reader as configuration
    from linterbot.desk import ledger_care

    config = configuration.load(config_path)
    replaced = ledger_care.restore(config, file, desk_options.now())
    if replaced is not None:
        click.echo(f"The ledger until now is {terminal_escape(str(replaced))}.")
    _print(ledger_care.what_is_known(config))
    click.echo("Before its next write, the bot reads on each wiki what it did there since.")
    return Status.CLEAN


@command.command("copy")
@click.argument("address")
@config_option
def copy(address: str, config_path: Path) -> Status:
    """Copy the ledger into the empty database at ADDRESS, such as postgresql://user@host/linterbot.

    Stop the daemon first. Every row is counted and compared; if anything differs, nothing is kept. Afterwards, name
    ADDRESS under `ledger` in the configuration.
    """
    from linterbot.config import reader as configuration
    from linterbot.desk.ledger_care import move

    counts = move(configuration.load(config_path), address)
    for name, number in counts.items():
        if number:
            click.echo(f"{name:12} {number:>12,}")
    click.echo(f"{counted(sum(counts.values()), 'row')} copied and compared. Now name it in the configuration:")
    click.echo(f"ledger: {terminal_escape(address)}")
    return Status.CLEAN


def _print(known: dict[str, Totals]) -> None:
    for wiki, one in known.items():
        sums = (
            counted(one.pages, "page"),
            counted(one.findings, "finding"),
            counted(one.writes, "write"),
            counted(one.decisions, "decision"),
        )
        until = f"read up to {one.read_up_to}" if one.read_up_to else "no round yet"
        click.echo(f"{terminal_escape(wiki)}: {', '.join(sums)}; {until}")
