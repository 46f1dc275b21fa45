"""`linterbot init`: asks a wiki about itself and writes a configuration for it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.credentials import variable_of
from linterbot.errors import TargetError, WikiDown
from linterbot.formats.terminal_escape import terminal_escape

if TYPE_CHECKING:
    from linterbot.desk.new_config import NewConfig


_SHORTEST = 3  # characters of a name that anybody could be reached by


@click.command("init")
@click.argument("address", metavar="ADDRESS")
@click.option("--operator", required=True, help="Who answers for the bot, and how to reach you; the wiki sees it.")
@click.option("--user", default="LinterBot", show_default=True, help="The bot's account.")
@click.option("--output", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
def command(address: str, operator: str, user: str, output: Path) -> Status:
    """Ask the wiki at ADDRESS (its api.php, or any page) about itself, and write a configuration for it.

    Nothing is written to the wiki, and an existing file is never overwritten; --output - prints it.
    """
    from linterbot.config import reader as config

    if len(operator.strip()) < _SHORTEST:
        raise click.BadParameter("name somebody, and how to reach them", param_hint="--operator")
    if str(output) != "-" and output.exists():
        raise TargetError(str(output), "is there already", "move it away, or name another file with --output")
    made = _asked(address, user, operator)
    (name,) = config.parse(made.text, output).wikis
    for note in made.notes:
        click.echo(f"linterbot: note: {terminal_escape(note)}", err=True)
    if str(output) == "-":
        click.echo(made.text, nl=False)
        return Status.CLEAN
    try:
        output.write_text(made.text, encoding="utf-8")
    except OSError as error:
        raise TargetError(str(output), f"cannot be written ({error.strerror})", "name another file") from None
    click.echo(f"{output} is ready. Read it through; put the bot password into {variable_of(name)}")
    click.echo("(docs/operating.md names other places for it); then run: linterbot doctor")
    return Status.CLEAN


def _asked(address: str, user: str, operator: str) -> NewConfig:
    """Ask the first address that answers as an API."""
    from linterbot.desk.new_config import api_addresses, new_config
    from linterbot.wiki.mediawiki.wiki import MediaWiki

    addresses = api_addresses(address)
    with tempfile.TemporaryDirectory() as folder:
        for number, api in enumerate(addresses, 1):
            wiki = MediaWiki(f"new{number}", api, user, None, operator, Path(folder))
            try:
                return new_config(wiki, api, user, operator)
            except WikiDown:
                if api == addresses[-1]:
                    raise
            finally:
                wiki.close()
    raise AssertionError("there is at least one address")
