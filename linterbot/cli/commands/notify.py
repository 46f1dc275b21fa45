"""`linterbot notify`: tries the ways in which the bot tells somebody that it needs a person."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import config_option
from linterbot.formats.terminal_escape import terminal_escape


@click.group("notify")
def command() -> None:
    """Look after the notices that the bot sends when it stops."""


@command.command("test")
@click.argument("targets", nargs=-1, metavar="[TARGET...]")
@config_option
def test(targets: tuple[str, ...], config_path: Path) -> Status:
    """Send a notice to each TARGET, or to all that `notify:` names. The exit status is 2 if one does not get it."""
    from linterbot.config import reader as configuration
    from linterbot.notices.trial import try_targets

    status = Status.CLEAN
    for name, failure in try_targets(configuration.load(config_path), targets, desk_options.now()):
        if failure:
            status = Status.CANNOT_RUN
        words = f"could not be told: {failure}" if failure else "has been told; see whether it arrived"
        click.echo(terminal_escape(f"{name} {words}"))
    return status
