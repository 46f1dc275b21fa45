"""`linterbot ignore`: dismisses findings that may stay as they are."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import of_wiki
from linterbot.cli.numbers import Whole


@click.command("ignore")
@click.argument("numbers", type=Whole(), nargs=-1, required=True)
@desk_options.reason(needed=False)
@of_wiki
def command(numbers: tuple[int, ...], why: str, name: str | None, config_path: Path) -> Status:
    """Dismiss findings that may stay as they are, by their numbers. Their rules lose nothing by it.

    They stay dismissed whatever becomes of their pages; `linterbot reopen` takes it back.
    """
    from linterbot.ledger.decisions import Verdict

    return desk_options.close(config_path, name, numbers, Verdict.IGNORED, why)
