"""`linterbot resume`: end a pause."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status, desk


@click.command("resume", short_help="End a pause of a wiki, or of one rule on it.")
@click.argument("name", metavar="WIKI")
@click.argument("rule", required=False, default="")
@desk.reason(needed=False)
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
def command(name: str, rule: str, why: str, config_path: Path) -> Status:
    """End the pause of a wiki, whoever made it, or that of one rule.

    What stands on the bot's talk page counts as read then.
    """
    from linterbot.jobs import desk as job

    with desk.opened(config_path, name) as at:
        desk.known_rule(at, rule)
        ended = job.resume(at.ledger, rule, desk.who(), why, desk.now())
    click.echo(f"{rule or name} goes on" if ended else f"{rule or name} was not paused")
    return Status.CLEAN
