"""`linterbot ignore`: close findings that may stay, for good."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk


@click.command("ignore", short_help="Close findings that may stay, for good.")
@click.argument("numbers", type=int, nargs=-1, required=True)
@desk.reason(needed=False)
@desk.of_wiki
def command(numbers: tuple[int, ...], why: str, name: str | None, config_path: Path) -> Status:
    """Say that findings may stay, by their numbers: nobody is told of them again. Their rules lose nothing by it."""
    from linterbot.ledger.decisions import Verdict

    return desk.close(config_path, name, numbers, Verdict.IGNORED, why)
