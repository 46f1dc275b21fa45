"""The options that every command has: how much is said, and whether in colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

import click

_QUIET, _VERBOSE, _COLOUR = "linterbot.quiet", "linterbot.verbose", "linterbot.colour"
WHEN = ("auto", "always", "never")


def add_to(command: click.Command) -> click.Command:
    """Add the options to a command and to those under it, once."""
    if not any(isinstance(one, click.Option) and one.name == "quiet" for one in command.params):
        command.params += _options()
    for one in command.commands.values() if isinstance(command, click.Group) else ():
        add_to(one)
    return command


def quiet() -> bool:
    """Whether a person wants to see findings only."""
    return bool(_meta().get(_QUIET))


def verbose() -> bool:
    """Whether a person wants to see everything."""
    return bool(_meta().get(_VERBOSE))


def colours(stream: Any = None) -> bool:
    """Whether to write in colour: as `--color` says, else as `NO_COLOR`, `FORCE_COLOR` and the terminal say."""
    when = _meta().get(_COLOUR, "auto")
    if when != "auto":
        return bool(when == "always")
    return _usual_colours(sys.stdout if stream is None else stream, os.environ)


def _usual_colours(stream: Any, environ: Mapping[str, str]) -> bool:
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return environ.get("TERM") != "dumb" and stream.isatty()


def _options() -> list[click.Parameter]:
    return [
        click.Option(["-q", "--quiet"], is_flag=True, expose_value=False, callback=_note(_QUIET), help="Say less."),
        click.Option(["-v", "--verbose"], is_flag=True, expose_value=False, callback=_note(_VERBOSE), help="Say more."),
        click.Option(
            ["--color", "--colour", "colour"],
            type=click.Choice(WHEN),
            expose_value=False,
            callback=_choose_colour,
            help="Whether to write in colour; by default on terminals, unless NO_COLOR is set.",
        ),
    ]


def _note(key: str) -> Any:
    def callback(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        if value:
            context.find_root().meta[key] = True

    return callback


def _choose_colour(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.find_root().meta[_COLOUR] = value
    context.color = colours()


def _meta() -> Mapping[str, Any]:
    context = click.get_current_context(silent=True)
    return {} if context is None else context.find_root().meta
