"""`linterbot reopen`: takes back that findings were rejected or ignored."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.config_option import of_wiki
from linterbot.cli.numbers import Whole


@click.command("reopen")
@click.argument("numbers", type=Whole(), nargs=-1, required=True)
@desk_options.reason(needed=False)
@of_wiki
def command(numbers: tuple[int, ...], why: str, name: str | None, config_path: Path) -> Status:
    """Take back that findings were rejected or ignored, by their numbers.

    They are again what they were before, and no longer count against their rules. The next round reads their pages, as
    the faults may be gone by now. A fix that waited and was dropped has to be approved again.
    """
    from linterbot.desk import decide

    return desk_options.answer(config_path, name, numbers, decide.reopen, why)
