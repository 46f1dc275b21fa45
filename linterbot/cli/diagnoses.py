"""What `doctor` says of wikis, on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.formats.terminal_escape import terminal_escape

if TYPE_CHECKING:
    from linterbot.config.sections import Config
    from linterbot.desk.doctor import Diagnosis

_COLOURS = {"ok": "green", "warning": "yellow", "error": "red"}


def print_diagnoses(config: Config, wikis: Iterable[str], save: bool = False) -> Status:
    """Print everything that can be found out about wikis; return what the worst of it means for the exit status."""
    from linterbot.desk.doctor import Level, worst

    found: list[Diagnosis] = []
    for wiki in wikis:
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
