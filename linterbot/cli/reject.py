"""`linterbot reject`: close findings that are none, for good."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk


@click.command("reject", short_help="Close findings that are none, for good.")
@click.argument("numbers", type=int, nargs=-1, required=True)
@desk.reason(needed=True)
@desk.of_wiki
def command(numbers: tuple[int, ...], why: str, name: str | None, config_path: Path) -> Status:
    """Say that findings are none, by their numbers: they are closed for good, and count against their rules."""
    from linterbot.ledger.decisions import Verdict

    return desk.close(config_path, name, numbers, Verdict.REJECTED, why)
