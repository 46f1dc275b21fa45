"""`linterbot patrol`: does one round over what changed on a wiki."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linterbot.cli import Status
from linterbot.formats.terminal_escape import terminal_escape

if TYPE_CHECKING:
    from linterbot.bot.round_result import RoundResult


@click.command("patrol")
@click.option("--once", is_flag=True, help="Do one round, which is what patrol does anyway.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, but write and record nothing.")
@click.option("--wiki", "name", metavar="NAME", help="The configured wiki; not needed if there is only one.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
def command(once: bool, dry_run: bool, name: str | None, config_path: Path) -> Status:
    """Do one round: read and lint the pages that changed since the last one, then fix or flag what was found.

    What a rule may do is set in the configuration: shadow, flag, suggest or auto.
    """
    from linterbot import config as configuration
    from linterbot.bot.opening import open_bot
    from linterbot.bot.patrol import patrol

    with open_bot(configuration.load(config_path), name, dry_run=dry_run) as context:
        result = patrol(context, dry_run)
    for line in _lines(result, dry_run):
        click.echo(terminal_escape(line))
    click.echo(f"{'dry run: ' if dry_run else ''}{result.in_words()}")
    return Status.CLEAN


def _lines(result: RoundResult, dry_run: bool) -> Iterator[str]:
    from linterbot.formats.unified_diff import unified

    for title, finding in result.found:
        yield f"{title}: {finding.code} {finding.name}: {finding.message}"
    for fixed in result.fixes:
        names = ", ".join(sorted({one.name for one in fixed.findings}))
        yield f"{fixed.title}: {'would be ' if dry_run else ''}fixed ({names})"
        if dry_run:
            yield from unified(fixed.before, fixed.after, fixed.title).splitlines()
    for title, hold in result.held:
        yield f"{title}: held: {hold.reason}"
    for action in result.reverted:
        yield f"{action.title}: a person undid {', '.join(action.plan.rules)}; the bot leaves that alone from now on"
    for rule, reason in result.stopped:
        yield f"{rule}: stopped until a person resumes it: {reason}"
    for title, reason in result.refused:
        yield f"{title}: the wiki refused the edit: {reason}"
