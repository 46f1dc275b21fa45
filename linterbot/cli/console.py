"""The console of rich, in colour only where a person wants it."""

from __future__ import annotations

from rich.console import Console

from linterbot.cli.common_options import colours


def console(width: int | None = None) -> Console:
    """Return a console for standard output, `width` columns wide; by default as wide as the terminal."""
    wanted = colours()
    return Console(width=width, highlight=False, no_color=not wanted, force_terminal=wanted, markup=True)
