"""`linterbot approve`: have findings repaired that a person looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from linterbot.cli import Status, desk


@click.command("approve", short_help="Have findings repaired that you looked at.")
@click.argument("numbers", type=int, nargs=-1, required=True)
@desk.reason(needed=False)
@desk.of_wiki
def command(numbers: tuple[int, ...], why: str, name: str | None, config_path: Path) -> Status:
    """Repair findings by their numbers; `linterbot show` shows what would change.

    Each page is read again. What no longer applies is said, and nothing is forced: stop pages, protection and people's
    later edits count as ever. What has to wait is sent by the daemon.
    """
    from linterbot import config as configuration
    from linterbot.jobs import desk as job
    from linterbot.jobs.setup import tools

    with tools(configuration.read(config_path), name) as given:
        found = [job.numbered(given.ledger, number) for number in numbers]

        def answers() -> Iterator[job.Answer]:
            with job.at_work(given) as (site, so_far):
                for one in found:
                    yield job.approve(given, site, so_far, one, desk.who(), why)

        return desk.tell(answers())
