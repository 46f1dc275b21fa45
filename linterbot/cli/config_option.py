"""The options that choose the configuration and the wiki, for all commands that need them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from linterbot.config import find

HELP = "The configuration; by default the nearest one, which `linterbot config` names."
PATH = click.Path(path_type=Path)


def config_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that names the configuration; the command gets the path of the one in force."""
    option = click.option("-c", "--config", "config_path", type=PATH, metavar="FILE", callback=_in_force, help=HELP)
    return option(command)


def of_wiki(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose the wiki."""
    name = click.option("--wiki", "name", metavar="NAME", help="The configured wiki; not needed if there is only one.")
    return name(config_option(command))


def _in_force(context: click.Context, parameter: click.Parameter, asked: Path | None) -> Path:
    return find.find(asked).path or find.DEFAULT_PATH
