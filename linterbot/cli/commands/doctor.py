"""`linterbot doctor`: compares the configuration with each wiki as it is, before anything goes wrong."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status
from linterbot.cli.config_option import of_wiki
from linterbot.cli.diagnoses import print_diagnoses


@click.command("doctor")
@click.option("--save", is_flag=True, help="Also save User:BOT/Sandbox, to see that writing works.")
@of_wiki
def command(save: bool, name: str | None, config_path: Path) -> Status:
    """Compare the configuration with the wiki as it is: names, rights, pages, clock, disk.

    The exit status is 0 if all is well, 1 if something may surprise you, and 2 if something does not work.
    """
    from linterbot.config import reader as configuration

    config = configuration.load(config_path)
    configuration.wiki(config, next(iter(config.wikis), None))  # there has to be one
    return print_diagnoses(config, [name] if name else list(config.wikis), save)
