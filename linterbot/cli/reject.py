"""`linterbot reject`: close findings that are no fault, permanently."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk_options


@click.command("reject", short_help="Close findings that are no fault, permanently.")
@click.argument("numbers", type=int, nargs=-1, required=True)
@desk_options.reason(needed=True)
@desk_options.of_wiki
def command(numbers: tuple[int, ...], why: str, name: str | None, config_path: Path) -> Status:
    """Say that findings are no fault, by their numbers: they are closed permanently and count against their rules."""
    from linterbot.ledger.decisions import Verdict

    return desk_options.close(config_path, name, numbers, Verdict.REJECTED, why)
