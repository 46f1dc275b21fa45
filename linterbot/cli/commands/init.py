"""`linterbot init`: asks a wiki about itself and writes a configuration for it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from linterbot.cli import Status
from linterbot.cli.new_wiki import asked
from linterbot.credentials import variable_of
from linterbot.errors import TargetError
from linterbot.file_faults import is_there, unwritable
from linterbot.formats.terminal_escape import terminal_escape

_WHO = 'name somebody, and how to reach them, as in "Wren, wren@wiki.example"'
_SHORTEST = 3  # characters of a name that anybody could be reached by


@click.command("init")
@click.argument("address", metavar="[ADDRESS]", default="")
@click.option("--operator", default="", help="Who answers for the bot, and how to reach you; the wiki sees it.")
@click.option("--example", is_flag=True, help="Write the example instead, in which everything is explained.")
@click.option("--user", default="LinterBot", show_default=True, help="The bot's account.")
@click.option("--output", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
def command(address: str, operator: str, example: bool, user: str, output: Path) -> Status:
    """Ask the wiki at ADDRESS (its api.php, or any page) about itself, and write a configuration for it.

    Nothing is written to the wiki, and an existing file is never overwritten; --output - prints it.
    """
    if bool(address) == example:
        raise click.UsageError("give the address of a wiki, or --example")
    if not example and len(operator.strip()) < _SHORTEST:
        raise click.BadParameter(_WHO, param_hint="--operator")
    if str(output) != "-" and is_there(output):
        raise TargetError(str(output), "is there already", "move it away, or name another file with --output")
    if example:
        _write(output, example_text())
        if str(output) != "-":
            click.echo(f"{output} is ready. It works on a sample wiki: linterbot sandbox load --sample")
        return Status.CLEAN
    return _for_wiki(address, operator, user, output)


def example_text() -> str:
    """Return the example of a configuration: the checkout's if there is one, or else the one that was installed."""
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file():
        return (checkout / "config.example.yaml").read_text(encoding="utf-8")
    return (files("linterbot") / "config.example.yaml").read_text(encoding="utf-8")


def _for_wiki(address: str, operator: str, user: str, output: Path) -> Status:
    from linterbot.config import reader as config

    made = asked(address, user, operator)
    (name,) = config.parse(made.text, output).wikis
    for note in made.notes:
        click.echo(f"linterbot: note: {terminal_escape(note)}", err=True)
    _write(output, made.text)
    if str(output) != "-":
        click.echo(f"{output} is ready. Read it through; put the bot password into {variable_of(name)}")
        click.echo("(docs/operating.md names other places for it); then run: linterbot doctor")
    return Status.CLEAN


def _write(output: Path, text: str) -> None:
    """Write a configuration to its file, or print it; raises TargetError."""
    if str(output) == "-":
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(output, error, "name another file") from None
