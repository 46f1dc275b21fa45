"""`linterbot doctor`: compares the configuration with each wiki as it is, before anything goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.cli.config_option import of_wiki
from linterbot.formats.terminal_escape import terminal_escape

if TYPE_CHECKING:
    from linterbot.config.sections import Config
    from linterbot.desk.doctor import Diagnosis

_COLOURS = {"ok": "green", "warning": "yellow", "error": "red"}


@click.command("doctor")
@click.option("--save", is_flag=True, help="Also save User:BOT/Sandbox, to see that writing works.")
@of_wiki
def command(save: bool, name: str | None, config_path: Path) -> Status:
    """Compare the configuration with the wiki as it is: names, rights, pages, clock, disk.

    The exit status is 0 if all is well, 1 if something may surprise you, and 2 if something does not work.
    """
    from linterbot.config import reader as configuration
    from linterbot.desk.doctor import Level, worst

    config = configuration.load(config_path)
    found: list[Diagnosis] = []
    configuration.wiki(config, next(iter(config.wikis), None))  # there has to be one
    for wiki in [name] if name else list(config.wikis):
        for one in _examined(config, wiki, save):
            found.append(one)
            remedy = f"; {one.remedy}" if one.remedy else ""
            level = click.style(f"{one.level:<8}", fg=_COLOURS[one.level])
            click.echo(f"{terminal_escape(wiki)}: {level}{terminal_escape(f'{one.words}{remedy}')}")
    return {Level.ERROR: Status.CANNOT_RUN, Level.WARNING: Status.FINDINGS}.get(worst(found), Status.CLEAN)


def _examined(config: Config, name: str, save: bool) -> Iterator[Diagnosis]:
    """Yield what is found about one wiki; whatever keeps it from being opened is a diagnosis as well."""
    from linterbot.bot.opening import open_bot
    from linterbot.desk.doctor import Diagnosis, Level, examine
    from linterbot.errors import LinterbotError

    try:
        with open_bot(config, name, dry_run=not save) as context:
            yield from examine(config, context, save)
    except LinterbotError as error:
        yield Diagnosis(Level.ERROR, f"{error.where}: {error.cause}", error.remedy)
